"""The links to questions: for the person who has one, and for the parents of that family."""

import uuid
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404
from django.shortcuts import get_list_or_404

from held.access.consent import AskedPerson, called, told_to_person
from held.access.families import families_to_decide
from held.access.viewer import Viewer
from held.consent.later import Kind
from held.consent.looking import looks_until
from held.consent.models import ConsentLink, Involvement, ParentAwaited
from held.families.account_of_person import with_accounts
from held.families.models import Family
from held.lib.tokens import token_hash


@dataclass(frozen=True)
class LinkOnDesk:
    """One link: what it allows, who made it, and when.

    The name is empty if it can't be opened or the account is gone.
    """

    kind: Kind
    maker: str
    made_at: datetime


@dataclass(frozen=True)
class LinksOnDesk:
    """The links of one person to one question. It reveals neither their answers nor whether they looked."""

    links: tuple[LinkOnDesk, ...]
    can_look: bool  # a parent made some of the links, so looking can be opened and closed
    looks_until: datetime | None
    parent_awaited: bool  # a friend made a link, and no parent has made one since


def links_to_see(viewer: Viewer, involvements: Sequence[Involvement]) -> dict[uuid.UUID, LinksOnDesk]:
    """The links of each involvement, the oldest first; none for a family for which the viewer doesn't decide."""
    decided = set(
        Involvement.objects.filter(
            pk__in=[involvement.pk for involvement in involvements], picture__family__in=families_to_decide(viewer)
        )
    )
    rows = list(ConsentLink.objects.filter(involvement__in=decided).select_related("by").order_by("made_at", "pk"))
    awaited = set(ParentAwaited.objects.filter(involvement__in=decided).values_list("involvement", flat=True))
    return {involvement.pk: _links(involvement, rows, awaited=involvement.pk in awaited) for involvement in decided}


def involvements_that_await_a_parent(viewer: Viewer, family: Family) -> list[Involvement]:
    """Involvements for which a friend made links and no parent has since, in a family for which the viewer decides."""
    awaited = Involvement.objects.filter(
        pk__in=ParentAwaited.objects.values("involvement"),
        picture__family__in=families_to_decide(viewer),
        picture__family=family,
    )
    return list(with_accounts(awaited.select_related("person__family"), "person__").order_by("at", "pk"))


def consent_links_behind(token: str) -> list[ConsentLink]:
    """The rows of this link: who is asked by it, about which pictures, the first put there first. Raises Http404."""
    asked = ConsentLink.objects.select_related("involvement__picture__family", "involvement__person__family")
    rows = asked.filter(token_hash=token_hash(token)).order_by("made_at", "involvement__at", "pk")
    return get_list_or_404(with_accounts(rows, "involvement__person__"))


def link_is_open(token: str) -> None:
    """Nothing, if somebody is asked by this link. Raises Http404."""
    if not ConsentLink.objects.filter(token_hash=token_hash(token)).exists():
        raise Http404


def has_several(token: str) -> bool:
    """Whether there are several pictures on this link."""
    return ConsentLink.objects.filter(token_hash=token_hash(token)).count() > 1


def link_to_end(token: str) -> uuid.UUID:
    """The id of one row of this link. Raises Http404."""
    return get_list_or_404(ConsentLink.objects.only("pk").order_by("pk"), token_hash=token_hash(token))[0].pk


def link_to_answer(token: str, about: str) -> uuid.UUID | None:
    """The id of this picture's row on the link; None if it isn't on it. Raises Http404.

    `about`: the involvement, in hexadecimal; empty on a page from before a link could have several pictures.
    """
    link_is_open(token)
    rows = ConsentLink.objects.filter(token_hash=token_hash(token))
    if about:
        with suppress(ValueError):
            return rows.filter(involvement=uuid.UUID(hex=about)).values_list("pk", flat=True).first()
        return None
    found = list(rows.values_list("pk", flat=True)[:2])
    return found[0] if len(found) == 1 else None


def told_by_link(token: str) -> list[AskedPerson]:
    """What the holder of the link with this token may know, about each picture on it. Raises Http404."""
    return [told_to_person(row.involvement, row) for row in consent_links_behind(token)]


def told_by_link_about(token: str, about: str) -> AskedPerson:
    """The same for one of them, as `link_to_answer` finds it. Raises Http404."""
    row = link_to_answer(token, about)
    found = next((one for one in consent_links_behind(token) if one.pk == row), None)
    if found is None:
        raise Http404
    return told_to_person(found.involvement, found)


def _links(involvement: Involvement, rows: list[ConsentLink], *, awaited: bool) -> LinksOnDesk:
    own = [row for row in rows if row.involvement_id == involvement.pk]
    return LinksOnDesk(
        links=tuple(LinkOnDesk(row.kind, called(row.by) if row.by else "", row.made_at) for row in own),
        can_look=any(row.by_parent for row in own),
        looks_until=looks_until(involvement),
        parent_awaited=awaited,
    )
