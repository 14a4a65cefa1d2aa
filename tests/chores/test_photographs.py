"""What becomes of photographs without anybody asking: removed ones are destroyed when their days are over, and no
others."""

import pytest

from held.chores.loop import do_what_is_due
from held.chores.table import TASKS
from held.keyring.words import KeyGone
from held.pictures import removal
from held.pictures.models import Picture
from held.stories.models import Leaf
from tests import cast as people
from tests.clock import Clocks
from tests.photographs import arrived_photograph

OURS = [task for task in TASKS if task.name in {"finish destroying", "destroy what is due", "sweep photographs"}]


def test_all_are_in_the_table_and_done_when_due(db):
    assert do_what_is_due(OURS) == ["finish destroying", "destroy what is due", "sweep photographs"]
    assert do_what_is_due(OURS) == []


def test_a_removed_photo_is_destroyed_after_its_grace(cast, monkeypatch):
    leaf = arrived_photograph(cast, people.write_story(cast))
    removal.remove(leaf.picture, by=cast.ana)
    do_what_is_due(OURS[:2])
    assert leaf.picture.name == "hills-0.png"
    Clocks(monkeypatch).pass_by(removal.GRACE)
    for task in OURS:
        task.does()
    assert not Picture.objects.exists()
    assert not Leaf.objects.filter(pk=leaf.pk).exists()
    with pytest.raises(KeyGone):
        assert leaf.picture.name


def test_photos_not_removed_are_never_destroyed(cast, settings):
    leaf = arrived_photograph(cast, people.write_story(cast))
    for task in OURS:
        task.does()
    assert Picture.objects.get() == leaf.picture
    assert len([path for path in settings.HELD_PHOTOGRAPHS.rglob("*") if path.is_file()]) == 7
