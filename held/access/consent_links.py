"""The links to a question, and until when they show the photograph: for the parents of that family."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from held.access.consent import called
from held.access.families import families_to_decide
from held.access.viewer import Viewer
from held.consent.later import Kind
from held.consent.looking import looks_until
from held.consent.models import ConsentLink, Involvement, ParentAwaited
from held.families.account_of_person import with_accounts
from held.families.models import Family


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


def _links(involvement: Involvement, rows: list[ConsentLink], *, awaited: bool) -> LinksOnDesk:
    own = [row for row in rows if row.involvement_id == involvement.pk]
    return LinksOnDesk(
        links=tuple(LinkOnDesk(row.kind, called(row.by) if row.by else "", row.made_at) for row in own),
        can_look=any(row.by_parent for row in own),
        looks_until=looks_until(involvement),
        parent_awaited=awaited,
    )
