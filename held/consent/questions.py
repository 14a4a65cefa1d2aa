"""What people are asked: one ladder for readers, one question for every other use.

The text has a version, which every answer stores.
"""

from collections.abc import Collection, Mapping
from types import MappingProxyType

from django.utils.translation import gettext_lazy as _

from held.consent import scopes
from held.consent.ladder import Step

VERSION = "2026-12-01"  # changes whenever a word of the questions changes

WHO_MAY_SEE = _("Who may see it?")
MAY_READERS_SEE = _("May readers see it?")  # by a link that can only say no
STEPS = {
    Step.NAMED: _("People the family chooses"),
    Step.LINK: _("Anyone with the link"),
    Step.PUBLIC: _("Everyone"),
    Step.NOT_NOW: _("Not now"),
    Step.NO: _("No"),
}
STRANGERS = _("strangers too")  # beside “Everyone”
QUESTIONS = {
    scopes.PRINT: _("May it be printed in a book?"),
    scopes.KEEP: _("May the family keep it for themselves?"),
}
FOR_PRESS = _("May this newspaper, broadcaster or journal show it?")
AN_OUTLET = _("A newspaper, broadcaster or journal")
IN_SHORT = {
    scopes.NAMED: _("People you name"),
    scopes.LINK: _("Anyone with the link"),
    scopes.PUBLIC: _("Everyone"),
    scopes.PRINT: _("A printed book"),
    scopes.KEEP: _("Keeping it for the family"),
}


def question(scope: str) -> object:
    """The question for a use that isn't on the ladder. For the press, the outlet's name is shown beside it."""
    return QUESTIONS.get(scope, FOR_PRESS)


def in_short(scope: str, outlet: str = "") -> object:
    """The name of this scope on the family's pages. `outlet`: the newspaper or broadcaster, if it is one."""
    return IN_SHORT.get(scope) or outlet or AN_OUTLET


def in_order(found: Collection[str], outlets: Mapping[str, str] = MappingProxyType({})) -> list[str]:
    """Scopes in page order: from the narrowest circle to the widest, then outlets by name."""
    order = [*scopes.READERS, *QUESTIONS, *sorted(outlets, key=lambda scope: outlets[scope])]
    return sorted(found, key=lambda scope: (order.index(scope) if scope in order else len(order), scope))
