"""Each thing that can be wrong is found, with a remedy."""

import shutil
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.test import override_settings

from held.chores.models import Chore
from held.cli import findings
from held.consent import answering, reconciling
from held.consent.models import Chain
from held.consent.states import Event
from held.jail import decoders
from held.jail.walls import NONE, Walls
from held.keyring.text import forget_ring
from held.lib.clock import now
from held.place.place_address import note_setting
from tests import cast as people
from tests.keyring.test_refusal_log import damage_table
from tests.photographs import agree, photograph
from tests.record import change_line


def told(look):
    return "\n".join(f"{finding.wrong} {finding.remedy}" for finding in look())


@pytest.fixture
def data(tmp_path, db):
    """A data folder with all its keys."""
    keys = tmp_path / "keys"
    tmp_path.chmod(0o700)
    keys.mkdir(mode=0o700)
    photographs, incoming = tmp_path / "photographs", tmp_path / "incoming"
    with override_settings(
        HELD_DATA=tmp_path,
        HELD_KEYS=keys,
        HELD_WORDS=tmp_path / "held.db",
        HELD_PHOTOGRAPHS=photographs,
        HELD_INCOMING=incoming,
    ):
        findings.open_ring(keys)
        (keys / "secret").write_text("x")
        (keys / "secret").chmod(0o600)
        yield tmp_path


def test_a_private_folder_is_not_a_finding(data):
    assert told(findings._folders) == ""
    assert told(findings._keys) == ""


def test_a_folder_others_can_read_is_a_finding(data):
    data.chmod(0o755)
    (data / "keys" / "kek-1").chmod(0o644)
    assert f"chmod 700 {data}" in told(findings._folders)
    assert "chmod 600" in told(findings._folders)


@pytest.mark.parametrize("name", ["photographs", "photographs/ab", "incoming"])
def test_a_photo_folder_others_can_read_is_a_finding(data, name):
    for made in ("photographs", "photographs/ab", "incoming"):
        (data / made).mkdir(mode=0o700)
    assert told(findings._folders) == ""
    (data / name).chmod(0o750)
    assert told(findings._folders) == f"Other accounts on this machine can open {data / name}. chmod 700 {data / name}"


def test_a_missing_photo_file_is_a_finding(data, cast):
    assert told(findings._files_of_photographs) == ""
    picture = photograph(cast, people.write_story(cast)).leaf.picture
    assert told(findings._files_of_photographs) == ""
    (data / "photographs" / picture.original[:2] / picture.original).unlink()
    assert "Files of photographs are missing (1)" in told(findings._files_of_photographs)


def test_missing_seccomp_is_a_finding_and_landlock_a_note(data, monkeypatch):
    monkeypatch.setattr(findings, "walls", lambda: Walls(seccomp=True, landlock=5, no_new_privs=True))
    assert told(findings._walls) == ""
    assert len(findings.notes()) == 2
    monkeypatch.setattr(findings, "walls", lambda: Walls(seccomp=True, landlock=0, no_new_privs=True))
    assert told(findings._walls) == ""
    assert "Landlock" in findings.notes()[1]
    monkeypatch.setattr(findings, "walls", lambda: NONE)
    assert "Photographs cannot be sent" in told(findings._walls)


def test_a_decoder_that_is_too_old_is_told_with_its_remedy(monkeypatch):
    assert told(findings._decoders) == ""
    monkeypatch.setattr(decoders, "decoders", lambda: {"libheif": "1.23.0", "libvips": "8.18.7"})
    assert "libheif 1.23.0, which opens photographs, is older than 1.23.5" in told(findings._decoders)
    assert "make run" in told(findings._decoders)
    monkeypatch.setattr(decoders, "decoders", dict)
    assert "don’t start" in told(findings._decoders)


def test_a_nearly_full_disk_is_a_finding(data, monkeypatch):
    assert told(findings._room) == ""
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=10**8))
    assert "Only 95 MB are free" in told(findings._room)


def test_a_disk_without_space_for_the_reserve_is_a_finding(data, monkeypatch):
    assert told(findings._room_for_taking_back) == ""  # the place reserves it by itself
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=10**6))
    assert "reserves it again by itself" in told(findings._room_for_taking_back)
    monkeypatch.undo()
    assert findings.disk_reserve.reserve()
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=10**6))
    assert told(findings._room_for_taking_back) == ""


def test_missing_key_files_are_a_finding(data):
    (data / "keys" / "kek-1").unlink()
    assert "“keys” of the backup" in told(findings._keys)
    (data / "keys" / "keyring.db").unlink()
    assert "There are no keys yet" in told(findings._keys)


def test_one_key_that_does_not_open_is_a_finding(data):
    ring = findings.open_ring(data / "keys")
    ids = [ring.new_key() for _ in range(20)]
    assert told(findings._keys) == ""
    ring._connection.execute("UPDATE key SET wrapped = x'00' WHERE id = ?", (ids[-1],))
    assert f"kek-1 does not open the key {ids[-1]}" in told(findings._keys)


@pytest.mark.parametrize("table", ["no", "key", "sqlite_master"])
def test_damage_to_any_keyring_table_is_a_finding(data, table):
    ring = findings.open_ring(data / "keys")
    for turn in range(200):
        ring.append_refusal("part a readers", turn)
    ring.new_key()
    assert told(findings._keys) == ""
    damage_table(ring, table)
    forget_ring()
    assert "The keyring is damaged." in told(findings._keys)


def test_a_changed_consent_record_is_a_finding(cast, db):
    no_to_a_photograph(cast)
    assert told(findings._records) == ""
    change_line(1, standing="agreed")
    assert f"The record {Chain.objects.get().name} of what was asked and answered is not whole" in told(
        findings._records
    )


def test_a_refusal_missing_from_the_log_is_a_finding(cast, db, monkeypatch):
    no_to_a_photograph(cast)
    assert told(findings._refusals) == ""
    with monkeypatch.context() as older:
        older.setattr(reconciling, "refusals", dict)
        assert "missing from the refusal log beside the keys (1)" in told(findings._refusals)
        reconciling.restore_missing_refusals()
    assert told(findings._refusals) == ""
    assert "added them again on" in findings.notes()[-1]


def no_to_a_photograph(cast):
    """Ana took it, and says no."""
    involvement = agree(photograph(cast, people.write_story(cast), agreed=False).leaf, cast.ana)
    answering.answer(involvement, "public", Event.WITHDRAW, language="en")


def test_an_unfinished_restore_is_a_finding(data):
    assert told(findings._restore) == ""
    (data / "restore-unfinished").touch()
    assert "once more" in told(findings._restore)


def test_a_whole_database_is_not_a_finding(db):
    assert told(findings._tables) == ""
    assert told(findings._database) == ""
    assert findings.tables_are_there()


def test_a_failed_or_overdue_chore_is_a_finding(db):
    assert told(findings._chores) == ""
    Chore.objects.create(name="second copy", failed="CannotBackUp", tries=3)
    Chore.objects.create(name="sweep links", due_at=now() - timedelta(hours=2))
    assert "“second copy” did not succeed (CannotBackUp; tries: 3)" in told(findings._chores)
    assert "“sweep links” has not been done for over an hour" in told(findings._chores)


def test_a_missing_mail_or_address_setting_is_only_a_note(db):
    assert len(findings.notes()) == 2
    with override_settings(HELD_MAIL="smtp://mail.example", HELD_ADDRESS="https://our-place.example"):
        assert findings.notes() == []
    assert settings.HELD_MAIL == ""


def test_the_note_about_the_address_thinks_of_a_service(data, settings):
    assert "instead of bin/held, as root" in findings.notes()[-1]
    settings.HELD_ADDRESS = "https://our-place.example"
    note_setting()
    settings.HELD_ADDRESS = ""
    assert not [note for note in findings.notes() if "opens on this machine only" in note]


def test_check_notes_that_subdomains_need_https_for_a_year(data):
    before = findings.notes()
    with override_settings(HELD_TLS_SUBDOMAINS=True):
        after = findings.notes()
    told = [note for note in after if note not in before]
    assert len(told) == 1
    assert "HELD_TLS_SUBDOMAINS" in told[0]
    assert "for a year" in told[0]
