"""Photographs in a story, from their arrival to what readers see, by the steps that a family takes."""

from held.pictures.intake import Arriving
from held.publishing import placing
from held.stories import photographs, writing
from held.stories.models import Leaf, Story, Version
from held.stories.writing import OpenForm
from tests.drawn import drawn_png
from tests.photographs import agree
from tests.published import published_story

SHOWS = "Colour. Hills under a morning sky. Nobody is in the picture."


def receive(story: Story, by, *, hue: int = 0, data: bytes = b"") -> Leaf:
    arriving = Arriving(story.family, "IMG_1.PNG")
    arriving.write(data or drawn_png(hue=hue))
    return photographs.receive(story, arriving.finish(), by=by)


def describe(leaf: Leaf, by, shows: str = SHOWS) -> Version:
    leaf.refresh_from_db()
    return writing.save(leaf, {"shows": shows}, form=OpenForm(leaf.current_id), by=by)[0]


def entry_of(story: Story) -> Leaf:
    return Leaf.objects.filter(story=story, kind=Leaf.Kind.ENTRY).order_by("position").first()


def placed(story: Story, by, *, hue: int = 0) -> Leaf:
    leaf = receive(story, by, hue=hue)
    describe(leaf, by)
    placing.place(leaf, entry_of(story), by=by)
    agree(leaf, by)
    return leaf


def veils(story: Story) -> list[tuple[int, int, str]]:
    return [(veil.number, veil.of, veil.shows) for veil in published_story(story).photographs]
