"""Which photographs a family chose to be shown."""

import uuid
from collections.abc import Collection

from django.db.models import Exists, F, OuterRef, QuerySet

from held.pictures.models import Picture, Removal, Rendition, ShownInPart
from held.stories.models import Leaf, Placement, Shown


def photographs_chosen() -> QuerySet[Placement]:
    """What the family's half of the rule allows: chosen to be shown, in an entry that is shown, with something to
    show, and not being removed; where only a part of it opens, a parent let readers see that part. Whether the story is
    open, access asks beside it."""
    shown = Shown.objects.all()
    return Placement.objects.filter(
        Exists(shown.filter(leaf=OuterRef("leaf"))),
        Exists(shown.filter(leaf=OuterRef("entry"))),
        Exists(Rendition.objects.filter(picture=OuterRef("leaf__picture"))),
        ~Exists(Removal.objects.filter(picture=OuterRef("leaf__picture"))),
        ~Exists(_waiting().filter(pk=OuterRef("leaf__picture"))),
        leaf__kind=Leaf.Kind.PHOTOGRAPH,
        entry__kind=Leaf.Kind.ENTRY,
        leaf__story=F("entry__story"),
    ).order_by("entry__position", "entry", "position", "pk")


def pictures_that_wait_for_a_parent(among: Collection[uuid.UUID | None]) -> QuerySet[Picture]:
    """Those among them of which only a part opens, and no parent has let readers see it."""
    return _waiting().filter(pk__in=[one for one in among if one])


def _waiting() -> QuerySet[Picture]:
    let = ShownInPart.objects.values("picture")
    return Picture.objects.filter(decoded=Picture.Decoded.PART).exclude(pk__in=let)
