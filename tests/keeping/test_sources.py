"""A place is restored from a second copy, or from the copies that another place made before its upgrades."""

import shutil
import sqlite3

import pytest

from held.keeping.sources import CannotBeRead, kept_still, source_of, what_was_meant
from held.keyring.store import Keyring
from held.lib.lock import only_one


def test_a_second_copy_has_its_three_folders(tmp_path):
    source = source_of(tmp_path)
    assert (source.copies, source.keys, source.place) == (tmp_path / "copies", tmp_path / "keys", None)
    with kept_still(source):
        assert not (tmp_path / "in-hand").exists()


def test_keys_and_photographs_of_a_place_are_beside_its_copies(tmp_path):
    source = source_of(tmp_path / "before-upgrade")
    assert source.copies == tmp_path / "before-upgrade"
    assert (source.keys, source.photographs) == (tmp_path / "keys", tmp_path / "photographs")


def test_a_place_that_is_open_is_not_read(tmp_path):
    with (
        only_one(tmp_path / "in-hand"),
        pytest.raises(CannotBeRead, match="stop it first"),
        kept_still(source_of(tmp_path / "before-upgrade")),
    ):
        pass


def test_keys_of_a_place_that_was_killed_are_all_in_one_file(tmp_path):
    ring = Keyring(tmp_path / "living" / "keys")
    key_id = ring.new_key()
    shutil.copytree(tmp_path / "living", tmp_path / "killed")  # after a kill: the newest keys are in the log
    alone = tmp_path / "alone.db"
    with kept_still(source_of(tmp_path / "killed" / "before-upgrade")):
        shutil.copy(tmp_path / "killed" / "keys" / "keyring.db", alone)
    assert sqlite3.connect(alone).execute("SELECT id FROM key").fetchall() == [(key_id,)]


def test_a_file_that_is_no_keyring_is_reported(tmp_path):
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "keyring.db").write_bytes(b"not a keyring, and long enough to be taken for one" * 100)
    with pytest.raises(CannotBeRead, match="cannot be read"), kept_still(source_of(tmp_path / "before-upgrade")):
        pass


def test_the_place_that_is_being_filled_can_be_its_own_source(tmp_path, settings):
    settings.HELD_DATA = tmp_path
    with only_one(tmp_path / "in-hand"), kept_still(source_of(tmp_path / "before-upgrade")):
        pass


@pytest.mark.parametrize(
    ("named", "meant"),
    [
        ("place", "bin/held restore {0}/place/before-upgrade"),
        ("place/before-upgrade/2026-01-01T00-00-00Z", "{0}/place/before-upgrade --copy 2026-01-01T00-00-00Z"),
        ("second/copies/2026-01-02T00-00-00Z", "bin/held restore {0}/second --copy 2026-01-02T00-00-00Z"),
        ("second/copies", "bin/held restore {0}/second"),
        ("elsewhere", "Is this the folder of the second copy?"),
    ],
)
def test_a_folder_beside_the_right_one_is_answered_with_the_command(tmp_path, named, meant):
    for copy in ("place/before-upgrade/2026-01-01T00-00-00Z", "second/copies/2026-01-02T00-00-00Z"):
        (tmp_path / copy).mkdir(parents=True)
        (tmp_path / copy / "manifest.json").touch()
    assert what_was_meant(tmp_path / named).endswith(meant.format(tmp_path))


def test_a_second_copy_may_have_the_name_of_a_folder_of_ours(tmp_path):
    folder = tmp_path / "before-upgrade"
    (folder / "copies").mkdir(parents=True)
    source = source_of(folder)
    assert (source.copies, source.keys, source.place) == (folder / "copies", folder / "keys", None)
    with kept_still(source):
        assert not (tmp_path / "in-hand").exists()


def test_a_link_leads_to_the_copies_of_a_place(tmp_path):
    (tmp_path / "place" / "before-upgrade").mkdir(parents=True)
    (tmp_path / "link").symlink_to(tmp_path / "place" / "before-upgrade")
    assert source_of(tmp_path / "link").place == tmp_path / "place"
