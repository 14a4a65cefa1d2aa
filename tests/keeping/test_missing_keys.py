"""Keys that the database needs and the keyring does not have: which of them were lost."""

import shutil
import sqlite3
from contextlib import closing

import pytest
from django.apps import apps
from django.conf import settings

from held.keeping.backup import CannotBackUp, back_up
from held.keeping.copies import read_manifest
from held.keeping.missing_keys import (
    begin_notes_of_destroyed_keys,
    keys_needed,
    lost_keys,
    lost_keys_found_in,
    note_keys_gone_before,
)
from held.keeping.verify_all import files_missing, verify_everything
from held.keyring.destroyed import WhyMissing
from held.keyring.ring import this_ring
from held.keyring.text import destroy_key
from held.place.models import Place
from tests import cast as people
from tests.photographs import photograph


def lose(key_id):
    """Like an older keyring that was put back, or a row that was removed by hand."""
    with closing(sqlite3.connect(this_ring().path)) as keys, keys:
        keys.execute("DELETE FROM key WHERE id = ?", (key_id,))


@pytest.fixture
def without_notes(monkeypatch):
    """The keyring as a former version left it: nothing records which keys were destroyed."""
    monkeypatch.setattr(type(this_ring()), "notes_since", property(lambda _ring: ""))
    begun = []
    monkeypatch.setattr(type(this_ring()), "begin_notes", lambda _ring, missing: begun.extend(missing))
    return begun


def test_every_model_with_a_key_of_its_own_is_among_them(cast):
    with_a_key = {
        model.__name__
        for model in apps.get_models()
        for field in model._meta.local_fields
        if field.name == "key" and model.__module__.startswith("held.")
    }
    assert with_a_key == {"Account", "Family", "Story", "Picture", "LostLinkRequest"}
    picture = photograph(cast, people.write_story(cast)).leaf.picture
    needed = keys_needed()
    assert needed[picture.key] == f"photograph {picture.pk}"
    assert needed[cast.family.key] == f"family {cast.family.pk}"
    assert {cast.ana.key, cast.hilde.key, cast.other_family.key} < set(needed)


def test_a_lost_key_is_told_and_a_destroyed_one_is_not(cast):
    story, other = people.write_story(cast), photograph(cast, people.write_story(cast)).leaf.picture
    destroy_key(other.key)
    assert lost_keys() == {}
    lose(story.key)
    assert lost_keys() == {story.key: f"story {story.pk}"}
    opened = verify_everything()
    assert (opened.gone, opened.lost) == ([f"photograph {other.pk}"], [f"story {story.pk}"])


def test_a_lost_key_under_which_no_row_is_sealed_yet_is_told_too(cast):
    lose(cast.ana.key)
    lose(cast.other_family.key)
    assert set(verify_everything().lost) == {f"account {cast.ana.pk}", f"family {cast.other_family.pk}"}


def test_the_file_of_a_photograph_whose_key_is_lost_is_still_needed(cast):
    picture = photograph(cast, people.write_story(cast)).leaf.picture
    lose(picture.key)
    (settings.HELD_PHOTOGRAPHS / picture.original[:2] / picture.original).unlink()
    assert files_missing() == 1


def test_at_the_upgrade_what_is_missing_counts_as_destroyed_before(cast, without_notes):
    story = people.write_story(cast)
    lose(story.key)
    begin_notes_of_destroyed_keys()
    assert without_notes == [story.key]


def test_at_the_upgrade_a_key_that_the_second_copy_has_stays_lost(cast, without_notes, tmp_path):
    story = people.write_story(cast)
    shutil.copytree(settings.HELD_KEYS, tmp_path / "keys")
    Place.objects.update_or_create(pk=1, defaults={"backed_up_to": str(tmp_path)})
    this_ring()._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(settings.HELD_KEYS / "keyring.db", tmp_path / "keys" / "keyring.db")
    lose(story.key)
    assert lost_keys_found_in(tmp_path / "keys" / "keyring.db") == {story.key: f"story {story.pk}"}
    begin_notes_of_destroyed_keys()
    assert without_notes == []


@pytest.mark.parametrize(("keys_noted", "why"), [(False, WhyMissing.EARLIER), (True, WhyMissing.LOST)])
def test_only_a_copy_from_before_the_notes_excuses_a_missing_key(cast, keys_noted, why):
    story = people.write_story(cast)
    lose(story.key)
    note_keys_gone_before(keys_noted=keys_noted)
    assert this_ring().why_missing(story.key) is why
    opened = verify_everything()
    assert (opened.gone_earlier if why is WhyMissing.EARLIER else opened.lost) == [f"story {story.pk}"]


@pytest.mark.sqlite
def test_a_copy_that_has_the_lost_key_is_not_overwritten(transactional_db, tmp_path):
    cast = people.assemble()
    story = people.write_story(cast)
    back_up(tmp_path / "copy")
    lose(story.key)
    before = (tmp_path / "copy" / "keys" / "keyring.db").read_bytes()
    with pytest.raises(CannotBackUp, match=r"Keys are lost here \(1\)"):
        back_up(tmp_path / "copy")
    assert (tmp_path / "copy" / "keys" / "keyring.db").read_bytes() == before


@pytest.mark.sqlite
def test_a_copy_says_whether_destroyed_keys_were_noted(transactional_db, tmp_path, monkeypatch):
    people.assemble()
    assert read_manifest(back_up(tmp_path / "copy")).keys_noted
    monkeypatch.setattr(type(this_ring()), "notes_since", property(lambda _ring: ""))
    assert not read_manifest(back_up(tmp_path / "copy")).keys_noted
