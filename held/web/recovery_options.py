"""How somebody who has signed out without a key can come in again: shown wherever a key is offered or removed."""

from enum import StrEnum

from held import access
from held.access import Viewer
from held.place.first_host import is_taken


class RecoveryOption(StrEnum):
    """How they come in again."""

    NEW_LINK = "new-link"  # the host or somebody of the family asks for one; it opens a day later
    NEXT_START = "next-start"  # the host, before their first key: the program prints a new link
    NONE = "none"


def recovery_option(viewer: Viewer) -> RecoveryOption:
    """The viewer's way back in without a key."""
    is_host = access.is_host(viewer)
    if is_host and not is_taken():
        return RecoveryOption.NEXT_START
    can_be_asked = not is_host and access.memberships_of(viewer).exists()
    return RecoveryOption.NEW_LINK if can_be_asked or _has_family_beside(viewer) else RecoveryOption.NONE


def _has_family_beside(viewer: Viewer) -> bool:
    others = [
        access.members_to_see(viewer, family).exclude(account=viewer.account) for family in access.families_of(viewer)
    ]
    return any(members.exists() for members in others)
