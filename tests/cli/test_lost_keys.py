"""The remedy names the keys to put back."""

import pytest
from django.conf import settings

from held.cli import lost_keys
from held.cli.lost_keys import day_of_first_notes, remedy
from held.keyring.ring import this_ring
from held.place.models import Place


def test_without_a_second_copy_it_says_what_to_look_for(db):
    told = remedy()
    assert f"The keys in {settings.HELD_KEYS} are older than the words" in told
    assert "Look for the newest copy of the folder “keys”" in told
    assert f"before {day_of_first_notes()}" in told


def test_a_second_copy_that_has_the_keys_is_named(db, tmp_path, monkeypatch):
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "keyring.db").touch()
    Place.objects.create(pk=1, backed_up_to=str(tmp_path))
    monkeypatch.setattr(lost_keys, "lost_keys_found_in", lambda _keyring: {"0" * 32: "story 1"})
    told = remedy()
    assert f"{tmp_path / 'keys'} has them" in told
    assert f"Copy everything from {tmp_path / 'keys'} into it" in told


@pytest.mark.parametrize(("since", "day"), [("2026-11-30T12:00:00+00:00", "2026-11-30"), ("", "")])
def test_the_day_of_the_first_notes_is_told(db, monkeypatch, since, day):
    monkeypatch.setattr(type(this_ring()), "notes_since", property(lambda _ring: since))
    assert day_of_first_notes() == day
    assert ("by an older version of held" in remedy()) == (not day)
