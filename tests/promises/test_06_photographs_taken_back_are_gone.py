"""Promise 6 for photographs: one that is taken back is shown to nobody from the very next request on.

Readers ask, and keep some of the addresses they were given until the moment in which a parent takes it back.
"""

import os
import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from queue import Queue

import pytest

from tests.forms import address_on
from tests.photographs import BYTES
from tests.planted.running import Planted
from tests.promises.asking import Asker, images_on, names_on, veil_path, with_photographs
from tests.promises.sending import Desk
from tests.promises.sizes import size
from tests.running import Running
from tests.seeding import seed

pytestmark = pytest.mark.harness
SEED = int(os.environ.get("EVIDENCE_SEED", "20261124"))
RACES = size("races of a photograph against taking it back")
READERS, PHOTOGRAPHS = 4, 20
LAST = 3  # photographs that are closed with their story, now and then
PATIENCE = 20  # seconds after which something is wrong


@dataclass
class Seen:
    """One request for a photograph: when it began and ended, and whether the picture (or its address) came."""

    begun: float
    ended: float
    picture: bool


@dataclass
class Target:
    """A photograph that is taken back next: what readers saw of it, and from when until when it was closed."""

    address: str
    name: str
    seen: list[Seen] = field(default_factory=list)
    shown: threading.Event = field(default_factory=threading.Event)
    closing: threading.Event = field(default_factory=threading.Event)
    looked_on: threading.Event = field(default_factory=threading.Event)
    closed: float = 0.0
    shown_again: float = 0.0


@dataclass
class Race:
    """All that is taken back, in order, and the counts."""

    next: Queue[Target | None] = field(default_factory=Queue)
    faults: list[BaseException] = field(default_factory=list)
    rounds: int = 0
    asked: int = 0
    late: int = 0
    later: int = 0
    shown_before: int = 0

    def judge(self, targets: list[Target]) -> None:
        """Count what was seen of those that were closed. A request that ended after it was shown again may have been
        allowed."""
        for target in targets:
            seen = list(target.seen)
            after = [one.picture for one in seen if one.begun > target.closed and one.ended < target.shown_again]
            self.rounds += 1
            self.asked += len(seen)
            self.later += len(after)
            self.late += sum(after)
            self.shown_before += any(one.picture for one in seen if one.begun <= target.closed)


def read_on(race: Race, url: str, dice: random.Random) -> None:
    """Two readers, for one photograph after the other until there is none: one asks for it again and again, the other
    asks once, and loads another of its images when it is closed."""
    asker, other = Asker(url), Asker(url)
    try:
        while target := race.next.get():
            other.ask(target.address, target.name)
            kept = _load(target, other)
            _ask_until_it_is_closed(target, asker, dice)
            for image in kept:
                _fetch(target, other, image)
            target.looked_on.set()
    except BaseException as fault:
        race.faults.append(fault)
        raise
    finally:
        asker.close()
        other.close()


def _load(target: Target, asker: Asker) -> list[str]:
    """Load the page with one of its images. Returns the addresses of the others: each answers once."""
    images = _look(target, asker)
    for image in images[:1]:
        _fetch(target, asker, image)
    return images[1:]


def _ask_until_it_is_closed(target: Target, asker: Asker, dice: random.Random) -> None:
    asker.ask(target.address, target.name)
    first, *kept = _look(target, asker) or [""]
    if first:
        _fetch(target, asker, first)
    target.shown.set()
    target.closing.wait(PATIENCE)
    for image in kept:
        time.sleep(dice.uniform(0, 0.012))
        _fetch(target, asker, image)
    _ask_on_until_it_is_closed(target, asker, dice)


def _ask_on_until_it_is_closed(target: Target, asker: Asker, dice: random.Random) -> None:
    """Ask now and then until taking back is confirmed, and once after that."""
    until, confirmed = time.monotonic() + PATIENCE, False
    while not confirmed and time.monotonic() < until:
        confirmed = target.closed > 0
        if confirmed or dice.random() < 0.5:
            asker.ask(target.address, target.name)
            for image in _look(target, asker):
                _fetch(target, asker, image)
        time.sleep(dice.uniform(0, 0.012))


def _look(target: Target, asker: Asker) -> list[str]:
    begun = time.monotonic()
    images = images_on(asker.get(veil_path(target.address, target.name)).body.decode())
    target.seen.append(Seen(begun, time.monotonic(), bool(images)))
    return images


def _fetch(target: Target, asker: Asker, image: str) -> None:
    begun = time.monotonic()
    came = asker.get(image)
    picture = came.kind.startswith("image/") or any(data in came.body for data in BYTES.values())
    target.seen.append(Seen(begun, time.monotonic(), picture))


class Parent(Desk):
    """Ana, who takes photographs back one after the other, and then shows them all again."""

    def __init__(self, url: str, known: dict, seeded: tuple[str, dict[str, int]], dice: random.Random) -> None:
        super().__init__(url, known)
        self.entry, self.dice = known["leaf"], dice
        self.address, self.names = seeded
        self.cycle = 0

    def take_all_back(self, race: Race) -> None:
        """Close every photograph, and then show them all again: the first of them in another place."""
        self.cycle += 1
        targets = [Target(self.address, name) for name in self.dice.sample(list(self.names), len(self.names))]
        for target in targets:
            race.next.put(target)
        with_story = targets[-LAST:] if self.cycle % 3 == 0 else []
        for target in targets[: len(targets) - len(with_story)]:
            self._close([target], self._way(target, first=target is targets[0]))
        if with_story:
            self._close(with_story, f"{self.story}taking-back")
        for target in targets:  # those who still have an address
            target.looked_on.wait(PATIENCE)
        for target in targets:
            target.shown_again = time.monotonic()
        self._show_again(targets[0].name)
        race.judge(targets)

    def _close(self, targets: list[Target], path: str) -> None:
        for target in targets:
            target.shown.wait(PATIENCE)
        for target in targets:
            target.closing.set()
        time.sleep(self.dice.uniform(0, 0.008))
        confirmed = self.press(path)
        for target in targets:
            target.closed = confirmed

    def _way(self, target: Target, *, first: bool) -> str:
        leaf = self.names[target.name]
        if not first:
            return f"/family/leaves/{leaf}/hiding"
        return f"/family/photographs/{leaf}/" + ("taking-out" if self.cycle % 2 else "removal/")

    def _show_again(self, moved: str) -> None:
        leaf = self.names.pop(moved)
        if self.cycle % 2 == 0:
            self.press(f"/family/photographs/{leaf}/keeping-after-all")
        self.press(f"/family/photographs/{leaf}/placing", entry=self.entry)
        self.show_all()
        self.address = address_on(self.page(self.story))
        told = names_on(self.hand.http.get(f"/stories/{self.address}/").text)
        assert len(told) == PHOTOGRAPHS
        (new,) = set(told) - set(self.names)
        self.names[new] = leaf


@contextmanager
def reading(place: Running, race: Race) -> Iterator[None]:
    """Readers, as long as the block lasts."""
    threads = [
        threading.Thread(target=read_on, args=(race, place.url, random.Random(f"{SEED} {number}")))
        for number in range(READERS)
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        for _ in threads:
            race.next.put(None)
        for thread in threads:
            thread.join()
    assert not race.faults


def run(place: Running, known: dict, seeded: tuple[str, dict[str, int]], rounds: int) -> Race:
    """Take back at least this many photographs, one at a time, while readers ask; returns the result."""
    race, parent = Race(), Parent(place.url, known, seeded, random.Random(SEED))
    with reading(place, race):
        while race.rounds < rounds:
            parent.take_all_back(race)
    parent.close()
    return race


def test_no_photo_is_sent_once_taking_back_is_confirmed(tmp_path):
    known = seed(tmp_path / "data")
    seeded = with_photographs(tmp_path / "data", known["story"], PHOTOGRAPHS)
    with Running(tmp_path / "data") as place:
        race = run(place, known, seeded, RACES)
    print(
        f"{race.rounds} photographs taken back, {race.asked} pages and images asked for, {race.later} of them after it "
        f"was confirmed, seed {SEED}: {race.late} showed something; shown before in {race.shown_before} rounds"
    )
    assert race.shown_before > race.rounds / 2, "hardly anything was shown before"
    assert race.later > race.rounds
    assert race.late == 0


def test_the_harness_finds_a_place_that_decides_only_once(tmp_path):
    """Planted: whether a photograph may be shown is decided once and for all."""
    known = seed(tmp_path / "data")
    seeded = with_photographs(tmp_path / "data", known["story"], PHOTOGRAPHS)
    with Planted(tmp_path / "data", "deciding_once") as place:
        race = run(place, known, seeded, PHOTOGRAPHS)
        place.kill()
    print(f"{race.late} of {race.later} showed something")
    assert race.late
