"""Whether a story is open is asked of that story's own opening. It costs the same however many stories are open."""

import uuid
from collections.abc import Callable

import pytest

from held import access
from held.access import Reader, Viewer
from held.families.models import Member
from held.lib.tokens import token_hash
from held.publishing.access_requests import request_access
from held.publishing.addresses import addresses_of
from held.publishing.named_readers import name_reader, reading_of
from held.publishing.publication import do_readers_see
from held.stories.described import descriptions_of
from held.stories.models import Leaf, Publication
from tests import cast as people
from tests.many import counting_steps, lines_of_plans, many_open
from tests.photographs import photograph

pytestmark = pytest.mark.sqlite  # SQLite alone tells its steps and plans this way
Circle = Publication.Circle
Asks = dict[str, Callable[[], object]]


@pytest.fixture
def asks(cast) -> Asks:
    """What is asked about Ana's story, open to named people, and about its photograph."""
    story = people.write_story(cast)
    placed = photograph(cast, story)
    people.open_to(story, Circle.NAMED, by=cast.ana)
    address = addresses_of(story)[Circle.NAMED]
    _named, token = name_reader(story, "Nele", by=cast.ana)
    nele = Reader(frozenset({token_hash(reading_of(token))}))
    gwen = Viewer(people.friend(cast, "Gwen", Member.Role.GUARDIAN))
    came = request_access(story.pk, uuid.uuid4(), {"name": "Rosa", "words": "I knew her."})
    entry = Leaf.objects.get(story=story, kind=Leaf.Kind.ENTRY)
    return {
        "the story": lambda: access.story_to_read(address, nele),
        "the family's view": lambda: access.page_for_circle(story, Circle.NAMED),
        "a photograph, asked for": lambda: access.photograph_to_ask(address, placed.name, nele),
        "a photograph, shown": lambda: access.photograph_to_show(placed.name, nele),
        "a named link": lambda: access.named_to_read(token),
        "asking to read": lambda: access.story_to_request(address),
        "letting in": lambda: access.access_request_to_let_in(gwen, came),
        "whether a leaf is read": lambda: do_readers_see(entry),
        "descriptions": lambda: descriptions_of(placed.leaf.picture_id),
    }


def steps_of(asks: Asks) -> dict[str, int]:
    """The steps of each, all of which must find something."""
    found = {}
    for name, ask in asks.items():
        with counting_steps() as steps:
            assert ask(), name
        found[name] = steps.made
    return found


def test_what_is_asked_costs_the_same_at_many_openings(cast, asks):
    many_open(cast, 3, Circle.EVERYONE)
    few = steps_of(asks)
    for circle in Circle:
        many_open(cast, 60, circle, called=circle.lower())
    many = steps_of(asks)
    assert min(few.values()) > 20, "the steps were not counted"
    assert not {name: (few[name], many[name]) for name in asks if many[name] > few[name] + 9}, "few, many"


def test_no_statement_reads_every_opening_there_is(asks):
    for name, ask in asks.items():
        lines = lines_of_plans(ask, "stories_publication")
        reached = [line for line in lines if "stories_publication" in line]
        assert reached, name
        assert all("(story_id=?)" in line for line in reached), (name, reached)
        assert not [line for line in lines if line.startswith("SCAN") and "CONSTANT" not in line], (name, lines)
