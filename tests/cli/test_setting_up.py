"""Before the settings are read the program can find out whether there is a place, without making one."""

from pathlib import Path

import pytest

from held.cli import setting_up
from held.cli.messages import CannotGoOn
from held.keyring.secret import NoSecret
from held.lib.environment import WrongSetting
from tests.inside import inside
from tests.running import held


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("HELD_DATA", str(tmp_path / "place"))
    return tmp_path / "place"


def test_a_folder_without_keys_is_named_and_not_made(folder):
    assert setting_up.folder_without_keys() == folder
    assert not folder.exists()


def test_a_folder_with_keys_is_not_named_as_keyless(folder):
    (folder / "keys").mkdir(parents=True)
    (folder / "keys" / "keyring.db").touch()
    assert setting_up.folder_without_keys() is None


def test_the_folder_can_be_named_in_a_file(tmp_path, monkeypatch):
    monkeypatch.delenv("HELD_DATA")
    monkeypatch.setenv("HELD_DATA_FILE", str(tmp_path / "named"))
    (tmp_path / "named").write_text(f"{tmp_path}/there\n")
    assert setting_up.folder_without_keys() == tmp_path / "there"
    monkeypatch.setenv("HELD_DATA_FILE", str(tmp_path / "nowhere"))
    with pytest.raises(WrongSetting):
        setting_up.folder_without_keys()


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (NoSecret("The secret is missing."), "The secret is missing."),
        (PermissionError(13, "denied", "there"), "cannot be used by this account"),
    ],
)
def test_settings_that_cannot_be_read_are_told(monkeypatch, fault, sentence):
    def refuse():
        raise fault

    monkeypatch.setattr("django.setup", refuse)
    with pytest.raises(CannotGoOn, match=sentence):
        setting_up.set_up()


def test_an_unrelated_system_fault_is_not_hidden(monkeypatch):
    def refuse():
        raise OSError(5, "faulty")

    monkeypatch.setattr("django.setup", refuse)
    with pytest.raises(OSError, match="faulty"):
        setting_up.set_up()


def test_an_address_read_later_gives_the_same_settings(tmp_path):
    """Every setting: one that depends on the address and was forgotten would be found here."""
    tell = "from django.conf import settings; print({name: getattr(settings, name) for name in dir(settings)"
    tell += " if name.isupper() and name not in {'DATABASES', 'SETTINGS_MODULE'}})"
    later = "from held.cli.setting_up import read_settings_again; read_settings_again('https://our-place.example')\n"
    assert inside(tmp_path, later + tell) == inside(tmp_path, tell, HELD_ADDRESS="https://our-place.example")
    assert inside(tmp_path, tell) != inside(tmp_path, later + tell)


@pytest.mark.parametrize("inside_it", ["", "/place"])
def test_a_file_in_place_of_the_folder_is_told(tmp_path, inside_it):
    (tmp_path / "file").touch()
    ended = held("check", data=Path(f"{tmp_path}/file{inside_it}"))
    assert ended.returncode == 1
    assert "HELD_DATA has to name a folder" in ended.stderr


def test_a_folder_is_new_while_it_is_empty(folder):
    assert setting_up.is_new_folder()
    folder.mkdir()
    assert setting_up.is_new_folder()
    (folder / "keys").mkdir()
    assert not setting_up.is_new_folder()
