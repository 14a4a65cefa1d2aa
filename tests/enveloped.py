"""Photographs that came in an envelope, for tests: drawn here, developed in advance, so that no jail is needed."""

from datetime import timedelta

from held.accounts.models import Account
from held.gathering import sending
from held.gathering.envelopes import Asked, make_envelope
from held.gathering.models import Envelope, Sent
from held.pictures import intake
from held.pictures.models import Rendition
from held.stories.models import Story
from tests.drawn import drawn_png
from tests.photographs import BYTES, HEIGHT, WIDTH, put

PURPOSE = "The pictures you took on the Sunday"


def an_envelope(story: Story, by: Account, *, most: int = 30, days: int = 30, once: str = "") -> tuple[Envelope, str]:
    """A link for Nele, whom Ana’s family asks for photographs."""
    asked = Asked("Nele", PURPOSE, most_pictures=most, lasts=timedelta(days=days))
    return make_envelope(story, asked, by=by, once=once)


def arrived_in(envelope: Envelope, *, hue: int = 300, name: str = "IMG_9.HEIC") -> Sent:
    """A photograph that came by this link; another `hue` gives another file."""
    arrived = an_arrival(envelope, hue=hue, name=name)
    kinds = [(box, kind) for box in (480, 1080, 1600) for kind in BYTES]
    rows = [
        Rendition(box=box, format=kind, width=WIDTH, height=HEIGHT, blob=put(arrived, box, kind)) for box, kind in kinds
    ]
    return sending.keep(envelope, intake.Developed(arrived, rows))


def an_arrival(envelope: Envelope, *, hue: int = 300, name: str = "IMG_9.HEIC") -> intake.Arrived:
    """The same, just after it has been sealed."""
    arriving = intake.Arriving(envelope.story.family, name)
    arriving.write(drawn_png(hue=hue))
    return arriving.finish()
