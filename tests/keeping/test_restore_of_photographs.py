"""What a copy says about photographs may be old: a restore shows nothing by it, and destroys nothing by it."""

from datetime import timedelta

import pytest

from held.keeping.restore import open_and_close
from held.lib.clock import now
from held.pictures import removal
from held.pictures.models import Picture, Removal
from held.publishing import placing
from held.stories.models import Leaf, Publication, PublishedVersion
from tests import cast as people
from tests.clock import Clocks
from tests.photographs import photograph


@pytest.fixture
def placed(cast):
    story = people.write_story(cast)
    placed = photograph(cast, story)
    people.open_to(story, Publication.Circle.LINK, by=cast.ana)
    return placed


@pytest.mark.parametrize("one_clock", ["leap", "stay_open"])
def test_a_restore_starts_the_grace_of_a_removal_again(cast, placed, monkeypatch, one_clock):
    placing.remove(placed.leaf, by=cast.ana)
    clocks = Clocks(monkeypatch)
    clocks.pass_by(removal.GRACE + timedelta(days=5))
    open_and_close(lambda _done, _of: None)
    getattr(clocks, one_clock)(removal.GRACE)
    removal.destroy_what_is_due()
    assert Picture.objects.exists()
    assert removal.keep_after_all(placed.leaf.picture, by=cast.ana)


def test_what_was_being_destroyed_is_destroyed(cast, placed):
    placing.remove(placed.leaf, by=cast.ana)
    Removal.objects.update(claimed_at=now())
    open_and_close(lambda _done, _of: None)
    removal.destroy_claimed()
    assert not Picture.objects.exists()


def test_readers_may_ask_for_no_photograph_until_it_is_chosen_again(cast, placed):
    open_and_close(lambda _done, _of: None)
    assert not PublishedVersion.objects.filter(leaf__kind=Leaf.Kind.PHOTOGRAPH).exists()
    assert PublishedVersion.objects.exists()
    people.open_to(placed.leaf.story, Publication.Circle.LINK, by=cast.ana)
    assert PublishedVersion.objects.filter(leaf=placed.leaf).exists()
