"""What can be typed, and what --help prints."""

import pytest

from held.cli.parser import COMMANDS, NoCommand, parser, refuse_no_command
from tests.running import held


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_says_what_it_does(name, capsys):
    with pytest.raises(SystemExit) as ended:
        parser().parse_args([name, "--help"])
    assert ended.value.code == 0
    told = capsys.readouterr().out
    assert COMMANDS[name].splitlines()[0] in told
    assert len(told.splitlines()) > 5


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ([], "Please name a command: serve, demo, check, backup, restore or proof. “held --help” explains each one."),
        (["chekc"], "There is no command “chekc”. The commands are: serve, demo, check, backup, restore, proof."),
    ],
)
def test_held_alone_and_a_slip_are_told_what_there_is(typed, sentence):
    with pytest.raises(NoCommand) as told:
        refuse_no_command(typed)
    assert str(told.value) == sentence


@pytest.mark.parametrize("typed", [["serve"], ["--help"], ["--version"]])
def test_what_is_understood_is_left_to_the_reader(typed):
    refuse_no_command(typed)


def test_help_needs_no_settings_and_makes_no_folder(tmp_path):
    ended = held("--help", data=tmp_path / "place", HELD_PORT="wrong")
    assert ended.returncode == 0
    assert "HELD_DATA" in ended.stdout
    assert "HELD_TLS_SUBDOMAINS" in ended.stdout
    assert not (tmp_path / "place").exists()


def test_the_restored_copy_can_be_chosen():
    assert parser().parse_args(["restore", "/there", "--copy", "2026"]).copy == "2026"
    assert parser().parse_args(["check", "--mail", "a@b.example"]).mail == "a@b.example"


def test_the_opened_record_can_be_named():
    assert parser().parse_args(["proof", "record.held", "--open", "record.jsonl"]).open == "record.jsonl"
    assert parser().parse_args(["proof", "record.held"]).open == ""
