"""Promise 6 for photographs: none that was acknowledged is lost, none is there in part, none comes back."""

import os
import random
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from tests.planted.running import Planted
from tests.promises.asking import names_on, veil_path, with_photographs
from tests.promises.sending import ARRIVED, Desk, another_png, digest, what_is_kept
from tests.promises.sizes import size
from tests.running import Running
from tests.seeding import seed

pytestmark = pytest.mark.harness
SEED = int(os.environ.get("EVIDENCE_SEED", "20261124"))
KILLS = size("kills while photographs arrive")
REMOVED = 0.5 if KILLS < 100 else 0.15  # share of the closed ones; half of them are destroyed at once
LEAST = 10  # photographs that readers may ask for; with fewer, those that were taken back are shown again


@dataclass
class Confirmed:
    """What a family was told: which files arrived, and which of them can be shown; which names are closed."""

    arrived: set[str] = field(default_factory=set)
    shown: set[str] = field(default_factory=set)
    closed: set[str] = field(default_factory=set)
    removed: set[str] = field(default_factory=set)
    destroyed: list[int] = field(default_factory=list)  # their leaves
    open: dict[str, int] = field(default_factory=dict)
    taken_back: int = 0
    fault: Exception | None = None


def camera_files() -> list[tuple[str, bytes]]:
    """Real files of cameras, if this machine has some."""
    folder = os.environ.get("HELD_CORPORA")
    found = sorted(Path(folder).glob("camera/jpg/*.jpg")) if folder else []
    return [(path.name, path.read_bytes()) for path in found]


class Family:
    """Ana, who sends, takes back and removes as fast as she is answered, and remembers what was confirmed."""

    def __init__(self, url: str, known: dict, told: Confirmed, dice: random.Random) -> None:
        self.desk, self.told, self.dice = Desk(url, known), told, dice
        self.real = camera_files()

    def go_on(self, stop: threading.Event) -> None:
        try:
            while not stop.is_set():
                self._send()
                if self.told.open and self.dice.random() < 0.5:
                    self._close_one()
        except httpx.HTTPError:
            return
        except (AssertionError, LookupError, ValueError) as fault:
            self.told.fault = fault

    def _send(self) -> None:
        drawn = [(f"{number}.png", another_png(f"{self.dice.random()}")) for number in range(self.dice.randint(1, 3))]
        real = [self.dice.choice(self.real)] if self.real and self.dice.random() < 0.2 else []
        given = dict(drawn + real)
        for file in self.desk.send(*given.items()).json()["files"]:
            assert file["kept"], file
            self.told.arrived.add(digest(given[file["name"]]))
            if file["said"] == ARRIVED:
                self.told.shown.add(digest(given[file["name"]]))

    def _close_one(self) -> None:
        name = self.dice.choice(list(self.told.open))
        leaf = self.told.open.pop(name)
        if self.dice.random() < REMOVED:
            self.desk.press(f"/family/photographs/{leaf}/removal/")
            self.told.removed.add(name)
            if self.dice.random() < 0.5:
                self.desk.press(f"/family/photographs/{leaf}/destroying/")
                self.told.destroyed.append(leaf)
        else:
            self.desk.press(f"/family/leaves/{leaf}/hiding")
            self.told.closed.add(name)
        self.told.taken_back += 1


@contextmanager
def going_on(family: Family) -> Iterator[None]:
    stop = threading.Event()
    thread = threading.Thread(target=family.go_on, args=(stop,))
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(60)
        family.desk.close()
    assert family.told.fault is None, family.told.fault


def look(place: Running, known: dict, address: str, names: dict[str, int], told: Confirmed) -> None:
    """After a restart: the album opens, nothing closed is open; then reads again what readers may ask for."""
    desk = Desk(place.url, known)
    listed = re.findall(r'<li class="album-row">', desk.page(desk.photographs))
    assert len(listed) >= len(told.arrived)
    shown = names_on(desk.hand.http.get(f"/stories/{address}/").text)
    assert not (told.closed | told.removed) & set(shown)
    for name in [*sorted(told.closed)[-5:], *sorted(told.removed)[-5:]]:
        assert desk.hand.http.get(veil_path(address, name)).status_code == 404
    for leaf in told.destroyed[-5:]:
        assert desk.hand.http.get(f"/family/leaves/{leaf}/").status_code == 404
    if len(shown) < LEAST:
        told.closed.clear()
        desk.show_all()
        shown = names_on(desk.hand.http.get(f"/stories/{address}/").text)
    told.open = {name: names[name] for name in shown}
    desk.close()


def test_no_kill_loses_a_photo_or_brings_one_back(tmp_path):
    data, dice, told = tmp_path / "data", random.Random(SEED), Confirmed()
    known = seed(data)
    address, names = with_photographs(data, known["story"], 40 if KILLS < 100 else 160)
    for _ in range(KILLS):
        with Running(data) as place:
            look(place, known, address, names, told)
            with going_on(Family(place.url, known, told, dice)):
                time.sleep(dice.uniform(0.2, 1.8))
                place.kill()
    with Running(data) as place:
        look(place, known, address, names, told)
    kept, swept = what_is_kept(data), what_is_kept(data, sweep=True)
    lost = told.arrived - kept.originals
    print(
        f"{KILLS} kills, {len(told.arrived)} photographs acknowledged, {told.taken_back} taken back, "
        f"{len(told.removed)} of them removed, {len(told.destroyed)} destroyed, {kept.left_over} blobs left over, "
        f"seed {SEED}: {len(lost)} lost"
    )
    assert len(told.arrived) > KILLS / 2
    assert not lost
    assert told.shown <= kept.shown
    assert (swept.originals, swept.shown, swept.left_over) == (kept.originals, kept.shown, 0)


def test_the_harness_finds_a_place_that_thanks_before_it_has_them(tmp_path):
    """Planted: photographs are acknowledged at once and stored a moment later."""
    data, told = tmp_path / "data", Confirmed()
    known = seed(data)
    with Planted(data, "thanking_early") as place, going_on(Family(place.url, known, told, random.Random(SEED))):
        time.sleep(0.5)
        place.kill()
    assert told.arrived
    assert told.arrived - what_is_kept(data).originals
