"""However a command ends, it ends with a sentence."""

import os
from pathlib import Path

import pytest

from held.cli import main as module
from held.cli.main import main
from held.cli.messages import CannotGoOn, HostMustAct
from held.lib.environment import WrongSetting
from tests.running import held

WORDS = "She came on a Tuesday"


@pytest.fixture
def ends_with(monkeypatch):
    """Let the command `check` end with this fault; returns the exit code."""

    def end(fault, command="check"):
        class Command:
            @staticmethod
            def run(_options):
                raise fault

        monkeypatch.setattr(module, "import_module", lambda _name: Command)
        monkeypatch.setattr(module, "_set_up", lambda _options: None)
        mask = os.umask(0o022)
        try:
            return main([command] if command != "restore" else [command, "/there"])
        finally:
            os.umask(mask)

    return end


@pytest.mark.parametrize(
    ("fault", "command", "code"),
    [
        (WrongSetting("HELD_X is wrong."), "check", 2),
        (CannotGoOn("The port is taken."), "serve", 1),
        (HostMustAct("Keys are missing."), "serve", 3),
        (HostMustAct("Keys are missing."), "check", 1),
        (KeyboardInterrupt(), "restore", 130),
        (KeyboardInterrupt(), "serve", 0),
        (ValueError(WORDS), "check", 1),
    ],
)
def test_each_way_to_end_has_its_exit_code(ends_with, fault, command, code):
    assert ends_with(fault, command) == code


def test_an_unknown_fault_is_reported_without_its_text(ends_with, capsys):
    ends_with(ValueError(WORDS))
    told = capsys.readouterr().err
    assert "ValueError at" in told
    assert "Something went wrong on our side" in told
    assert WORDS not in told
    assert "Traceback" not in told


def test_a_full_disk_has_a_sentence_of_its_own(ends_with, capsys):
    ends_with(OSError(28, "No space left on device"))
    assert "The disk is full. Everything already saved is safe." in capsys.readouterr().err


def test_a_folder_in_which_nobody_may_write_has_a_remedy():
    ended = held("serve", data=Path("/proc/held"))  # not even root may write there
    assert ended.returncode == 3
    assert "another folder with HELD_DATA" in ended.stderr


@pytest.mark.parametrize("command", [["check"], ["backup", "/nowhere/at-all"]])
def test_commands_without_a_place_say_that_there_is_none(tmp_path, command):
    ended = held(*command, data=tmp_path / "place")
    assert ended.returncode == 1
    assert "Traceback" not in ended.stderr + ended.stdout
    assert f"There is no place in {tmp_path / 'place'}." in ended.stderr


def test_nothing_typed_ends_with_a_sentence_and_2(tmp_path):
    ended = held(data=tmp_path / "place")
    assert ended.returncode == 2
    assert ended.stderr.startswith("Please say what to do")
    assert ended.stderr.count("\n") == 1


@pytest.mark.parametrize(("code", "command"), [(3, ["serve"]), (1, ["check"]), (1, ["backup", "/nowhere/at-all"])])
def test_a_lost_secret_is_one_sentence_with_its_remedy(place, code, command):
    (place / "keys" / "secret").unlink()
    ended = held(*command, data=place)
    assert ended.returncode == code
    assert "Please put the file “secret” back" in ended.stderr
    assert len(ended.stderr.splitlines()) == 1
    assert not (place / "keys" / "secret").exists()
