"""Which lost-link requests wait for the viewer, and which people pictured can be given new links."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Case, Count, Exists, Min, OuterRef, QuerySet, When
from django.http import Http404
from django.shortcuts import get_object_or_404

from held.access.families import memberships_of
from held.access.viewer import Viewer
from held.consent.models import Answer, Involvement, LostLinkRequest, LostLinkRequestClosed
from held.families.models import Family, Person
from held.families.who_answers import who_answers_lost_links
from held.keyring.text import key_opens

MOST_LOST_LINK_REQUESTS = 50  # shown at once, the oldest first; nobody could answer more with care
MOST_WORDINGS = 20  # shown of near-copies of the same words


@dataclass(frozen=True)
class LostLinkRequestsAlike:
    """A request that waits, and its near-copies that came after it."""

    first: LostLinkRequest
    others: tuple[LostLinkRequest, ...]


def lost_link_requests_to_answer(viewer: Viewer) -> QuerySet[LostLinkRequest]:
    """Every request that waits for the viewer's answer in some family."""
    closed = LostLinkRequestClosed.objects.filter(lost_link_request=OuterRef(OuterRef("pk")), family=OuterRef("pk"))
    waits_in = families_answered_by(viewer).filter(~Exists(closed), pk__lte=OuterRef("newest_family"))
    return LostLinkRequest.objects.filter(Exists(waits_in)).order_by("at", "pk")


def lost_link_requests_alike_to_answer(viewer: Viewer) -> tuple[list[LostLinkRequestsAlike], bool]:
    """The same, grouped with their near-copies, the oldest first; and whether there are more than these.

    Requests whose key is missing come last: nobody can read them now, and they must not take the room of others.
    """
    waiting = _those_that_open_first(lost_link_requests_to_answer(viewer))
    groups = waiting.order_by().values("likeness").annotate(shut=Min("locked"), since=Min("at"), times=Count("pk"))
    shown = list(groups.order_by("shut", "since", "likeness")[: MOST_LOST_LINK_REQUESTS + 1])
    once = waiting.filter(likeness__in=[group["likeness"] for group in shown if group["times"] == 1])
    alone = {lost_link_request.likeness: [lost_link_request] for lost_link_request in once}
    found = []
    for group in shown[:MOST_LOST_LINK_REQUESTS]:
        alike = alone.get(group["likeness"]) or list(waiting.filter(likeness=group["likeness"])[:MOST_WORDINGS])
        found += [LostLinkRequestsAlike(alike[0], tuple(alike[1:]))] if alike else []
    return found, len(shown) > MOST_LOST_LINK_REQUESTS


def lost_link_request_to_put_away(
    viewer: Viewer, lost_link_request_id: uuid.UUID, near_copies: Collection[uuid.UUID]
) -> LostLinkRequest:
    """One of them, or one that no longer waits while a near-copy on the same page still does. Raises Http404."""
    if not lost_link_requests_to_answer(viewer).filter(pk__in={lost_link_request_id, *near_copies}).exists():
        raise Http404
    return lost_link_request_to_link(viewer, lost_link_request_id)


def lost_link_request_to_link(viewer: Viewer, lost_link_request_id: uuid.UUID) -> LostLinkRequest:
    """One of them, or one answered a moment ago, so that pressing the button twice shows the same links.

    Raises Http404.
    """
    reaches = families_answered_by(viewer).filter(pk__lte=OuterRef("newest_family"))
    return get_object_or_404(LostLinkRequest.objects.filter(Exists(reaches)), pk=lost_link_request_id)


def families_answered_by(viewer: Viewer) -> QuerySet[Family]:
    """The families for which the viewer answers lost-link requests."""
    answering = who_answers_lost_links().filter(pk__in=memberships_of(viewer).values("pk"))
    return Family.objects.filter(pk__in=answering.values("family"))


def persons_to_reach(viewer: Viewer, lost_link_request: LostLinkRequest) -> QuerySet[Person]:
    """Everybody in the viewer's families where this request waits who was asked about a photograph.

    People with an account are left out: they answer on a page of their own, and the family gives no address for them.
    """
    closed = LostLinkRequestClosed.objects.filter(lost_link_request=lost_link_request).values("family")
    return _persons_of(_families_of(viewer, lost_link_request).exclude(pk__in=closed))


def person_to_reach(viewer: Viewer, lost_link_request: LostLinkRequest, person_id: uuid.UUID) -> Person:
    """One of them, who wrote this request, to be given new links. Raises Http404.

    It is also found if answered a moment ago, so that pressing the button twice shows the same links.
    """
    return get_object_or_404(_persons_of(_families_of(viewer, lost_link_request)), pk=person_id)


def _families_of(viewer: Viewer, lost_link_request: LostLinkRequest) -> QuerySet[Family]:
    """The families that existed when the request came; its writer can't be in a photograph of a newer one."""
    return families_answered_by(viewer).filter(pk__lte=lost_link_request.newest_family)


def _those_that_open_first(waiting: QuerySet[LostLinkRequest]) -> QuerySet[LostLinkRequest]:
    keys = waiting.order_by().values_list("key", flat=True).distinct()  # one a month
    missing = [key for key in keys if not key_opens(key)]
    return waiting.annotate(locked=Case(When(key__in=missing, then=1), default=0)).order_by("locked", "at", "pk")


def _persons_of(families: QuerySet[Family]) -> QuerySet[Person]:
    asked = Involvement.objects.filter(pk__in=Answer.objects.values("involvement")).values("person")
    persons = Person.objects.filter(family__in=families, pk__in=asked, account_hash=None)
    return persons.select_related("family").order_by("made_at", "pk")
