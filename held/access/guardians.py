"""What a friend of the family who reads first may see and answer; and each parent who chose to answer too."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from held.access.consent import called
from held.access.families import families_to_decide, memberships_of
from held.access.viewer import Viewer
from held.access.what_readers_see import opened_to
from held.consent.models import LinksMadeAgain
from held.families.models import Family, Member
from held.families.who_answers import who_answer, who_answers_lost_links
from held.keyring.text import CannotOpen
from held.publishing.addresses import lookup_of, read_address
from held.publishing.models import AccessRequest, Address
from held.stories.models import Publication


@dataclass(frozen=True)
class LinksGiven:
    """Somebody who answers for the family made new links for a person pictured. Empty: a name that can't be opened."""

    person: str
    friend: str
    at: datetime


def answers(viewer: Viewer) -> bool:
    """Whether anything that others send comes to the viewer, in any family."""
    return who_answers_lost_links().filter(pk__in=memberships_of(viewer).values("pk")).exists()


def answers_readers(viewer: Viewer) -> bool:
    """Whether requests to read come to the viewer, in any family."""
    return who_answer().filter(pk__in=memberships_of(viewer).values("pk")).exists()


def who_answers(viewer: Viewer, family: Family) -> QuerySet[Member]:
    """Everybody who answers for a family for which the viewer decides."""
    answering = who_answer().filter(family__in=families_to_decide(viewer), family=family)
    return answering.select_related("account").order_by("since", "pk")


def membership_to_answer(viewer: Viewer, family: Family) -> Member:
    """The viewer's membership as a parent of this family, to start or stop answering. Raises Http404."""
    parents = memberships_of(viewer).filter(role=Member.Role.PARENT)
    return get_object_or_404(parents, family=family)


def access_requests_to_answer(viewer: Viewer) -> QuerySet[AccessRequest]:
    """Every request to read that waits for the viewer's answer, the oldest first."""
    families = who_answer().filter(pk__in=memberships_of(viewer).values("pk")).values("family")
    return (
        AccessRequest.objects.filter(story__family__in=families)
        .select_related("story", "named_reader")
        .order_by("at", "pk")
    )


def access_request_to_answer(viewer: Viewer, access_request_id: uuid.UUID) -> AccessRequest:
    """One of them. Raises Http404."""
    return get_object_or_404(access_requests_to_answer(viewer), pk=access_request_id)


def access_request_to_let_in(viewer: Viewer, access_request_id: uuid.UUID) -> AccessRequest:
    """One of them, while its story is open: nobody is let in to a closed story. Raises Http404."""
    return get_object_or_404(
        access_requests_to_answer(viewer).filter(opened_to(*Publication.Circle)), pk=access_request_id
    )


@dataclass(frozen=True)
class StoryToRequest:
    """A story that somebody who may not read it can ask to read: its number, and the address they have."""

    story: int
    address: str


def story_to_request(address: str) -> StoryToRequest:
    """A story opened to named people, for somebody who has its address and was not named.

    Raises Http404, even if the only reason is that nobody would answer.
    """
    found = get_object_or_404(
        Address.objects.filter(
            opened_to(*Publication.Circle),
            Exists(who_answer().filter(family=OuterRef("story__family"))),
            circle=Publication.Circle.NAMED,
        ).select_related("story"),
        lookup=lookup_of(address),
    )
    try:
        return StoryToRequest(found.story_id, read_address(found, found.story))
    except CannotOpen:
        raise Http404 from None


def links_given(viewer: Viewer, family: Family) -> list[LinksGiven]:
    """Each time somebody made new links for people pictured of a family the viewer decides for, newest first."""
    decided = families_to_decide(viewer).filter(pk=family.pk)
    made = LinksMadeAgain.objects.filter(person__family__in=decided).select_related("person__family", "by")
    return [LinksGiven(called(row.person), called(row.by) if row.by else "", row.at) for row in made.order_by("-pk")]
