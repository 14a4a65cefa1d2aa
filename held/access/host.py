"""What whoever runs the place may see: that something is kept, never what is written."""

from django.db.models import Q, QuerySet
from django.http import Http404

from held.access.sign_in_keys import account_to_key
from held.access.viewer import Viewer
from held.accounts.models import Link
from held.families.models import Family, Member
from held.place.models import Hosting, Place
from held.place.taking import this_place


def is_host(viewer: Viewer) -> bool:
    """Whether the viewer runs this place."""
    return viewer.account is not None and Hosting.objects.filter(account=viewer.account).exists()


def place_to_host(viewer: Viewer) -> Place:
    """The place, for who runs it. Raises Http404."""
    if not is_host(viewer):
        raise Http404
    return this_place()


def place_to_move(viewer: Viewer) -> Place:
    """The place, to tell another address for it. Raises Http404.

    Links are made with the address and passkeys are bound to it: once it was told, raises KeyNeeded as for keys.
    """
    place = place_to_host(viewer)
    if place.address:
        account_to_key(viewer)
    return place


def families_to_host(viewer: Viewer) -> QuerySet[Family]:
    """The families kept here, for the host: that they are, never what they write. Empty for everybody else."""
    return Family.objects.order_by("pk") if is_host(viewer) else Family.objects.none()


def members_to_host(viewer: Viewer) -> QuerySet[Member]:
    """The members of all families, for the host. Empty for everybody else."""
    members = Member.objects.select_related("account", "family").order_by("family_id", "pk")
    return members if is_host(viewer) else members.none()


def members_to_invite(viewer: Viewer) -> QuerySet[Member]:
    """The members for whom the host may make a first link: while nobody of their family has come in.

    A first link opens at once, and the host holds it. Later it would lead the host to the words of a family.
    """
    came_in = Link.objects.exclude(used_at=None).values("account")
    inhabited = Member.objects.filter(Q(account__in=came_in) | Q(account=viewer.account)).values("family")
    return members_to_host(viewer).exclude(family__in=inhabited)
