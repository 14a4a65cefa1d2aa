"""The words of a leaf, field by field, for a person to read."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from held.lib.passages import Passage, passages_of
from held.stories.babies import SEXES, STATUSES
from held.stories.models import Leaf, Words
from held.web.family.writing.forms import CHOSEN, FORMS, TICKED
from held.web.family.writing.languages import language_name

CHOICES = {"sex": dict(SEXES), "status": dict(STATUSES)}


@dataclass(frozen=True)
class Said:
    """One field and what is written in it; if another text beside it differs, in passages."""

    name: str
    words: str
    differs: bool = False
    passages: tuple[Passage, ...] = ()


def said_on(leaf: Leaf, words: Words, others: Sequence[Words] = ()) -> list[Said]:
    """Every field with words in this text or the others, in the order of the form, and how it differs from the first
    other."""
    form = FORMS[leaf.kind].base_fields
    return [
        _said(name, str(field.label), words.get(name, ""), [other.get(name, "") for other in others])
        for name, field in form.items()
        if words.get(name) or any(other.get(name) for other in others)
    ]


def _said(name: str, label: str, given: str, beside: list[str]) -> Said:
    differs = any(other != given for other in beside)
    passages = passages_of(given, beside[0]) if differs and name not in CHOSEN else []
    return Said(label, in_words(name, given), differs, tuple(passages))


def in_words(name: str, given: str) -> str:
    """A choice by its label; text as it was written."""
    if name == "language":
        return language_name(given)
    if name in TICKED:
        return _("Yes") if given else _("No")
    return str(CHOICES.get(name, {}).get(given, given))
