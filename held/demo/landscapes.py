"""Three landscapes drawn for the invented family: sent, described, placed and agreed to as a family would."""

from contextlib import suppress
from pathlib import Path

from held.accounts.models import Account
from held.consent import answering, consent_links, involved, scopes
from held.consent.states import Event
from held.families.persons import person_of
from held.jail.developing import Closed
from held.pictures.intake import Arriving
from held.pictures.models import Picture
from held.pictures.recognising import NotKept
from held.publishing import placing
from held.stories import photographs, writing
from held.stories.described import descriptions_of
from held.stories.models import Leaf

FOLDER = Path(__file__).with_name("pictures")
IN_THE_ESSAY = (
    (
        "hills.jpg",
        "Colour, drawn. Hills one behind the other in the mist, before the sun is up. Nobody is in the picture.",
        "This is the way we drove. It rained, and then for a moment it did not.",
    ),
    (
        "boat.jpg",
        "Colour, drawn. A small empty boat lies on a lake in the evening. Nobody is in the picture.",
        "",
    ),
)
IN_WHAT_FOLLOWED = (
    (
        "quince.jpg",
        "Colour, drawn. A young quince with yellow leaves stands alone in a field. Nobody is in the picture.",
        "It is smaller than it looks here.",
    ),
)


def send(entry: Leaf, drawn: tuple[tuple[str, str, str], ...], *, by: Account) -> None:
    """Place each in this entry. If photographs cannot be received here, the story is shown without them."""
    with suppress(Closed, NotKept):
        for name, shows, more in drawn:
            arriving = Arriving(entry.story.family, name)
            arriving.write((FOLDER / name).read_bytes())
            leaf = photographs.receive(entry.story, arriving.finish(), by=by)
            told = {"shows": shows, "more": more, "language": "en"} if more else {"shows": shows, "language": "en"}
            writing.save(leaf, told, form=writing.OpenForm(), by=by)
            placing.place(leaf, entry, by=by)
            if leaf.picture is not None:
                _agree(leaf.picture, by)


def _agree(picture: Picture, by: Account) -> None:
    """The sender took it, nobody is in it, and readers may ask for it."""
    involvement = involved.name_person(picture, person_of(picture.family, by), in_it=False, took_it=True, by=by)
    involved.confirm_list(picture, with_baby=False, by=by)
    consent_links.ask_oneself(involvement, scopes.READERS, by=by)
    read = [description.version.hex for description in descriptions_of(picture.pk)]
    for scope in scopes.READERS:
        answering.answer(involvement, scope, Event.AGREE, language="en", words=read)
