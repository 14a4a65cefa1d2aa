"""Whether the wheels that open photographs are old is determined without a network."""

from datetime import timedelta

import pytest

from held.cli import check
from held.jail import age_of_decoders
from tests.running import ROOT


@pytest.fixture(autouse=True)
def read_again():
    age_of_decoders.day_of_newest.cache_clear()
    yield
    age_of_decoders.day_of_newest.cache_clear()


def test_the_pinned_requirements_say_their_day():
    assert age_of_decoders.day_of_newest() is not None
    pinned = age_of_decoders.PINNED.read_text()
    assert all(f"\n{name}==" in pinned for name in age_of_decoders.OF)
    assert f"DECODERS = {' '.join(age_of_decoders.OF)}\n" in (ROOT / "Makefile").read_text()


@pytest.mark.parametrize(("days", "old"), [(-1, False), (0, False), (90, False), (91, True), (900, True)])
def test_wheels_are_old_after_ninety_days(monkeypatch, days, old):
    day = age_of_decoders.day_of_newest()
    monkeypatch.setattr(age_of_decoders, "now", lambda: day + timedelta(days=days))
    assert age_of_decoders.are_old() == old


def test_a_file_without_a_day_counts_as_old(tmp_path, monkeypatch):
    monkeypatch.setattr(age_of_decoders, "PINNED", tmp_path / "run.txt")
    assert age_of_decoders.are_old()
    age_of_decoders.PINNED.write_text("pillow-heif==1.8.1\n")
    assert age_of_decoders.are_old()


@pytest.mark.parametrize(
    ("first", "said"),
    [
        ("# newest of 2020-01-01\n", "haven’t been updated for more than 90 days"),
        ("pillow-heif==1.8.1\n", "held can’t tell how old the libraries that open photographs are."),
    ],
)
def test_check_says_so_and_finds_nothing_wrong_in_it(monkeypatch, capsys, tmp_path, first, said):
    monkeypatch.setattr(age_of_decoders, "PINNED", tmp_path / "run.txt")
    age_of_decoders.PINNED.write_text(first)
    monkeypatch.setattr(check, "look_everywhere", list)
    monkeypatch.setattr(check, "notes", list)
    for name in ("_newer_tables", "refuse_a_place_not_begun"):
        monkeypatch.setattr(check, name, lambda: None)
    monkeypatch.setattr(check.disk_reserve, "make_room_to_open", lambda: None)
    assert check.run(check.argparse.Namespace(mail="", all=False, address=False, json=False)) == 0
    assert said in capsys.readouterr().out
