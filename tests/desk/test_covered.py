"""Which leaf is whose covered copy, for the family's pages."""

import pytest

from held.desk.album import photograph_on_desk
from held.desk.covered import CoveredOnDesk, covered_on_desk
from held.pictures import removal
from held.pictures.covered_copies import note_copy
from tests import cast as people
from tests.photographs import arrived_photograph


@pytest.fixture
def leaves(cast):
    story = people.write_story(cast)
    return [arrived_photograph(cast, story) for _ in range(3)]


def told(leaves) -> CoveredOnDesk:
    return covered_on_desk([leaf.picture_id for leaf in leaves])


def test_where_nothing_was_covered_one_statement_says_so(leaves, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert told(leaves) == CoveredOnDesk()


def test_the_newest_copy_and_the_nearest_first_are_told(leaves):
    first, second, third = leaves
    note_copy(first.picture, second.picture)
    note_copy(second.picture, third.picture)
    assert told(leaves).copies == {first.picture_id: third, second.picture_id: third}
    assert told(leaves).firsts == {second.picture_id: first, third.picture_id: second}
    assert photograph_on_desk(third).copy_of == second, "asked for one alone"


def test_a_copy_that_is_being_removed_is_not_told(cast, leaves):
    first, second, _third = leaves
    note_copy(first.picture, second.picture)
    removal.remove(second.picture, by=cast.ana)
    assert told(leaves).copies == {}
    assert told(leaves).firsts == {second.picture_id: first}
