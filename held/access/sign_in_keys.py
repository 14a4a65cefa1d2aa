"""How somebody signs in: their keys, and whom they may invite."""

from allauth.mfa.models import Authenticator
from django.http import Http404
from django.shortcuts import get_object_or_404

from held.access.families import families_to_decide, family_to_decide, memberships_of
from held.access.viewer import KeyNeeded, Viewer
from held.accounts.models import Account
from held.accounts.sign_in_keys import has_key
from held.families.models import Family, Member


def account_to_key(viewer: Viewer) -> Account:
    """The viewer's own account, to add or remove keys. Raises Http404.

    A viewer without a key may make the first; after that, raises KeyNeeded unless a key was shown lately.
    """
    if viewer.account is None:
        raise Http404
    if not viewer.key_shown and has_key(viewer.account):
        raise KeyNeeded
    return viewer.account


def passkey_to_remove(viewer: Viewer, passkey_id: int) -> Authenticator:
    """One of the viewer's own passkeys. Raises Http404; raises KeyNeeded as above."""
    passkeys = Authenticator.objects.filter(user=viewer.account, type=Authenticator.Type.WEBAUTHN)
    passkey = get_object_or_404(passkeys, pk=passkey_id)
    account_to_key(viewer)
    return passkey


def family_to_invite_into(viewer: Viewer, family_id: int) -> Family:
    """A family into which the viewer, a parent, may invite somebody now. Raises Http404, KeyNeeded."""
    family = family_to_decide(viewer, family_id)
    if not viewer.key_shown:
        raise KeyNeeded
    return family


def member_of_family(viewer: Viewer, member_id: int) -> Member:
    """A member of the families for which the viewer decides. Raises Http404."""
    members = Member.objects.filter(family__in=families_to_decide(viewer))
    return get_object_or_404(members.select_related("account", "family"), pk=member_id)


def own_membership(viewer: Viewer, member_id: int) -> Member:
    """The viewer's own membership, to see what leaving means. Raises Http404."""
    return get_object_or_404(memberships_of(viewer).select_related("account"), pk=member_id)


def membership_to_leave(viewer: Viewer, member_id: int) -> Member:
    """The viewer's own membership, to leave it now; nobody can do so for them. Raises Http404, KeyNeeded."""
    member = own_membership(viewer, member_id)
    account_to_key(viewer)
    return member


def member_to_let_go(viewer: Viewer, member_id: int) -> Member:
    """A friend who helps a family for which the viewer decides; never a parent. Raises Http404."""
    member = member_of_family(viewer, member_id)
    if member.role == Member.Role.PARENT:
        raise Http404
    return member


def member_to_invite_again(viewer: Viewer, member_id: int) -> Member:
    """A member of the viewer's families for whom they may make a first link now. Raises Http404, KeyNeeded."""
    member = member_of_family(viewer, member_id)
    if not viewer.key_shown:
        raise KeyNeeded
    return member
