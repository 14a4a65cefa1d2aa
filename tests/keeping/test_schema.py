"""Which migrations this program knows, and what it says about others."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db.migrations.loader import MigrationLoader
from django.test.utils import CaptureQueriesContext

from held import VERSION
from held.keeping import backup, copies, schema
from held.keeping.databases import this_database
from tests.newer import LATER, later_migration
from tests.postgres import with_tools

RELEASED = Path(__file__).with_name("released_migrations.txt")


@pytest.fixture
def tools(monkeypatch):
    """PostgreSQL's own, where the tests run on it."""
    monkeypatch.setenv("PATH", with_tools()["PATH"])


def test_tables_of_this_program_are_not_newer(db):
    schema.refuse_newer_tables()


def test_tables_with_a_later_migration_are_refused(db):
    with later_migration(), pytest.raises(schema.NewerTables, match=LATER) as newer:
        schema.refuse_newer_tables()
    assert newer.value.wrong.startswith("This place was last opened by a newer version of held, and this is held")
    assert newer.value.remedy.startswith("Please install that version or a newer one")


def test_what_a_squash_replaces_is_known(monkeypatch):
    def squashed(loader):
        loader.disk_migrations = {("place", "0001_all"): SimpleNamespace(replaces=[("place", "0001_first")])}

    monkeypatch.setattr(MigrationLoader, "load_disk", squashed)
    assert schema.known.__wrapped__() == {"place.0001_all", "place.0001_first"} | schema.RETIRED


def test_no_migration_that_a_place_may_have_had_is_forgotten():
    """The list of 0.2.0: its places would be taken for newer ones. If one is gone, name it in `schema.RETIRED`."""
    assert schema.unknown(RELEASED.read_text().split()) == []


def test_a_running_program_stays_as_old_as_it_was():
    assert schema.known() is schema.known()


def test_looking_costs_one_question_beside_that_for_the_table(db):
    from django.db import connection  # noqa: PLC0415

    with CaptureQueriesContext(connection) as asked:
        schema.refuse_newer_tables()
    assert len(asked) == 2


def test_the_number_of_the_version_that_opened_it_is_said(db, settings, tmp_path):
    settings.HELD_DATA = tmp_path
    schema.note_opened()
    assert (tmp_path / "opened-by").read_text() == VERSION
    for noted, said in [("99.10.0", "by held 99.10.0,"), (VERSION, "by a newer version of held,"), ("…", "by a newer")]:
        (tmp_path / "opened-by").write_text(noted)
        with later_migration(), pytest.raises(schema.NewerTables, match=said):
            schema.refuse_newer_tables()


def test_a_folder_that_cannot_be_written_keeps_nobody_out(settings, tmp_path):
    settings.HELD_DATA = tmp_path / "not" / "there"
    schema.note_opened()


def test_several_unknown_ones_are_one_sentence():
    assert schema.not_known(["a.0002_b"]) == "Unknown migration: a.0002_b."
    assert schema.not_known(["a.0002_b", "a.0003_c", "d.0001_e"]) == "Unknown migration: a.0002_b and 2 more."


def test_tables_of_a_newer_version_are_not_copied(transactional_db, tmp_path):
    with later_migration(), pytest.raises(backup.CannotBackUp, match="newer version of held"):
        backup.back_up(tmp_path / "copy")
    assert not (tmp_path / "copy").exists()


def test_a_copy_says_which_migrations_its_tables_have_had(transactional_db, tools, tmp_path):
    copy = copies.copy_words(tmp_path, place="this one")
    told = copies.check_copy(copy, this_database())
    assert set(told.migrations) <= schema.known()
    assert "consent.0011_a_no_outlasts_the_question" in told.migrations
    assert told.migrations == sorted(told.migrations)


def test_a_copy_of_newer_tables_is_refused(transactional_db, tools, tmp_path):
    with later_migration():
        copy = copies.copy_words(tmp_path, place="this one")
    with pytest.raises(copies.NotACopy, match=LATER):
        copies.check_copy(copy, this_database())


def test_a_manifest_that_does_not_list_them_hides_nothing(transactional_db, tools, tmp_path, monkeypatch):
    with later_migration():
        copy = copies.copy_words(tmp_path, place="this one")
    whole = copies.read_manifest(copy)
    told = copies.Manifest(**(vars(whole) | {"migrations": []}))
    monkeypatch.setattr(copies, "read_manifest", lambda _copy: told)
    with pytest.raises(copies.NotACopy, match=LATER):
        copies.check_copy(copy, this_database())
