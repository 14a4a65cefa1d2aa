"""What the host may see: which families exist, but not what they write."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from held.access.sign_in_keys import account_to_key
from held.access.viewer import Viewer
from held.accounts.models import Link
from held.families.models import Family, Member
from held.place.first_host import this_place
from held.place.models import HelpContact, Hosting, Place


def is_host(viewer: Viewer) -> bool:
    """Whether the viewer is a host of this installation."""
    return viewer.account is not None and Hosting.objects.filter(account=viewer.account).exists()


def place_to_host(viewer: Viewer) -> Place:
    """The installation, for its host. Raises Http404."""
    if not is_host(viewer):
        raise Http404
    return this_place()


def place_to_move(viewer: Viewer) -> Place:
    """The installation, for setting another address. Raises Http404.

    Links contain the address and passkeys are bound to it, so once it was set, this raises KeyNeeded as for keys.
    """
    place = place_to_host(viewer)
    if place.address:
        account_to_key(viewer)
    return place


def help_contacts_to_host(viewer: Viewer) -> QuerySet[HelpContact]:
    """The people to talk to, for the host to change. Empty for everybody else."""
    return HelpContact.objects.order_by("pk") if is_host(viewer) else HelpContact.objects.none()


def help_contact_to_host(viewer: Viewer, contact_id: int) -> HelpContact:
    """One of them. Raises Http404."""
    return get_object_or_404(help_contacts_to_host(viewer), pk=contact_id)


def families_to_host(viewer: Viewer) -> QuerySet[Family]:
    """The families of this installation, for the host, without what they write. Empty for everybody else."""
    return Family.objects.order_by("pk") if is_host(viewer) else Family.objects.none()


def members_to_host(viewer: Viewer) -> QuerySet[Member]:
    """The members of all families, for the host. Empty for everybody else."""
    members = Member.objects.select_related("account", "family").order_by("family_id", "pk")
    return members if is_host(viewer) else members.none()


def members_to_invite(viewer: Viewer) -> QuerySet[Member]:
    """The members for whom the host may make a first link: while nobody of their family has come in.

    A first link opens at once, and the host holds it; later it would give the host access to a family's words.
    """
    came_in = Exists(Link.objects.filter(account=OuterRef("account"), used_at__isnull=False))
    of_family = Member.objects.filter(family=OuterRef("family"))
    return members_to_host(viewer).exclude(Exists(of_family.filter(came_in | Q(account=viewer.account))))
