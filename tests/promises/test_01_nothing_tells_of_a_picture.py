"""Promise 1: before a reader asks, no route reveals anything about a picture but the words that its family chose.

Neither its address nor its id, key, file, name, size, length or colours; and of one that is not shown, not even that it
exists. A family too is shown none before it asks.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter

import pytest
from django.http import HttpResponse
from django.test import Client

from held.gathering.models import Sent
from held.pictures.models import Picture, Rendition
from held.publishing import placing, publication
from held.stories import writing
from held.stories.models import Leaf, Placement, Publication, Story
from held.web.contributor.opened import opening_of
from held.web.reader import views
from tests import cast as people
from tests.doors import Door, every_door
from tests.photographs import arrived_photograph, photograph
from tests.promises.asking import names_on
from tests.promises.walking import AGENTS, agents_at_doors, ask_door, fill, path_of, undone
from tests.tab import Tab

SHOWN = ["Colour. A meadow behind a house. Nobody is in the picture.", "Black and white. A lake, and a boat on it."]
UNSHOWN = ["Colour. A dunlin on the beach.", "A curlew", "Colour. A wheatear on a wall, far away."]
WIDTH, HEIGHT, SIZE = 48_611, 36_473, 7_348_901  # px and bytes that are on no page by chance
IMAGE = re.compile(
    r"/p/|image/(?!svg)|<img|<picture|<source|srcset|data:image|style=|=.?#[0-9a-f]{3,8}\b", re.IGNORECASE
)
ACCEPTS = re.compile(r'accept="[^"]*"')  # what a form accepts
CARD = re.compile(r'<meta property="og:image" content="[^"]*/static/card[^"]*\.png">')
FAMILY_AND_OTHERS = ("ana", "ben", "otto", "hilde")


@pytest.fixture
def story(cast):
    """Open to everyone: two photographs that may be asked for; readers must not know about three others."""
    story = people.write_story(cast)
    cast.shown = [photograph(cast, story, shows=words) for words in SHOWN]
    unshown = [photograph(cast, story, shows=words) for words in (UNSHOWN[0], SHOWN[0], UNSHOWN[2])]
    people.open_to(story, Publication.Circle.EVERYONE, by=cast.ana, wished="noor")
    publication.hide(unshown[0].leaf, by=cast.ana)
    publication.hide(unshown[1].leaf, by=cast.ana)
    writing.save(unshown[1].leaf, {"shows": UNSHOWN[1]}, form=writing.OpenForm(), by=cast.ana)
    placing.remove(unshown[2].leaf, by=cast.ana)
    arrived_photograph(cast, story)
    cast.unshown = [placed.name for placed in unshown]
    Rendition.objects.update(width=WIDTH, height=HEIGHT)
    Picture.objects.update(size=SIZE)
    return story


def marks_of_pictures() -> Iterator[str]:
    """Everything by which a picture, a file of it or its length could be recognized."""
    for picture in Picture.objects.all():
        yield from marks_of(picture)
    yield from Rendition.objects.values_list("blob", flat=True)
    for number in (WIDTH, HEIGHT, SIZE):
        yield from (str(number), f"{number:,}")


def marks_of(picture: Picture) -> tuple[str, ...]:
    """By which this picture could be recognized."""
    return str(picture.pk), picture.pk.hex, picture.key, picture.lookup, picture.original, picture.name


def looked_at(
    browser: Client,
    filled: dict[str, str],
    methods: tuple[str, ...] = ("GET", "HEAD"),
    doors: Iterable[Door] | None = None,
) -> Iterator[tuple]:
    """Each route once, and its response with all headers; what the place sends to everybody alike is left out."""
    for method in methods:
        for door in doors or every_door():
            answer = ask_door(browser, method, door, filled)
            # sealed content is not text, and may be anything but a name or an address
            told = CARD.sub("", answer.content.decode(errors="replace")) + "\n" + str(answer.headers)
            yield door, answer, told.replace(path_of(door, filled), "")


def test_no_route_reveals_a_photo_before_it_is_asked_for(cast, story, anyone):
    filled, marks = fill(cast, story), list(marks_of_pictures())
    for agent, doors in groupby(agents_at_doors(AGENTS), key=itemgetter(0)):
        anyone.defaults["HTTP_USER_AGENT"] = agent
        methods = ("GET", "HEAD") if agent == AGENTS[0] else ("GET",)
        look_unasked(cast, anyone, filled, marks, [door for _agent, door in doors], methods)


def look_unasked(cast, anyone, filled, marks, doors, methods=("GET", "HEAD")):
    for door, answer, told in looked_at(anyone, filled, methods, doors):
        assert not answer["Content-Type"].startswith("image/"), door.name
        assert not IMAGE.search(told), (door.name, IMAGE.search(told))
        assert not [mark for mark in marks if mark in told], door.name
        assert not [word for word in (*cast.unshown, *UNSHOWN) if word in told], door.name
        assert not {"visit", "ticket"} & set(anyone.cookies), door.name
        assert (door.name.startswith("entrance:")) or not answer.cookies, door.name


def test_pages_name_only_photos_readers_may_ask_for(cast, story, anyone):
    for path in ("/", "/stories/noor/", "/stories/noor/words/", "/stories.atom", "/robots.txt"):
        told = anyone.get(path).content.decode()
        expected = [placed.name for placed in cast.shown] if path == "/stories/noor/" else []
        assert names_on(told) == expected, path
        names = Placement.objects.values_list("name", flat=True)
        assert not [name for name in names if name in told and not expected], path


def test_no_account_is_shown_a_photo_before_it_asks(cast, story, signed_in):
    """Of one in an envelope that nobody has opened, no account is told anything at all."""
    filled, marks = fill(cast, story), list(marks_of_pictures())
    for who in FAMILY_AND_OTHERS:
        with undone():
            look_signed_in(cast, signed_in(getattr(cast, who), key=True), who, filled, marks)


def look_signed_in(cast, browser, who, filled, marks):
    unopened = set(marks_of(Sent.objects.get(leaf=None).picture))
    own = {one.name for one in Picture.objects.filter(by=getattr(cast, who))}
    for door, answer, told in looked_at(browser, filled, ("GET",)):
        found = {mark for mark in marks if mark in told}
        assert not answer["Content-Type"].startswith("image/"), (who, door.name)
        assert "/p/" not in told, (who, door.name)
        of_theirs = own if door.name in {"family:photographs", "family:photograph"} else set()
        assert not found - of_theirs, (who, door.name)
        assert not found & unopened, (who, door.name)
        if who in {"otto", "hilde"}:
            assert not [word for word in (*cast.unshown, *UNSHOWN) if word in told], (who, door.name)
    for page in ("seeing", "removal"):  # by any number: an unopened one has none
        for number in range(1, 40):
            if not Leaf.objects.filter(pk=number).exists():
                assert browser.get(f"/family/photographs/{number}/{page}/").status_code == 404


def test_a_sender_sees_only_the_file_name_of_their_photo(cast, story, anyone):
    filled = fill(cast, story)
    sent = Sent.objects.get()
    Rendition.objects.filter(picture=sent.picture).update(width=WIDTH, height=HEIGHT)
    Picture.objects.update(size=SIZE)
    anyone.cookies["opened"] = opening_of(filled["envelope_token"])
    marks = [mark for mark in marks_of_pictures() if mark != sent.picture.name]
    seen = set()
    for door, answer, told in looked_at(anyone, filled, ("GET", "POST")):
        seen |= {door.name} if sent.picture.name in told else set()
        assert not answer["Content-Type"].startswith("image/"), door.name
        assert not IMAGE.search(ACCEPTS.sub("", told)), door.name
        assert not [mark for mark in marks if mark in told], door.name
    assert seen == {"contributor:envelope"}


def hidden(cast, story):
    publication.hide(cast.shown[0].leaf, by=cast.ana)


def taken_out(cast, story):
    placing.take_out(cast.shown[0].leaf, by=cast.ana)


def removed(cast, story):
    placing.remove(cast.shown[0].leaf, by=cast.ana)


def story_taken_back(cast, story):
    publication.take_back(story, by=cast.ana)


def entry_hidden(cast, story):
    publication.hide(Leaf.objects.get(story=story, kind=Leaf.Kind.ENTRY), by=cast.ana)


def test_a_photo_taken_back_in_any_way_is_on_no_route(cast, story):
    """The first way at every door, the others at those of readers and of people who were asked: nobody is signed in,
    and the other doors do not read a story."""
    filled, marks = fill(cast, story) | {"name": cast.shown[0].name}, list(marks_of_pictures())
    without_account = [door for door in every_door() if door.name.startswith(("reader:", "contributor:"))]
    for way in (hidden, taken_out, removed, story_taken_back, entry_hidden):
        with undone():
            look_after(way, cast, story.pk, filled, marks, every_door() if way is hidden else without_account)


def look_after(way, cast, story_id, filled, marks, doors):
    """What somebody sees who asked for it before."""
    cast.shown[0] = Placement.objects.get(name=filled["name"])  # as it is stored, whatever the way before did
    anyone = Tab(headers={"host": "localhost"})
    asked = anyone.post(f"/stories/noor/photographs/{cast.shown[0].name}", headers={"Sec-Fetch-Site": "same-origin"})
    assert asked.status_code == 303
    filled = filled | {"ticket": anyone.cookies["ticket"].value}
    way(cast, Story.objects.get(pk=story_id))
    for door, answer, told in looked_at(anyone, filled, ("GET", "POST"), doors):
        assert not answer["Content-Type"].startswith("image/"), (way.__name__, door.name)
        found = [mark for mark in (*marks, SHOWN[0], cast.shown[0].name) if mark in told]
        assert not found, (way.__name__, door.name)


LEAKS = [
    "{blob}",
    "{lookup}",
    "48,611",
    '<p style="x">',
    '<b data-c="#a0b1c2">',
    '<img src="/x">',
    "url(data:image/png)",
    UNSHOWN[0],
]


def test_a_page_that_reveals_a_photo_is_found(cast, story, anyone, monkeypatch):
    """Planted: each thing that no page may contain, one at a time, on the page of the story."""
    real, filled, marks = views.render, fill(cast, story), list(marks_of_pictures())
    doors = [door for door in every_door() if door.name in {"reader:story", "reader:words"}]
    assert len(doors) == 2
    look_unasked(cast, anyone, filled, marks, doors)
    picture = Picture.objects.first()
    for leak in LEAKS:
        planted = leak.format(blob=picture.original, lookup=picture.lookup)

        def render(*given: object, planted: str = planted, **more: object) -> HttpResponse:
            answer = real(*given, **more)
            answer.write(planted)
            return answer

        monkeypatch.setattr(views, "render", render)
        with pytest.raises(AssertionError, match="reader:"):
            look_unasked(cast, anyone, filled, marks, doors)
