"""A restore that did not end is seen by its mark."""

from django.test import override_settings

from held.keeping.unfinished import is_unfinished, mark


def test_a_restore_is_unfinished_while_its_mark_exists(tmp_path):
    with override_settings(HELD_DATA=tmp_path):
        assert not is_unfinished()
        mark().touch()
        assert is_unfinished()
