"""Photographs for tests: hills drawn here, developed in advance, so that no jail is needed to place one in a story."""

from base64 import b64decode
from collections.abc import Iterable

from held.accounts.models import Account
from held.consent import answering, involved
from held.consent.consent_links import ask_oneself
from held.consent.models import Involvement
from held.consent.scopes import READERS
from held.consent.states import Event
from held.families.persons import add_person, person_of
from held.pictures import intake, vault
from held.pictures.models import Picture, Rendition
from held.publishing import placing
from held.stories import photographs, writing
from held.stories.models import Leaf, Placement, PublishedVersion, Story
from tests.cast import Cast
from tests.drawn import drawn_png

SHOWS = "Colour. Three hills under a pale sky. Nobody is in the picture."
MORE = "We walked there on the day before. The grass was still wet."
WIDTH, HEIGHT = 48, 36  # px, of both pictures below
JPEG = b64decode(
    "/9j/2wBDABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0oOjM9PDkzODdASFxOQERXRTc4UG1RV19iZ2hnPk1xeXBkeFxlZ2P/2wBDARESEhgVGC8aGi9jQjhC"
    "Y2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2P/wAARCAAkADADASIAAhEBAxEB/8QAFwABAQEBAAAAAAAAAAAAAAAA"
    "AAIFBv/EACAQAAIBAwQDAAAAAAAAAAAAAAABEQIhkQMFEhMxweH/xAAXAQEBAQEAAAAAAAAAAAAAAAAAAgMB/8QAFxEBAAMAAAAAAAAAAAAAAAAAAAEREv/a"
    "AAwDAQACEQMRAD8A6eRJEiTSnKXIkiRIopciSJEiimS94XTS+K7Iur+b+0slV7xpKOFLd1i33Bigx3KNS2HvC6aXxXZF1fzf2lkqveNJRwpbusW+4MUDcmpb"
    "D3hdNL4rsi6v5v7SyVXvGko4Ut3WLfcGKBuTUgAISAAAAAP/2Q=="
)
AVIF = b64decode(
    "AAAAHGZ0eXBhdmlmAAAAAG1pZjFhdmlmbWlhZgAAANZtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAACJpbG9jAAAAAERAAAEA"
    "AQAAAAAA+gABAAAAAAAAAFgAAAAjaWluZgAAAAAAAQAAABVpbmZlAgAAAAABAABhdjAxAAAAAA5waXRtAAAAAAABAAAAVmlwcnAAAAA4aXBjbwAAAAxhdjFD"
    "gQAMAAAAABRpc3BlAAAAAAAAADAAAAAkAAAAEHBpeGkAAAAAAwgICAAAABZpcG1hAAAAAAAAAAEAAQOBAgMAAABgbWRhdBIACgkYFW+NsgIaDQgySUaB4eGI"
    "cAAaAQAI1GdVAPcwxXDQxblfHWm/vBsUlF3CZ9m/U7URy2YErQym0DMNNriO4pTA5YiVa7mdXcskPs3PNt8Pesb7VkA="
)
BYTES = {"avif": AVIF, "jpeg": JPEG}


def photograph(
    cast: Cast, story: Story, *, shows: str = SHOWS, more: str = "", shown: bool = True, agreed: bool = True
) -> Placement:
    """A photograph that Ana sent, described and placed in the essay; readers may ask for it once the story is opened.

    With `shown=False` they may not, unless `cast.open_to` opens everything; with `agreed=False` nobody was named for it
    yet, so that they may not either.
    """
    leaf = arrived_photograph(cast, story)
    given = {"shows": shows, "more": more, "language": "en"}
    version, _ = writing.save(leaf, given, form=writing.OpenForm(), by=cast.ana)
    entry = Leaf.objects.filter(story=story, kind=Leaf.Kind.ENTRY).order_by("position").first()
    placed = placing.place(leaf, entry, by=cast.ana)
    if agreed:
        agree(leaf, cast.ana)
    if shown:
        PublishedVersion.objects.create(leaf=leaf, version=version, first_on=version.at.date())
    return placed


def agree(leaf: Leaf, by: Account, scopes: Iterable[str] = READERS) -> Involvement:
    """`by` took it and nobody is in it; they have said yes to showing it."""
    person = person_of(leaf.picture.family, by)
    involvement = involved.name_person(leaf.picture, person, in_it=False, took_it=True, by=by)
    involved.confirm_list(leaf.picture, with_baby=False, by=by)
    ask_oneself(involvement, list(scopes), by=by)
    for scope in scopes:
        answering.answer(involvement, scope, Event.AGREE, language="en")
    return involvement


def one_more_has_agreed(leaf: Leaf, by: Account) -> Involvement:
    """Somebody without an account is in it too, and has said yes."""
    person = add_person(leaf.picture.family, "Mika", "", by=by)
    involvement = involved.name_person(leaf.picture, person, in_it=True, took_it=False, by=by)
    ask_oneself(involvement, list(READERS), by=by)
    for scope in READERS:
        answering.answer(involvement, scope, Event.AGREE, language="en")
    return involvement


def arrived_photograph(
    cast: Cast, story: Story, *, renditions: bool = True, decoded: Picture.Decoded | None = None
) -> Leaf:
    """A photograph that Ana sent a moment ago: no words, not placed. Each is a different file. Without renditions it
    has arrived and cannot be shown."""
    number = Leaf.objects.filter(story__family=cast.family, kind=Leaf.Kind.PHOTOGRAPH).count()
    arriving = intake.Arriving(cast.family, f"hills-{number}.png")
    arriving.write(drawn_png(hue=number))
    arrived = arriving.finish()
    rows = [
        Rendition(box=box, format=kind, width=WIDTH, height=HEIGHT, blob=put(arrived, box, kind))
        for box in (480, 1080, 1600)
        for kind in BYTES
        if renditions
    ]
    decoded = decoded or (Picture.Decoded.WHOLE if renditions else Picture.Decoded.UNREADABLE)
    picture = intake.keep(intake.Developed(arrived, rows, decoded), by=cast.ana)
    return photographs.add_photograph_leaf(story, picture, by=cast.ana)


def put(arrived: intake.Arrived, box: int, kind: str) -> str:
    """Store the bytes of one rendition; returns the name of the blob."""
    return vault.put(arrived.key, vault.where_rendition(arrived.id, box, kind), BYTES[kind])
