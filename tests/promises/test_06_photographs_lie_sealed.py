"""Promise 6 for photographs: no part of one is anywhere in clear, neither while it arrives nor afterwards.

A watcher reads, as fast as it can, every file of the installation and every file that its processes have open.
"""

import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.inside import inside
from tests.planted.running import Planted
from tests.promises.sending import Desk, another_png
from tests.running import Running
from tests.seeding import seed

pytestmark = pytest.mark.harness
CANARY, NAME = "kanarienvogelbild", "kanarienvogelname.png"
MARKS = (CANARY.encode(), NAME.encode())
NOTHING_COMES_OUT = """
from held.pictures import vault
from held.pictures.models import Picture, Rendition
(picture,) = Picture.objects.all()
assert picture.name == {name!r}
rows = Rendition.objects.filter(picture=picture)
bytes_of = [vault.get(one.blob, picture.key, vault.where_rendition(picture.pk, one.box, one.format)) for one in rows]
print(len(bytes_of), sum({canary!r} in data for data in bytes_of))
"""


@dataclass
class Watcher:
    """Reads everything again and again; records where something was in clear, and how many files were read."""

    folders: list[Path]
    process: int
    found: set[str] = field(default_factory=set)
    read: int = 0
    sealed: int = 0  # times that an arriving file was read
    stop: threading.Event = field(default_factory=threading.Event)

    def go_on(self) -> None:
        while not self.stop.is_set():
            for path in [*self._named(), *self._opened()]:
                self._look_at(path)

    def _named(self) -> Iterator[Path]:
        for folder in self.folders:
            yield from (path for path in folder.rglob("*") if "static" not in path.parts)

    def _opened(self) -> Iterator[Path]:
        for process in _family_of(self.process):
            yield from Path(f"/proc/{process}/fd").glob("*")

    def _look_at(self, path: Path) -> None:
        try:
            if path.is_file():
                told = path.read_bytes()
                self.read += 1
                self.sealed += path.parent.name == "incoming"
                if any(mark in told or mark.decode().encode("utf-16-le") in told for mark in MARKS):
                    self.found.add(str(path))
        except OSError:
            return  # gone meanwhile


def _family_of(process: int) -> Iterator[int]:
    yield process
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            children = [int(child) for child in task.read_text().split()]
        except OSError:
            continue
        for child in children:
            yield from _family_of(child)


@contextmanager
def watching(place: Running, folder: Path) -> Iterator[Watcher]:
    watcher = Watcher([place.data, folder], place.process.pid)
    thread = threading.Thread(target=watcher.go_on)
    thread.start()
    try:
        yield watcher
    finally:
        watcher.stop.set()
        thread.join()


def send_slowly(desk: Desk, watcher: Watcher) -> dict:
    """A photograph of a few megabytes, in pieces, each of which waits until everything was read once more."""
    data = another_png(CANARY * 50) + random.Random(7).randbytes(3_000_000) + CANARY.encode() * 50
    data += random.Random(8).randbytes(1_000_000)
    line = desk.begin(data, 2_000, NAME)
    for _ in range(8):
        desk.go_on(line, 500_000)
        before = watcher.read
        while watcher.read < before + 40:
            time.sleep(0.01)
    desk.go_on(line)
    status, told = desk.answer(line)
    line.close()
    assert status == 200
    return told["files"][0]


def test_a_watcher_of_the_disk_never_sees_it(tmp_path):
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    known = seed(tmp_path / "data")
    with Running(tmp_path / "data", TMPDIR=str(temporary)) as place, watching(place, temporary) as watcher:
        desk = Desk(place.url, known)
        assert send_slowly(desk, watcher)["kept"]
        desk.page(desk.photographs)
        desk.close()
        place.stop()
        printed = place.output
    assert not watcher.found
    assert watcher.sealed > 3, "nothing was read while it arrived"
    assert CANARY not in printed
    assert NAME not in printed
    made, in_clear = inside(tmp_path / "data", NOTHING_COMES_OUT.format(name=NAME, canary=CANARY.encode())).split()
    assert (int(made) > 0, int(in_clear)) == (True, 0)


def test_the_harness_finds_a_place_that_lays_files_down(tmp_path):
    """Planted: what arrives is in an unnamed file in the temporary folder, until all of it has arrived."""
    known = seed(tmp_path / "data")
    with Planted(tmp_path / "data", "laying_down") as place, watching(place, tmp_path / "none") as watcher:
        desk = Desk(place.url, known)
        send_slowly(desk, watcher)
        desk.close()
        place.kill()
    assert watcher.found
