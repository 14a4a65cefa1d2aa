"""Whether a photograph is being removed, or may be shown in part, is asked of its own row: it costs the same however
many are."""

import uuid

import pytest

from held import access
from held.access.viewer import SOMEBODY
from held.pictures.covered_copies import covered_copies, note_copy
from held.pictures.models import Picture, Removal, ShownInPart
from held.pictures.reveal import renditions_of, smallest_renditions_of
from held.publishing.addresses import addresses_of
from held.stories.chosen import photographs_chosen, pictures_that_wait_for_a_parent
from held.stories.models import Publication
from tests import cast as people
from tests.access.test_openings_by_an_index import Asks, steps_of
from tests.many import lines_of_plans
from tests.photographs import photograph

pytestmark = pytest.mark.sqlite  # SQLite alone tells its steps and plans this way
ROWS = ("pictures_removal", "pictures_showninpart")


@pytest.fixture
def asks(cast) -> Asks:
    """What is asked about one photograph, and a second that opens only in part."""
    story = people.write_story(cast)
    whole, part, copied = (photograph(cast, story) for _ in range(3))
    people.open_to(story, Publication.Circle.EVERYONE, by=cast.ana, wished="noor")
    Picture.objects.filter(pk=part.leaf.picture_id).update(decoded=Picture.Decoded.PART)
    note_copy(copied.leaf.picture, whole.leaf.picture)
    address = addresses_of(story)[Publication.Circle.EVERYONE]
    picture = whole.leaf.picture_id
    return {
        "asked for": lambda: access.photograph_to_ask(address, whole.name),
        "looked at": lambda: access.photograph_to_look_at(address, whole.name),
        "shown": lambda: access.photograph_to_show(whole.name, SOMEBODY),
        "chosen": lambda: list(photographs_chosen().filter(name=whole.name)),
        "renditions": lambda: renditions_of(picture),
        "small ones": lambda: smallest_renditions_of([picture]),
        "copies": lambda: list(covered_copies().filter(first=copied.leaf.picture_id)),
        "waiting": lambda: list(pictures_that_wait_for_a_parent([part.leaf.picture_id])),
    }


def many_removed(cast, number: int) -> None:
    """So many photographs of another family, all being removed, each shown in part before."""
    pictures = Picture.objects.bulk_create(
        Picture(
            family=cast.other_family,
            key=uuid.uuid4().hex,
            lookup=uuid.uuid4().hex,
            original=uuid.uuid4().hex[:26],
            size=1,
            sealed_name=b"",
            decoded=Picture.Decoded.PART,
        )
        for _ in range(number)
    )
    for rows in (Removal, ShownInPart):
        rows.objects.bulk_create(rows(picture=one) for one in pictures)


def test_what_is_asked_costs_the_same_at_many_removals(cast, asks):
    many_removed(cast, 3)
    few = steps_of(asks)
    many_removed(cast, 120)
    many = steps_of(asks)
    assert min(few.values()) > 20, "the steps were not counted"
    assert not {name: (few[name], many[name]) for name in asks if many[name] > few[name] + 9}, "few, many"


def test_no_statement_reads_every_removal_there_is(asks):
    for name, ask in asks.items():
        lines = [line for row in ROWS for line in lines_of_plans(ask, row) if row in line]
        assert lines, name
        assert all("(picture_id=?)" in line for line in lines), (name, lines)
