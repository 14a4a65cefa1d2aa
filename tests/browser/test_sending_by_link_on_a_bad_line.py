"""Promise 6 for photographs that come by a link: interrupted anywhere and continued, each is there exactly once."""

import os
import random
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.contrib.humanize.templatetags.humanize import apnumber
from django.template.defaultfilters import capfirst

from held.jail.formats import LOOKED_AT, format_of
from tests.browser.bad_line import BadLine
from tests.browser.sending_again import ARRIVED, NEW_BROWSER, SAME_BROWSER, UNOPENED, Phone
from tests.browser.test_sending_by_link import MAKE, came
from tests.drawn import drawn_png
from tests.inside import inside
from tests.jail.corpora import TABLE, every_file, line
from tests.jail.drawing import NEEDS_CORPORA
from tests.planted.running import Planted
from tests.promises.sending import Desk, digest, what_is_kept
from tests.promises.sizes import size
from tests.running import Running
from tests.seeding import seed

pytestmark = pytest.mark.browser
SEED = int(os.environ.get("EVIDENCE_SEED", "20261125"))
BREAKS = size("breaks while photographs come by a link")
SAMPLE = 12 if BREAKS < 100 else None  # of the files; None: every one
HEIC = {".heic", ".heif", ".hif"}
EMPTY = "This file is empty. Yours is unchanged on your device."
NOT_OURS = "We can keep only JPEG, PNG, WebP, AVIF and HEIC. It’s unchanged on your device."


@dataclass
class Expected:
    """What has to become of each file, by the rules for all: its sentence, and whether it can be shown."""

    files: list[Path]
    never_shown: set[Path] = field(default_factory=set)
    said: dict[str, str] = field(default_factory=dict)  # by its name
    kept: dict[str, str] = field(default_factory=dict)  # its digest, by its name
    shown: set[str] = field(default_factory=set)  # digests

    def __post_init__(self) -> None:
        for path in self.files:
            data = path.read_bytes()
            is_ours = format_of(data[:LOOKED_AT]) is not None
            self.said[path.name] = ARRIVED if is_ours else NOT_OURS if data else EMPTY
            if is_ours:
                self.kept[path.name] = digest(data)
            if is_ours and path not in self.never_shown:
                self.shown.add(digest(data))
        assert len(self.said) == len(self.files), "two of them have one name"
        assert len(set(self.kept.values())) == len(self.kept), "two of them are one file"

    def as_expected(self, said: dict[str, str]) -> dict[str, str]:
        """What was said. The words for a file that does not open count as having arrived: the next page may say so."""
        never = {path.name for path in self.never_shown}
        return {
            name: ARRIVED if name in never and words.startswith(UNOPENED) else words for name, words in said.items()
        }


def of_phones(dice: random.Random) -> Expected:
    """All HEIC files of the corpora, or some: then one of each kind in the jail's table, and others."""
    table = set(TABLE.read_text().splitlines())
    files = [path for path in every_file() if path.suffix.lower() in HEIC]
    never = {path for path in files if line(path, "kept") in table}
    if SAMPLE:
        refused = [path for path in files if line(path, "refused") in table]
        some = [dice.choice(refused), dice.choice(sorted(never))]
        files = some + dice.sample([path for path in files if path not in some], SAMPLE - len(some))
    return Expected(files, never)


def drawn(folder: Path, dice: random.Random) -> Expected:
    """Six, as large as photographs are."""
    files = [folder / f"IMG_{number:04}.PNG" for number in range(1, 7)]
    for number, path in enumerate(files):
        path.write_bytes(drawn_png(hue=number) + dice.randbytes(150_000))
    return Expected(files)


def broken_off(browser, place, expected: Expected, dice: random.Random, breaks: int) -> tuple[Phone, str]:
    """Somebody sends all of them by their own link, with `breaks` breaks at most. Returns the person, and their
    link."""
    token = inside(place.data, MAKE.replace("most_pictures=12", "most_pictures=200")).strip()
    with BadLine(place.port) as line, Phone(browser, line, token, expected.files, dice) as phone:
        while phone.breaks.total() < breaks:
            where = phone.breaks_off()
            if where is None:
                break
            way = phone.goes_on(where)
            if way == NEW_BROWSER:  # which sends all of them again, and would hide it
                there = is_there(place, token, phone.arrived, expected)
                if there == len(expected.kept):  # what breaks from now on proves less
                    phone.take_up(SAME_BROWSER)
                    break
            phone.take_up(way)
        assert expected.as_expected(phone.send_the_rest()) == expected.said
        done = len(expected.kept)
        assert phone.status() == in_one_sentence(done, len(expected.files))
        is_there(place, token, set(expected.kept), expected)
        in_words, named = phone.counted()
        assert named == done, "twice"
        assert in_words == f"{capfirst(apnumber(done))} have arrived. You can close this."
    return phone, token


def in_one_sentence(arrived: int, chosen: int) -> str:
    """What the page says at the end about so many of so many."""
    refused = chosen - arrived
    if not refused:
        return f"All {apnumber(arrived)} have arrived. You can close this."
    not_taken = f"We couldn’t take {apnumber(refused)}: the list says why."
    return f"{capfirst(apnumber(arrived))} have arrived. {not_taken} You can close this."


def is_there(place, token: str, said_of: set[str], expected: Expected) -> int:
    """Every file that a page reported as arrived is there at this moment, bit for bit. Returns how many are there."""
    there = {one[0] for one in came(place, token)}
    assert not {name for name in said_of if expected.kept[name] not in there}, "lost"
    return len(there)


def nothing_lost_and_nothing_twice(place, token: str, expected: Expected) -> None:
    """The place has stopped. The envelope and the whole place have each of them once, and nothing else."""
    there = came(place, token)
    assert sorted(one[0] for one in there) == sorted(expected.kept.values())
    assert {one[2]["name"]: one[0] for one in there} == expected.kept
    assert {one[1] for one in there} == {None}
    for sweep in (False, True):
        kept = what_is_kept(place.data, sweep=sweep)
        assert kept.originals == set(expected.kept.values())
        assert kept.shown == expected.shown
        assert kept.left_over == 0


def nothing_was_shown(phone: Phone) -> None:
    """They never saw a picture of what they sent, and no other host was asked for anything."""
    assert not phone.pictures
    assert not phone.elsewhere


def at_home(place, known: dict, expected: Expected) -> None:
    """The family is told the same number."""
    desk = Desk(place.url, known)
    assert f"{len(expected.kept)} photographs came from Mum, in a closed envelope." in desk.page(desk.photographs)
    desk.close()


@NEEDS_CORPORA
def test_phone_photos_arrive_exactly_once_on_a_bad_line(browser, tmp_path):
    dice, began = random.Random(SEED), time.monotonic()
    expected, breaks, went_on, rounds = of_phones(dice), Counter(), Counter(), 0
    while breaks.total() < BREAKS:
        rounds += 1
        known = seed(tmp_path / f"{rounds}")
        with Running(tmp_path / f"{rounds}") as place:
            phone, token = broken_off(browser, place, expected, dice, BREAKS - breaks.total())
            at_home(place, known, expected)
        nothing_lost_and_nothing_twice(place, token, expected)
        nothing_was_shown(phone)
        breaks, went_on = breaks + phone.breaks, went_on + phone.went_on
    print(
        f"{len(expected.files)} files, {rounds} times; {breaks.total()} breaks ({dict(breaks)}), "
        f"taken up again by {dict(went_on)}; each time {len(expected.kept)} arrived and are there once, bit for bit, "
        f"{len(expected.kept) - len(expected.shown)} of them cannot be shown, "
        f"{len(expected.files) - len(expected.kept)} refused in words; seed {SEED}, {time.monotonic() - began:.0f} s"
    )
    assert breaks.total() >= BREAKS


@pytest.mark.parametrize(
    ("fault", "found"),
    [
        pytest.param("knowing_none_again", "twice", id="that knows no photograph again"),
        pytest.param("by_its_name", "lost", id="that takes half of one for the whole"),
    ],
)
def test_the_harness_finds_lost_or_doubled_photos(browser, tmp_path, fault, found):
    """Planted, see that module; with drawn photographs."""
    dice, data = random.Random(SEED), tmp_path / "data"
    seed(data)
    expected = drawn(tmp_path, dice)
    with Planted(data, fault) as place, pytest.raises(AssertionError, match=f"^{found}"):
        _, token = broken_off(browser, place, expected, dice, 8)
        nothing_lost_and_nothing_twice(place, token, expected)
