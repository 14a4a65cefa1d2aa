"""Each thing that can be wrong is found, with a remedy."""

import shutil
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.test import override_settings

from held.chores.models import Chore
from held.cli import findings
from held.lib.clock import now


def told(look):
    return "\n".join(f"{finding.wrong} {finding.remedy}" for finding in look())


@pytest.fixture
def data(tmp_path, db):
    """A data folder with whole keys."""
    keys = tmp_path / "keys"
    tmp_path.chmod(0o700)
    keys.mkdir(mode=0o700)
    with override_settings(HELD_DATA=tmp_path, HELD_KEYS=keys, HELD_WORDS=tmp_path / "held.db"):
        findings.open_ring(keys)
        (keys / "secret").write_text("x")
        (keys / "secret").chmod(0o600)
        yield tmp_path


def test_a_private_folder_is_no_finding(data):
    assert told(findings._folders) == ""
    assert told(findings._keys) == ""


def test_a_folder_others_can_look_into_is(data):
    data.chmod(0o755)
    (data / "keys" / "kek-1").chmod(0o644)
    assert f"chmod 700 {data}" in told(findings._folders)
    assert "chmod 600" in told(findings._folders)


def test_a_disk_that_is_nearly_full_is(data, monkeypatch):
    assert told(findings._room) == ""
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=10**8))
    assert "only 95 MB left" in told(findings._room)


def test_room_for_taking_back_that_finds_no_place_is(data, monkeypatch):
    assert told(findings._room_for_taking_back) == ""  # the place lays it aside by itself
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=10**6))
    assert "lays it aside again by itself" in told(findings._room_for_taking_back)
    monkeypatch.undo()
    assert findings.ballast.lay_down()
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=10**6))
    assert told(findings._room_for_taking_back) == ""


def test_keys_that_are_missing_are(data):
    (data / "keys" / "kek-1").unlink()
    assert "second copy" in told(findings._keys)
    (data / "keys" / "keyring.db").unlink()
    assert "There are no keys yet" in told(findings._keys)


def test_a_restore_that_was_not_finished_is(data):
    assert told(findings._restore) == ""
    (data / "restore-unfinished").touch()
    assert "once more" in told(findings._restore)


def test_a_whole_database_with_its_tables_is_none(db):
    assert told(findings._tables) == ""
    assert told(findings._database) == ""
    assert findings.tables_are_there()


def test_a_chore_that_failed_or_is_overdue_is(db):
    assert told(findings._chores) == ""
    Chore.objects.create(name="second copy", failed="CannotBackUp", tries=3)
    Chore.objects.create(name="sweep links", due_at=now() - timedelta(hours=2))
    assert "“second copy” did not succeed (CannotBackUp, 3 times)" in told(findings._chores)
    assert "“sweep links” has not been done for over an hour" in told(findings._chores)


def test_without_mail_and_address_it_is_said_and_is_no_finding(db):
    assert len(findings.notes()) == 2
    with override_settings(HELD_MAIL="smtp://mail.example", HELD_ADDRESS="https://our-place.example"):
        assert findings.notes() == []
    assert settings.HELD_MAIL == ""
