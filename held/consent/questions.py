"""The question for each scope. Its text has a version, which every answer stores."""

from collections.abc import Collection, Mapping
from types import MappingProxyType

from django.utils.translation import gettext_lazy as _

from held.consent import scopes

VERSION = "2026-11-25"  # changes whenever a word of the questions changes

QUESTIONS = {
    scopes.NAMED: _("May people whom the family names one by one open this photograph?"),
    scopes.LINK: _("May anyone who has the address of the story open this photograph?"),
    scopes.PUBLIC: _("May everyone, also strangers on the internet, open this photograph?"),
    scopes.PRINT: _("May this photograph stand in a printed book?"),
    scopes.KEEP: _("May the family keep this photograph for themselves?"),
}
FOR_PRESS = _("May this newspaper, broadcaster or journal show this photograph?")
AN_OUTLET = _("A newspaper, broadcaster or journal")
IN_SHORT = {
    scopes.NAMED: _("People whom you name"),
    scopes.LINK: _("Anyone with the link"),
    scopes.PUBLIC: _("Everyone"),
    scopes.PRINT: _("A printed book"),
    scopes.KEEP: _("Keeping it for the family"),
}


def question(scope: str) -> object:
    """The question for this scope, in the page's language. For the press, the outlet's name is shown beside it."""
    return QUESTIONS.get(scope, FOR_PRESS)


def in_short(scope: str, outlet: str = "") -> object:
    """The name of this scope on the family's pages. `outlet`: the newspaper or broadcaster, if it is one."""
    return IN_SHORT.get(scope) or outlet or AN_OUTLET


def in_order(found: Collection[str], outlets: Mapping[str, str] = MappingProxyType({})) -> list[str]:
    """Scopes in page order: from the narrowest circle to the widest, then outlets by name."""
    order = [*QUESTIONS, *sorted(outlets, key=lambda scope: outlets[scope])]
    return sorted(found, key=lambda scope: (order.index(scope) if scope in order else len(order), scope))
