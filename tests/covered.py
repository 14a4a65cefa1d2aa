"""A photograph that was really developed, to cover a part of it."""

from held.pictures import intake
from held.stories import photographs, writing
from held.stories.models import Leaf, Story
from tests.cast import Cast
from tests.photographs import SHOWS


def sent(cast: Cast, story: Story, original: bytes) -> Leaf:
    """A photograph that Ana sends, made showable in the jail, and described."""
    arriving = intake.Arriving(cast.family, "hills.jpg")
    arriving.write(original)
    leaf = photographs.receive(story, arriving.finish(), by=cast.ana)
    writing.save(leaf, {"shows": SHOWS, "language": "en"}, form=writing.OpenForm(), by=cast.ana)
    leaf.refresh_from_db()
    return leaf
