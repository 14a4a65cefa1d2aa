"""What is alike wherever somebody asked about a photograph answers: by a link, with an account, on a parent's desk."""

from types import MappingProxyType

from django.utils.translation import gettext_lazy as _

from held.access import AskedPerson
from held.consent.questions import question
from held.consent.scopes import in_our_hands
from held.consent.table import OPEN, Event

ANSWERS = MappingProxyType({"yes": Event.AGREE, "no": Event.DECLINE, "not-now": Event.NOT_NOW})
"""What each of the three buttons says; every other word is no answer."""

NARROW = frozenset({"no", "not-now"})
"""The buttons after which nobody sees more than before."""

SAID = MappingProxyType(
    {
        "no": _("Your no is kept. Readers are never told."),
        "not-now": _("Not now is kept. It counts as no until you say otherwise."),
        "withdrawn": _(
            "Your yes is taken back. From this moment it is not shown any more, "
            "and what you had not answered counts as no."
        ),
        "once-more": _("Nothing was changed. Please press the button once more."),
        "other-words": _(
            "The description changed while this page was open, so we didn’t save that yes. "
            "Please read the new description and answer again."
        ),
    }
)
"""What a page says after a press, by the word its address carries."""


def questions_told(told: AskedPerson) -> dict[str, object]:
    """`questions`: each with its sentence, the outlet that asks, and whether holding to the answer is in our hands.
    `agreed`: whether there is a yes to take back.
    """
    return {
        "questions": [(one, question(one.scope), one.outlet, in_our_hands(one.scope)) for one in told.questions],
        "agreed": any(one.standing in OPEN for one in told.questions),
    }
