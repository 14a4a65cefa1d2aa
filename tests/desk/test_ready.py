"""Photographs to which everyone has said yes: by their status alone, for the readers their story has."""

import pytest

from held.consent import answering
from held.consent.states import Event
from held.desk.album import album
from held.desk.photograph_status import PhotographStatus
from held.desk.ready import ready_among
from held.pictures.models import Picture
from held.stories.models import Leaf, Publication
from tests import cast as people
from tests.photographs import agree, photograph


@pytest.fixture
def story(cast):
    return people.write_story(cast)


def told(story) -> list[Leaf]:
    """The ready ones; the album says the same of each."""
    leaves = Leaf.objects.filter(story=story, kind=Leaf.Kind.PHOTOGRAPH).select_related("story", "picture", "current")
    found = ready_among(list(leaves))
    assert found == [one.leaf for one in album(story) if one.status == PhotographStatus.READY]
    return found


def test_one_that_is_described_and_agreed_is_ready(cast, story):
    placed = photograph(cast, story, shown=False)
    photograph(cast, story, shown=False, agreed=False)
    assert told(story) == [placed.leaf]


def test_one_with_too_few_words_is_not_ready(cast, story):
    photograph(cast, story, shows="Three hills.", shown=False)
    assert told(story) == []


def test_a_part_that_no_parent_let_be_seen_is_not_ready(cast, story):
    placed = photograph(cast, story, shown=False)
    Picture.objects.filter(pk=placed.leaf.picture_id).update(decoded=Picture.Decoded.PART)
    assert told(story) == []


def test_a_yes_for_other_readers_is_not_enough(cast, story):
    people.open_to(story, Publication.Circle.LINK, by=cast.ana)
    placed = photograph(cast, story, shown=False, agreed=False)
    involvement = agree(placed.leaf, cast.ana, ["named", "link"])
    assert told(story) == [placed.leaf]
    answering.answer(involvement, "link", Event.WITHDRAW, language="en")
    assert told(story) == []
