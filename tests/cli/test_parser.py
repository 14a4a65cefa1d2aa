"""What can be typed, and what is answered to --help."""

import pytest

from held.cli.parser import COMMANDS, parser
from tests.running import held


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_says_what_it_does(name, capsys):
    with pytest.raises(SystemExit) as ended:
        parser().parse_args([name, "--help"])
    assert ended.value.code == 0
    told = capsys.readouterr().out
    assert COMMANDS[name].splitlines()[0] in told
    assert len(told.splitlines()) > 5


def test_held_alone_says_what_there_is(capsys):
    with pytest.raises(SystemExit) as ended:
        parser().parse_args([])
    assert ended.value.code == 2
    assert "serve | demo | check | backup | restore" in capsys.readouterr().err


def test_help_needs_no_settings_and_makes_no_folder(tmp_path):
    ended = held("--help", data=tmp_path / "place", HELD_PORT="wrong")
    assert ended.returncode == 0
    assert "HELD_DATA" in ended.stdout
    assert not (tmp_path / "place").exists()


def test_the_restored_copy_can_be_chosen():
    assert parser().parse_args(["restore", "/there", "--copy", "2026"]).copy == "2026"
    assert parser().parse_args(["check", "--mail", "a@b.example"]).mail == "a@b.example"
