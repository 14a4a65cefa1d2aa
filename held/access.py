"""Who may see or do what: the only place that decides.

Rules are querysets; a single thing is taken out of the list that was allowed, and what is not in it raises Http404,
in the same words as a thing that never was. Decisions are asked each time and never remembered.
"""

import uuid
from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from held.accounts.keys import has_key
from held.accounts.models import Account, Link
from held.families.models import Family, Member, Recovery
from held.history.models import Line
from held.keyring.words import Damaged, KeyGone
from held.lib.clock import now
from held.place.models import Hosting, Place
from held.place.taking import this_place
from held.stories.addresses import lookup_of, read_address
from held.stories.models import Address, Differing, Indexing, Leaf, Opening, Story, Version
from held.stories.telling import StoryInList, StoryToRead, begin_shown, tell_shown


@dataclass(frozen=True)
class Viewer:
    """Whoever is asking now. `key_shown`: they showed a passkey or a paper code within the last quarter hour."""

    account: Account | None = None
    key_shown: bool = False


ANYONE = Viewer()


class KeyNeeded(Exception):
    """They may, once they show a passkey or a paper code."""


# ── readers ──────────────────────────────────────────────────────────────────────────────────────────────
def story_to_read(address: str) -> StoryToRead:
    """The story found at this address, for anyone who has it. Raises Http404."""
    found = _addresses_that_open().filter(lookup=lookup_of(address)).select_related("story").first()
    if found is None:
        raise Http404
    try:
        return _to_read(found, Opening.objects.get(story=found.story))
    except (KeyGone, Damaged, Opening.DoesNotExist):
        raise Http404 from None


def stories_open_to_everyone() -> list[StoryInList]:
    """Every story open to everyone, in the order in which they were opened, the newest first."""
    openings = Opening.objects.filter(circle=Opening.Circle.EVERYONE).select_related("story")
    found = []
    for opening in openings.order_by("-opened_at", "-pk"):
        address = Address.objects.filter(story=opening.story, circle=Opening.Circle.EVERYONE).first()
        try:
            where = read_address(address, opening.story) if address else ""
            found += [StoryInList(begin_shown(opening.story), where, opening.opened_at)] if where else []
        except (KeyGone, Damaged):
            continue
    return found


def _addresses_that_open() -> QuerySet[Address]:
    """A secret address opens whenever its story is opened at all; a slug only when it is open to everyone."""
    opened = Opening.objects.values("story")
    for_everyone = Opening.objects.filter(circle=Opening.Circle.EVERYONE).values("story")
    return Address.objects.filter(
        Q(circle=Opening.Circle.LINK, story__in=opened) | Q(circle=Opening.Circle.EVERYONE, story__in=for_everyone)
    )


def _to_read(address: Address, opening: Opening) -> StoryToRead:
    for_everyone = address.circle == Opening.Circle.EVERYONE
    return StoryToRead(
        told=tell_shown(opening.story),
        address=read_address(address, opening.story),
        open_to_everyone=for_everyone,
        may_be_listed=for_everyone and Indexing.objects.filter(story=opening.story).exists(),
        opened_at=opening.opened_at,
    )


# ── family ───────────────────────────────────────────────────────────────────────────────────────────────
def families_of(viewer: Viewer) -> QuerySet[Family]:
    """The families the viewer belongs to."""
    return Family.objects.filter(pk__in=_memberships(viewer).values("family")).order_by("pk")


def family_to_enter(viewer: Viewer, family_id: int) -> Family:
    """One family the viewer belongs to. Raises Http404."""
    return get_object_or_404(families_of(viewer), pk=family_id)


def members_to_see(viewer: Viewer, family: Family) -> QuerySet[Member]:
    """Everyone of a family the viewer belongs to."""
    in_family = Member.objects.filter(family__in=families_of(viewer), family=family)
    return in_family.select_related("account").order_by("since", "pk")


def stories_to_write(viewer: Viewer) -> QuerySet[Story]:
    """Every story of the viewer's families, the newest first."""
    return Story.objects.filter(family__in=families_of(viewer)).order_by("-made_at", "-pk")


def story_to_write(viewer: Viewer, story_id: int) -> Story:
    """One story of the viewer's families. Raises Http404."""
    return get_object_or_404(stories_to_write(viewer), pk=story_id)


def leaf_to_write(viewer: Viewer, leaf_id: int) -> Leaf:
    """One leaf of such a story. Raises Http404."""
    leaves = Leaf.objects.filter(story__in=stories_to_write(viewer)).select_related("story", "current")
    return get_object_or_404(leaves, pk=leaf_id)


def version_to_read(viewer: Viewer, version_id: uuid.UUID) -> Version:
    """One version of such a leaf. Raises Http404."""
    versions = Version.objects.filter(leaf__story__in=stories_to_write(viewer))
    return get_object_or_404(versions.select_related("leaf__story", "by"), pk=version_id)


def differences_to_settle(viewer: Viewer, leaf: Leaf) -> QuerySet[Differing]:
    """What waits beside the current words of a leaf, the oldest first."""
    waiting = Differing.objects.filter(leaf=leaf, leaf__story__in=stories_to_write(viewer))
    return waiting.select_related("version__by").order_by("pk")


def came_back_from_a_copy(viewer: Viewer) -> bool:
    """Whether the place was filled from a copy, which closes every story, and none of the family's was opened since."""
    restored = Line.objects.filter(act="place.restored").order_by("-pk").first()
    stories = stories_to_write(viewer).filter(made_at__lt=restored.at) if restored else Story.objects.none()
    if restored is None or not stories:
        return False
    things = [f"story {story.pk}" for story in stories]
    return not Line.objects.filter(thing__in=things, act__startswith="story.opened.", pk__gt=restored.pk).exists()


def story_to_open(viewer: Viewer, story_id: int) -> Story:
    """A story the viewer may open wider now. Raises Http404; raises KeyNeeded to those who came by a link alone."""
    story = story_to_write(viewer, story_id)
    if not viewer.key_shown:
        raise KeyNeeded
    return story


# ── keys ─────────────────────────────────────────────────────────────────────────────────────────────────
def account_to_key(viewer: Viewer) -> Account:
    """The viewer's own account, to add keys to or to take keys from. Raises Http404.

    Whoever has no key yet may make the first; from then on, raises KeyNeeded unless one was shown lately.
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
    """A family into which the viewer may ask another parent now. Raises Http404, KeyNeeded."""
    family = family_to_enter(viewer, family_id)
    if not viewer.key_shown:
        raise KeyNeeded
    return family


def member_of_family(viewer: Viewer, member_id: int) -> Member:
    """Somebody of the viewer's own families. Raises Http404."""
    members = Member.objects.filter(family__in=families_of(viewer))
    return get_object_or_404(members.select_related("account", "family"), pk=member_id)


def member_to_invite_again(viewer: Viewer, member_id: int) -> Member:
    """Somebody of the viewer's families for whom they may make a first link now. Raises Http404, KeyNeeded."""
    member = member_of_family(viewer, member_id)
    if not viewer.key_shown:
        raise KeyNeeded
    return member


# ── coming in again ──────────────────────────────────────────────────────────────────────────────────────
def member_to_help(viewer: Viewer, member_id: int) -> Member:
    """Somebody for whom the viewer may ask a new link: of their own family, or, as host, of any. Raises Http404."""
    members = Member.objects.all() if is_host(viewer) else Member.objects.filter(family__in=families_of(viewer))
    return get_object_or_404(members.select_related("account", "family"), pk=member_id)


def recoveries_to_see(viewer: Viewer) -> QuerySet[Recovery]:
    """Requests for a new link for anyone of the viewer's families: while that link may still open, and once it was
    used until somebody puts that away."""
    still_opens_or_was_used = Q(link__ends_at__gt=now()) | Q(link__used_at__isnull=False)
    asked = Recovery.objects.filter(still_opens_or_was_used, member__family__in=families_of(viewer))
    others = Member.objects.filter(family=OuterRef("member__family")).exclude(pk=OuterRef("member"))
    told = asked.annotate(alone=~Exists(others)).order_by("asked_at")
    return told.select_related("member__account", "asked_by", "link")


def recoveries_asked_by(viewer: Viewer) -> QuerySet[Recovery]:
    """Requests for a new link that the viewer made, and can stop."""
    return Recovery.objects.filter(_asked_by(viewer), link__used_at=None).select_related("link").order_by("asked_at")


def recovery_to_stop(viewer: Viewer, recovery_id: int) -> Recovery:
    """A request the viewer can stop: one that concerns their family, or one they made. Raises Http404."""
    asked = Recovery.objects.filter(Q(member__family__in=families_of(viewer)) | _asked_by(viewer))
    return get_object_or_404(asked.filter(link__used_at=None).select_related("link"), pk=recovery_id)


def recovery_to_put_away(viewer: Viewer, recovery_id: int) -> Recovery:
    """A used request that the viewer has seen. Whoever came in by it cannot hide it from the others. Raises Http404."""
    used = recoveries_to_see(viewer).filter(link__used_at__isnull=False)
    return get_object_or_404(used.filter(Q(alone=True) | ~Q(member__account=viewer.account)), pk=recovery_id)


# ── host ─────────────────────────────────────────────────────────────────────────────────────────────────
def is_host(viewer: Viewer) -> bool:
    """Whether the viewer runs this place."""
    return viewer.account is not None and Hosting.objects.filter(account=viewer.account).exists()


def host_account(viewer: Viewer) -> Account:
    """The account that runs the place. Raises Http404 for anybody else."""
    if viewer.account is None or not is_host(viewer):
        raise Http404
    return viewer.account


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


def _asked_by(viewer: Viewer) -> Q:
    """Nobody is nobody: a request whose asker has gone belongs to no stranger."""
    return Q(asked_by=viewer.account, asked_by__isnull=False)


def _memberships(viewer: Viewer) -> QuerySet[Member]:
    if viewer.account is None:
        return Member.objects.none()
    return Member.objects.filter(account=viewer.account)
