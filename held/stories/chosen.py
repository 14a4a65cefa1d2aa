"""Which photographs a family chose to be shown."""

import uuid
from collections.abc import Collection

from django.db.models import Exists, F, OuterRef, PositiveIntegerField, QuerySet, Subquery
from django.db.models.functions import Coalesce

from held.pictures.covered_copies import covered_copies
from held.pictures.models import Picture, Removal, Rendition, ShownInPart
from held.stories.models import Leaf, Placement, PublishedVersion


def photographs_chosen() -> QuerySet[Placement]:
    """The placements the family allows to be shown; whether the story is open is checked by `held.access`.

    A photograph is included if it is chosen, its entry is shown, it has something to show, and it is not being removed;
    if only a part of it opens, a parent must also have let readers see that part. It is not included while there is a
    copy of it with a part covered.

    `shown_after`, `shown_position`: its place in the version that readers see; in the order of reading there.
    """
    shown = PublishedVersion.objects.all()
    of_leaf, number = shown.filter(leaf=OuterRef("leaf")), PositiveIntegerField()
    placed = Placement.objects.annotate(
        shown_after=Subquery(of_leaf.values("after_paragraph"), output_field=number),
        shown_position=Coalesce(Subquery(of_leaf.values("position"), output_field=number), F("position")),
    )
    chosen = placed.filter(
        Exists(shown.filter(leaf=OuterRef("leaf"))),
        Exists(shown.filter(leaf=OuterRef("entry"))),
        Exists(Rendition.objects.filter(picture=OuterRef("leaf__picture"))),
        ~Exists(Removal.objects.filter(picture=OuterRef("leaf__picture"))),
        ~Exists(_waiting().filter(pk=OuterRef("leaf__picture"))),
        ~Exists(covered_copies().filter(first=OuterRef("leaf__picture"))),
        leaf__kind=Leaf.Kind.PHOTOGRAPH,
        entry__kind=Leaf.Kind.ENTRY,
        leaf__story=F("entry__story"),
    )
    place = (F("shown_after").asc(nulls_last=True), "shown_position")
    return chosen.order_by("entry__position", "entry", *place, "pk")


def pictures_that_wait_for_a_parent(among: Collection[uuid.UUID | None]) -> QuerySet[Picture]:
    """Those of them that open only in part, and whose part no parent has let readers see."""
    return _waiting().filter(pk__in=[one for one in among if one])


def _waiting() -> QuerySet[Picture]:
    let = Exists(ShownInPart.objects.filter(picture=OuterRef("pk")))
    return Picture.objects.filter(~let, decoded=Picture.Decoded.PART)
