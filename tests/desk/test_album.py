"""The photographs of a story as its family sees them: in words only."""

import pytest

from held.desk.album import album, photograph_on_desk
from held.pictures import removal
from held.pictures.removal import GRACE
from held.publishing import placing, publication
from held.stories.models import Publication, Version
from tests import cast as people
from tests.drawn import broken_png
from tests.placed import SHOWS, describe, entry_of, placed, receive


@pytest.fixture
def story(cast):
    return people.write_story(cast)


def test_a_story_without_photographs_has_none(story):
    assert album(story) == []


def test_they_are_numbered_as_they_arrived_and_say_what_is_missing(cast, story):
    bare, described = receive(story, cast.ana), receive(story, cast.ana, hue=1)
    describe(described, cast.ana)
    found = album(story)
    assert [(one.leaf, one.number, one.described, one.ready) for one in found] == [
        (bare, 1, False, False),
        (described, 2, True, False),
    ]
    assert [one.shows for one in found] == ["", SHOWS]


def test_placed_photos_come_first_in_reading_order(cast, story):
    receive(story, cast.ana)
    second, third = placed(story, cast.ana, hue=1), placed(story, cast.ana, hue=2)
    placing.move_up(third, by=cast.ana)
    found = album(story)
    assert [one.number for one in found] == [3, 2, 1]
    assert [one.first_of_entry for one in found] == [True, False, False]
    assert [one.entry for one in found] == [entry_of(story), entry_of(story), None]
    assert found[0].leaf == third
    assert found[1].leaf == second


def test_it_says_which_of_them_readers_may_ask_for(cast, story):
    leaf = placed(story, cast.ana)
    assert [one.shown for one in album(story)] == [False]
    people.open_to(story, Publication.Circle.LINK, by=cast.ana)
    assert [(one.shown, one.newer_since_shown) for one in album(story)] == [(True, False)]
    describe(leaf, cast.ana, SHOWS + " A bird.")
    assert [(one.shown, one.newer_since_shown) for one in album(story)] == [(True, True)]
    publication.hide(leaf, by=cast.ana)
    assert [one.shown for one in album(story)] == [False]


def test_the_album_says_whether_readers_see_the_entry(cast, story):
    leaf = placed(story, cast.ana)
    people.open_to(story, Publication.Circle.LINK, by=cast.ana)
    assert photograph_on_desk(leaf).entry_shown
    publication.hide(entry_of(story), by=cast.ana)
    assert not photograph_on_desk(leaf).entry_shown


def test_one_that_cannot_be_opened_says_so(cast, story):
    receive(story, cast.ana, data=broken_png())
    assert [(one.can_be_shown, one.ready) for one in album(story)] == [(False, False)]


def test_one_that_is_being_removed_says_until_when_it_can_be_kept(cast, story):
    leaf = placed(story, cast.ana)
    placing.remove(leaf, by=cast.ana)
    (found,) = album(story)
    assert found.gone_after is not None
    assert (found.gone_after - GRACE).date() == leaf.made_at.date()
    assert not found.ready


def test_words_that_cannot_be_opened_are_told_as_such(cast, story):
    leaf = placed(story, cast.ana)
    Version.objects.filter(leaf=leaf).update(sealed=b"HLD1" + bytes(60))
    assert [(one.opens, one.shows, one.described) for one in album(story)] == [(False, "", False)]


def test_a_number_is_a_photographs_own_for_good(cast, story):
    first, second, third = (receive(story, cast.ana, hue=hue) for hue in range(3))
    for gone in (first, third):
        placing.remove(gone, by=cast.ana)
        assert removal.destroy(gone.picture, by=cast.ana)
    fourth = receive(story, cast.ana, hue=9)
    assert [(one.leaf, one.number) for one in album(story)] == [(second, 2), (fourth, 4)]
