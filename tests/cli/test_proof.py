"""`held proof FILE` says whether an exported record is whole, and if not, what is the first thing that does not fit."""

import pytest

from held.cli.main import main
from held.lib.chain import lines_of, next_link
from tests.running import held

ID = "family 1"


def grown(count):
    links = []
    for number in range(count):
        at = f"2026-{1 + number // 20:02}-{1 + number % 20:02}T18:05:00+00:00"
        links.append(next_link(links[-1] if links else None, ID, at, {"act": "agreed", "turn": number}))
    return links


LINKS = grown(42)
LINES = [line.encode() for line in lines_of(ID, LINKS)]


@pytest.fixture
def look(tmp_path, capsys):
    """What the command says about a file with these lines, and how it ends."""

    def ask(lines):
        path = tmp_path / "record.jsonl"
        path.write_bytes(b"".join(lines))
        ended = main(["proof", str(path)])
        said = capsys.readouterr()
        assert path.read_bytes() == b"".join(lines)
        return ended, said.out, said.err

    return ask


def test_a_whole_record_shows_its_days_and_fingerprint(look):
    ended, said, _ = look(LINES)
    assert ended == 0
    assert "This record is whole: 42 lines, from 2026-01-01 to 2026-03-02." in said
    assert LINKS[-1].hash in said


@pytest.mark.parametrize(
    ("count", "sentence"), [(1, ": 1 line, from 2026-01-01 to"), (0, ": nothing stands in it yet.")]
)
def test_an_empty_or_one_line_record_is_whole(look, count, sentence):
    ended, said, _ = look([line.encode() for line in lines_of(ID, LINKS[:count])])
    assert ended == 0
    assert f"This record is whole{sentence}" in said


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ([*LINES[:7], *LINES[8:]], "Number 7 is missing."),
        ([*LINES[:7], LINES[7].replace(b"agreed", b"denied"), *LINES[8:]], "Number 7 is not as it was written."),
        ([*LINES[:7], LINES[8], LINES[7], *LINES[9:]], "Number 7 does not stand in its place."),
        ([*LINES[:8], *LINES[7:]], "Number 7 is there twice."),
        ([*LINES[:8], b"{}\n", *LINES[8:]], "Line 9 of the file is not as it was written."),
        (LINES[:-1], "Its end is missing: it stops before number 43"),
        ([*LINES[:7], LINES[-1]], "Its end is missing: it stops before number 7"),
        ([*LINES, LINES[-1]], "Something stands behind its end"),
    ],
)
def test_what_does_not_fit_is_told_and_it_ends_with_1(look, lines, sentence):
    ended, said, _ = look(lines)
    assert ended == 1
    assert "This record is not whole." in said
    assert sentence in said
    assert "is whole:" not in said


@pytest.mark.parametrize("lines", [[], [b"\x89PNG\r\n\x1a\n"], [b"a" * 3_000_000]])
def test_a_file_that_is_no_record_is_told_so(look, lines):
    ended, said, told = look(lines)
    assert (ended, said) == (1, "")
    assert "This file is no such record" in told


@pytest.mark.parametrize("name", ["nowhere.jsonl", "."])
def test_a_file_that_cannot_be_read_is_told_with_what_to_compare(tmp_path, capsys, name):
    assert main(["proof", str(tmp_path / name)]) == 1
    assert "cannot be read" in capsys.readouterr().err


def test_proof_without_a_file_exits_with_two():
    assert main(["proof"]) == 2


def test_it_needs_no_place_no_setting_and_makes_no_folder(tmp_path):
    path = tmp_path / "record.jsonl"
    path.write_bytes(b"".join(LINES))
    ended = held("proof", str(path), data=tmp_path / "place", HELD_PORT="wrong")
    assert (ended.returncode, ended.stderr) == (0, "")
    assert not (tmp_path / "place").exists()
