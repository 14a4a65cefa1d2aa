"""A restore uses the newest copy that was finished, says which it leaves out, and never skips a damaged one."""

import json
from pathlib import Path

import pytest

from held.keeping import choosing, copies
from held.keeping.copies import NotACopy
from held.keeping.databases import this_database

BLOB = "a" * 26
DAYS = [f"2026-01-0{day}T00-00-00Z" for day in range(1, 7)]


def lay(folder: Path, name: str, *, number: int = 0, listed: bool = True) -> Path:
    """Make the folder of a copy, without a database. Number 0: without a manifest."""
    copy = folder / name
    copy.mkdir(parents=True)
    if number:
        told = {"version": "0.2.0", "database": "SQLite", "words": "words.sqlite", "sha256": "", "place": "one"}
        told |= {"at": "2026-01-01T00:00:00+00:00", "counts": {}, "number": number}
        (copy / "manifest.json").write_text(json.dumps(told))
    if listed:
        (copy / copies.PHOTOGRAPHS).touch()
    return copy


def chosen(folder: Path, name: str = "") -> tuple[str, str]:
    choice = choosing.choose(folder, name)
    return choice.copy.name, " ".join(choice.left_out)


@pytest.mark.parametrize(
    ("newest", "number", "taken", "told"),
    [
        (DAYS[2], 3, DAYS[2], ""),
        (DAYS[2], 0, DAYS[2], ""),  # damaged: it is chosen, and then refused
        (
            f"{DAYS[2]}.part",
            0,
            DAYS[1],
            "is newer and wasn’t finished (held or the computer was stopped), so it isn’t taken.",
        ),
        (f"{DAYS[2]}.part", 3, DAYS[1], f"keys may be missing: bin/held restore {{}} --copy {DAYS[2]}.part"),
    ],
)
def test_the_newest_finished_copy_is_taken_and_halves_are_told(tmp_path, newest, number, taken, told):
    for at, day in enumerate(DAYS[:2], start=1):
        lay(tmp_path / "copies", day, number=at)
    lay(tmp_path / "copies", newest, number=number)
    copy, left_out = chosen(tmp_path)
    assert copy == taken
    assert left_out.endswith(told.format(tmp_path))
    assert bool(left_out) == bool(told)


@pytest.mark.parametrize(("listed", "taken"), [(True, f"{DAYS[1]}.part"), (False, DAYS[0])])
def test_the_copy_of_an_upgrade_is_complete_before_it_has_its_name(tmp_path, listed, taken):
    folder = tmp_path / "before-upgrade"
    lay(folder, DAYS[0], number=1)
    lay(folder, f"{DAYS[1]}.part", number=2, listed=listed)
    assert chosen(folder)[0] == taken


def test_a_named_copy_is_taken_and_the_newer_ones_are_named(tmp_path):
    for number, day in enumerate(DAYS, start=1):
        lay(tmp_path / "copies", day, number=number)
    assert chosen(tmp_path, DAYS[4]) == (DAYS[4], f"Newer, and not taken because you named this one: {DAYS[5]}.")
    assert chosen(tmp_path, DAYS[0])[1].endswith(f"5 copies, the newest of them {DAYS[5]}.")
    with pytest.raises(NotACopy, match=f"no copy named monday. There are: {DAYS[0]}, "):
        choosing.choose(tmp_path, "monday")


def test_each_unfinished_copy_is_named_if_no_other_exists(tmp_path):
    lay(tmp_path / "copies", f"{DAYS[0]}.part")
    with pytest.raises(
        NotACopy, match=rf"There is no dated copy in .* {DAYS[0]}.part wasn’t finished .* isn’t taken.$"
    ):
        choosing.choose(tmp_path)


@pytest.mark.sqlite
def test_instead_of_a_damaged_copy_the_newest_whole_one_is_offered(transactional_db, tmp_path):
    first, second, third = (copies.copy_words(tmp_path / "copies", place="one") for _ in range(3))
    (third / "manifest.json").write_text("{")
    (second / "words.sqlite").write_bytes(b"?")
    offered = choosing.instead_of(third, tmp_path, this_database())
    assert f"{first.name} is whole (made on " in offered
    assert offered.endswith(f"To take it: bin/held restore {tmp_path} --copy {first.name}")
    assert "No older copy" in choosing.instead_of(first, tmp_path, this_database())


@pytest.mark.sqlite
def test_photographs_of_a_damaged_copy_stay_beside_it(transactional_db, tmp_path):
    copy = copies.copy_words(tmp_path, place="one")
    (copy / "manifest.json").unlink()
    (copy / copies.PHOTOGRAPHS).write_text(f"{BLOB}\n")
    assert copies.blobs_needed(tmp_path) == {BLOB}
    (copy / copies.PHOTOGRAPHS).unlink()
    assert copies.blobs_needed(tmp_path) is None
