"""An entry of three paragraphs, edits of it, and where a photograph is among them."""

from held.stories import writing
from held.stories.models import Leaf, Placement
from held.stories.places import ParagraphSeen
from held.stories.writing import OpenForm
from tests.cast import Cast

ICE, NAME, HOME = "There was ice on the windows.", "We named her after the first light.", "We went home in the evening."
DAY = "\n\n".join([ICE, NAME, HOME])


def seen(entry: Leaf, number: int) -> ParagraphSeen:
    return ParagraphSeen(Leaf.objects.select_related("current").get(pk=entry.pk).current, number)


def edit(cast: Cast, entry: Leaf, *paragraphs: str) -> None:
    entry.refresh_from_db()
    form = OpenForm(entry.current_id)
    writing.save(entry, {"body": "\n\n".join(paragraphs), "language": "en"}, form=form, by=cast.ana)


def place_of(leaf: Leaf) -> tuple[int | None, bool]:
    """After which paragraph of the newest words it is, and whether its own is gone."""
    row = Placement.objects.get(leaf=leaf)
    return row.after_paragraph, row.gone_from is not None


def order(entry: Leaf) -> list[int]:
    return list(Placement.objects.filter(entry=entry).order_by("position", "pk").values_list("leaf", flat=True))
