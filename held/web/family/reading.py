"""What stands on a sheet, field by field, in words a person reads."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf.locale import LANG_INFO
from django.utils.translation import gettext as _

from held.stories.babies import SEXES, STATUSES
from held.stories.models import Leaf, Words
from held.web.family.forms import FORMS, name_of_field

CHOICES = {"sex": dict(SEXES), "status": dict(STATUSES)}


@dataclass(frozen=True)
class Said:
    """One field of a sheet and what is written in it. `alone`: no other version beside it says the same."""

    name: str
    words: str
    alone: bool = False


def said_on(leaf: Leaf, words: Words, others: Sequence[Words] = ()) -> list[Said]:
    """Every field with words on it, in the order of the sheet; and which differ from what stands beside it."""
    fields = [name for name in FORMS[leaf.kind].base_fields if words.get(name) or any(o.get(name) for o in others)]
    return [
        Said(
            name_of_field(name),
            in_words(name, words.get(name, "")),
            alone=any(other.get(name, "") != words.get(name, "") for other in others),
        )
        for name in fields
    ]


def in_words(name: str, given: str) -> str:
    """What was chosen, as it is called; what was written, as it was written."""
    if name == "language":
        return str(LANG_INFO.get(given, {}).get("name_local", given))
    if name in {"quiet_title", "weeks_about"}:
        return _("Yes") if given else _("No")
    return str(CHOICES.get(name, {}).get(given, given))
