"""What a family may tell of a baby: the choices, and the words that readers are given for each answer."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from held.stories.models import Words

OWN = "own"
NOT_SAID = "not_said"
LIVING = "living"

SEXES = (
    ("girl", gettext_lazy("A girl")),
    ("boy", gettext_lazy("A boy")),
    ("unknown", gettext_lazy("We don’t know")),
    ("chose_not_to_know", gettext_lazy("We chose not to know")),
    (NOT_SAID, gettext_lazy("I’d rather not say")),
    (OWN, gettext_lazy("In our own words")),
)
STATUSES = (
    ("before_birth", gettext_lazy("Died before birth")),
    ("during_birth", gettext_lazy("Died during birth")),
    ("after_birth", gettext_lazy("Died after birth")),
    (LIVING, gettext_lazy("Is living")),
    (NOT_SAID, gettext_lazy("I’d rather not say")),
)
AS_GIVEN = ("lived_for", "weight", "length")
DAYS = ("born", "died", "learned")


def is_living(given: Words) -> bool:
    """Whether the family says this child is alive: a living child is shown only if the family chooses it."""
    return given.get("status") == LIVING


def facts_to_say(given: Words) -> list[tuple[str, str]]:
    """Each fact told: its name, and the words readers see. Nothing is computed or guessed."""
    facts = [
        ("sex", _sex(given)),
        ("pronouns", given.get("pronouns", "")),
        ("status", _chosen(STATUSES, given.get("status", ""))),
        *((day, given.get(day, "")) for day in DAYS),
        ("weeks", weeks_in_words(given)),
        *((fact, given.get(fact, "")) for fact in AS_GIVEN),
    ]
    return [(what, words) for what, words in facts if words]


def weeks_in_words(given: Words) -> str:
    """“About 20 weeks and 3 days”, from the parts as given; a part that is no number stays as it is."""
    weeks, days = given.get("weeks_number", ""), given.get("weeks_days", "")
    parts = []
    if weeks:
        parts.append(_counted(weeks, ngettext("%(n)s week", "%(n)s weeks", _number(weeks) or 0)))
    if days:
        parts.append(_counted(days, ngettext("%(n)s day", "%(n)s days", _number(days) or 0)))
    together = _("%(weeks)s and %(days)s") % dict(zip(("weeks", "days"), parts, strict=True)) if parts[1:] else ""
    phrase = together or "".join(parts)
    return _("about %(weeks)s") % {"weeks": phrase} if phrase and given.get("weeks_about") else phrase


def _counted(given: str, phrase: str) -> str:
    return given if _number(given) is None else phrase % {"n": given.strip()}


def _number(given: str) -> int | None:
    bare = given.strip()
    return int(bare) if bare.isascii() and bare.isdigit() and len(bare) < 5 else None


def is_number_up_to(most: int, given: str) -> bool:
    """Whether this is a whole number from 0 to `most`."""
    number = _number(given)
    return number is not None and number <= most


def _sex(given: Words) -> str:
    chosen, own = given.get("sex", ""), given.get("sex_own", "")
    if chosen in {"", OWN}:
        return own
    return _chosen(SEXES, chosen)


def _chosen(choices: tuple[tuple[str, object], ...], code: str) -> str:
    return "" if code == NOT_SAID else next((str(label) for known, label in choices if known == code), "")
