"""A restore is remembered in rows: the host is asked for a folder, and each family is told that its stories closed."""

from unittest.mock import Mock

from held import access
from held.access import Viewer
from held.keeping import closing, restore
from held.keeping.unfinished import mark
from held.place.models import Place
from tests import cast as people


def test_host_and_families_are_told_after_a_restore(cast, tmp_path, monkeypatch, settings):
    settings.HELD_DATA = tmp_path
    monkeypatch.setattr(restore, "connections", Mock())
    people.write_story(cast)
    Place.objects.update(second_copy="/elsewhere")
    mark().write_text("")
    closing.close_everything()
    restore.finish()
    place = Place.objects.get()
    assert (place.second_copy, place.restored_since_copy) == ("", True)
    assert access.came_back_from_a_copy(Viewer(cast.ana))
    assert not access.came_back_from_a_copy(Viewer(cast.otto))
