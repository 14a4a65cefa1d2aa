"""Promise 6 for photographs: on a disk without one free byte none arrives, and the sender is told; all else goes on."""

import random
import shutil
import time
from pathlib import Path

import pytest

from tests.disk import fill, own_disk
from tests.planted.running import Planted
from tests.promises.asking import Asker, is_shown, names_on, with_photographs
from tests.promises.sending import ARRIVED, Desk, another_png, digest, what_is_kept
from tests.running import Running
from tests.seeding import seed

pytestmark = pytest.mark.harness
SIZE = 400 * 1024 * 1024  # bytes: more than must be free for a photograph to be accepted at all
NO_ROOM = "There’s no room left for this one. It’s our fault, not yours. It’s unchanged on your device."


@pytest.fixture
def disk(tmp_path):
    """A disk that becomes full."""
    with own_disk(tmp_path, SIZE) as disk:
        yield disk


def files_of(data: Path) -> int:
    """How many files of photographs there are, whole or on their way."""
    return sum(path.is_file() for name in ("photographs", "incoming") for path in (data / name).rglob("*"))


def begin_and_fill(desk: Desk, disk: Path) -> dict:
    """The disk becomes full while a photograph arrives; returns the response."""
    big = another_png("big") + random.Random(6).randbytes(20_000_000)
    line = desk.begin(big, 8_000_000)
    while not any((disk / "data" / "incoming").glob("*")):
        time.sleep(0.01)
    fill(disk)
    desk.go_on(line)
    status, told = desk.answer(line)
    line.close()
    assert status == 200
    return told["files"][0]


def take_back_one_by_one(desk: Desk, reader: Asker, disk: Path, names: dict[str, int], address: str) -> None:
    """In each possible way, and before each the disk is filled again."""
    first, second, third, *others = names
    for path, gone in (
        (f"/family/leaves/{names[first]}/hiding", first),
        (f"/family/photographs/{names[second]}/taking-out", second),
        (f"/family/photographs/{names[third]}/removal/", third),
    ):
        fill(disk)
        assert is_shown(reader, address, gone)
        desk.press(path)
        assert not is_shown(reader, address, gone)
    assert names_on(reader.get(f"/stories/{address}/").body.decode()) == others
    fill(disk)
    desk.press(f"/family/photographs/{names[third]}/destroying/")
    fill(disk)
    desk.press(f"{desk.story}taking-back")
    assert reader.get(f"/stories/{address}/").status == 404
    assert not any(is_shown(reader, address, name) for name in names)


def test_on_a_full_disk_no_photo_arrives_and_the_rest_works(disk):
    data, fits = disk / "data", another_png("there is room again")
    known = seed(data)
    address, names = with_photographs(data, known["story"], 5)
    with Running(data) as place:
        desk, reader, before = Desk(place.url, known), Asker(place.url), files_of(data)
        told = begin_and_fill(desk, disk)
        assert not told["kept"]
        assert NO_ROOM in told["said"]
        assert files_of(data) == before, "something half-done stayed"
        assert NO_ROOM in desk.send(("another.png", another_png("another")), script=False).text
        assert files_of(data) == before
        take_back_one_by_one(desk, reader, disk, names, address)
        (disk / "fill").unlink()
        assert desk.send(("fits.png", fits)).json()["files"][0]["said"] == ARRIVED
        desk.close()
        reader.close()
    kept = what_is_kept(data)
    assert (len(kept.originals), kept.left_over) == (len(names), 0)  # one was destroyed, one has come
    assert digest(fits) in kept.shown


def test_the_harness_finds_a_place_that_leaves_half_of_one(disk):
    """Planted: what could not be finished stays where it arrived."""
    known = seed(disk / "data")
    with Planted(disk / "data", "half_done") as place:
        desk = Desk(place.url, known)
        begin_and_fill(desk, disk)
        assert shutil.disk_usage(disk).free == 0
        desk.close()
        place.kill()
    assert files_of(disk / "data")
