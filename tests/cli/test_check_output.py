"""Findings are reported in words as they are found, or as JSON at the end."""

import json

import pytest
from django.db import DatabaseError

from held.cli import check_output
from held.cli.check_output import Telling
from held.cli.checks import Check, Checked, Finding

WRONG = Finding("The disk is nearly full.", "Please free some room.\nThen look again.")


@pytest.fixture(autouse=True)
def two_hours_ago(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check_output, "newest_copy_age", lambda: 7200)


def test_in_words_each_thing_is_told_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    told = Telling(as_json=False)
    told.finding(WRONG)
    assert (
        capsys.readouterr().out
        == "✗ not fine: The disk is nearly full.\n  Please free some room.\n  Then look again.\n"
    )
    told.note("All stays here.")
    told.line("Opening …")
    assert capsys.readouterr().out == "· All stays here.\nOpening …\n"
    assert told.end() == 1
    assert capsys.readouterr().out == "1 thing needs attention. Nothing was changed.\n"


def test_each_check_is_printed_with_a_sign_and_words(capsys: pytest.CaptureFixture[str]) -> None:
    told = Telling(as_json=False)
    told.checked(Checked(Check("the keys", lambda: iter(())), ()))
    told.checked(Checked(Check("room on the disk", lambda: iter([WRONG])), (WRONG, Finding("It is slow."))))
    assert capsys.readouterr().out.splitlines() == [
        "✓ fine: the keys",
        "✗ not fine: The disk is nearly full.",
        "  Please free some room.",
        "  Then look again.",
        "✗ not fine: It is slow.",
    ]
    assert told.end() == 1


def test_json_names_each_check_that_was_made(capsys: pytest.CaptureFixture[str]) -> None:
    told = Telling(as_json=True)
    told.checked(Checked(Check("the keys", lambda: iter(())), ()))
    told.checked(Checked(Check("room on the disk", lambda: iter([WRONG])), (WRONG,)))
    assert told.end() == 1
    read = json.loads(capsys.readouterr().out)
    assert read["checks"] == [{"name": "the keys", "fine": True}, {"name": "room on the disk", "fine": False}]
    assert [one["wrong"] for one in read["findings"]] == [WRONG.wrong]


def test_json_findings_are_printed_at_the_end(capsys: pytest.CaptureFixture[str]) -> None:
    told = Telling(as_json=True)
    told.finding(WRONG)
    told.note("All stays here.")
    told.line("Opening …")
    told.progress("Opened")(1, 2)
    assert capsys.readouterr().out == ""
    assert told.end() == 1
    read = json.loads(capsys.readouterr().out)
    assert (read["ok"], read["findings"]) == (False, [{"wrong": WRONG.wrong, "remedy": WRONG.remedy}])
    assert read["notes"] == ["All stays here.", "Opening …"]
    assert read["newest_copy_age_seconds"] == 7200


@pytest.mark.parametrize("as_json", [False, True])
def test_a_check_without_findings_exits_with_zero(as_json: bool, capsys: pytest.CaptureFixture[str]) -> None:
    assert Telling(as_json=as_json).end() == 0
    assert "Nothing is wrong." in capsys.readouterr().out or as_json


def test_without_a_database_no_age_is_told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def away() -> int:
        raise DatabaseError

    monkeypatch.setattr(check_output, "newest_copy_age", away)
    Telling(as_json=True).end()
    assert json.loads(capsys.readouterr().out)["newest_copy_age_seconds"] is None
