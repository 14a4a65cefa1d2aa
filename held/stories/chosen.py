"""Which photographs a family chose to be shown."""

from django.db.models import Exists, F, OuterRef, QuerySet

from held.pictures.models import Removal, Rendition
from held.stories.models import Leaf, Placement, Shown


def photographs_chosen() -> QuerySet[Placement]:
    """What the family's half of the rule allows: chosen to be shown, in an entry that is shown, with something to
    show, and not being removed. Whether the story is open, access asks beside it."""
    shown = Shown.objects.all()
    return Placement.objects.filter(
        Exists(shown.filter(leaf=OuterRef("leaf"))),
        Exists(shown.filter(leaf=OuterRef("entry"))),
        Exists(Rendition.objects.filter(picture=OuterRef("leaf__picture"))),
        ~Exists(Removal.objects.filter(picture=OuterRef("leaf__picture"))),
        leaf__kind=Leaf.Kind.PHOTOGRAPH,
        entry__kind=Leaf.Kind.ENTRY,
        leaf__story=F("entry__story"),
    ).order_by("entry__position", "entry", "position", "pk")
