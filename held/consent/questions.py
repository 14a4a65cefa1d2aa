"""What a person is asked, for each scope. The text has a version, which every answer keeps."""

from collections.abc import Collection, Mapping
from types import MappingProxyType

from django.utils.translation import gettext_lazy as _

from held.consent import scopes

VERSION = "2026-11-25"  # another one whenever a word of the questions changes

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
    """The question for this scope, in the language of the page. Of the press the outlet's name stands beside it."""
    return QUESTIONS.get(scope, FOR_PRESS)


def in_short(scope: str, outlet: str = "") -> object:
    """How the family's pages call this scope. `outlet`: the name of the newspaper or broadcaster, where it is one."""
    return IN_SHORT.get(scope) or outlet or AN_OUTLET


def in_order(found: Collection[str], outlets: Mapping[str, str] = MappingProxyType({})) -> list[str]:
    """Scopes as pages list them: from the narrowest circle to the widest, then outlets by their names."""
    order = [*QUESTIONS, *sorted(outlets, key=lambda scope: outlets[scope])]
    return sorted(found, key=lambda scope: (order.index(scope) if scope in order else len(order), scope))
