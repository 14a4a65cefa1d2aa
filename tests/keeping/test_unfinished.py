"""A restore or an upgrade that did not end is recognized by its mark."""

import json

import pytest
from django.test import override_settings

from held.keeping.unfinished import (
    Upgrade,
    is_unfinished,
    mark,
    mark_upgrade,
    marked_upgrade,
    unmark_upgrade,
    upgrade_is_unfinished,
    upgrade_mark,
)


def test_a_restore_is_unfinished_while_its_mark_exists(tmp_path):
    with override_settings(HELD_DATA=tmp_path):
        assert not is_unfinished()
        mark().touch()
        assert is_unfinished()


def test_an_upgrade_is_unfinished_until_its_mark_says_so(tmp_path):
    with override_settings(HELD_DATA=tmp_path):
        assert not upgrade_is_unfinished()
        mark_upgrade(Upgrade("monday", ("a", "b")))
        assert upgrade_is_unfinished()
        assert marked_upgrade() == Upgrade("monday", ("a", "b"))
        mark_upgrade(Upgrade("monday", put_back=True))
        assert not upgrade_is_unfinished()
        unmark_upgrade()
        unmark_upgrade()
        assert marked_upgrade() is None


@pytest.mark.parametrize("written", ["", "{}", "[]", '{"copy": "monday"}', "null"])
def test_a_mark_that_cannot_be_read_counts_as_a_mark(tmp_path, written):
    with override_settings(HELD_DATA=tmp_path):
        upgrade_mark().write_text(written)
        assert upgrade_is_unfinished()
        with pytest.raises(ValueError, match=r"mark|Expecting"):
            marked_upgrade()


@pytest.mark.parametrize("copy", ["", ".", "..", "../photographs", "/", "a/b", 7])
def test_a_mark_that_names_no_copy_cannot_be_read(tmp_path, copy):
    """If it were taken for a copy whose upgrade failed, all of before-upgrade would be removed."""
    with override_settings(HELD_DATA=tmp_path):
        upgrade_mark().write_text(json.dumps({"copy": copy, "tables": [], "put_back": True}))
        with pytest.raises(ValueError, match="mark"):
            marked_upgrade()


def test_a_folder_in_the_place_of_a_mark_counts_as_a_mark(tmp_path):
    with override_settings(HELD_DATA=tmp_path):
        upgrade_mark().mkdir()
        assert upgrade_is_unfinished()
