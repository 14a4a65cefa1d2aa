"""Promise 3: a photograph is shown only while everyone in it has said yes, and a no holds from the very next request.

Mika is in some, and takes each yes back again and again while readers ask by every outlet. One race is one withdrawal,
of one photograph, and one outlet by which readers came for it in that round: it could be had there before, and was
asked for there once more after the withdrawal was confirmed. From about the moment in which it is said until it is
confirmed readers go on asking. A page, the feed, and the target of a named link tell about all photographs at once, so
that a request there counts for each. Nobody agrees again before the last request of a round has ended.
"""

import os
import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest

from tests.planted.running import Planted
from tests.promises.outlets import PATIENCE, Outlet, Seen, Story, Withdrawal
from tests.promises.outlets_for_all import FOR_ALL
from tests.promises.outlets_for_one import FOR_ONE
from tests.promises.sizes import size
from tests.promises.withdrawing import Mika, somebody_is_asked
from tests.running import Running
from tests.seeding import seed

pytestmark = pytest.mark.harness
SEED = int(os.environ.get("EVIDENCE_SEED", "20261125"))
RACES = size("races of withdrawing")
WAYS = (*FOR_ALL, *FOR_ONE)
PHOTOGRAPHS = 12
PLANTED = 12  # rounds at most, within which a planted fault shows itself by every outlet


@dataclass
class Tally:
    """The counts for one outlet."""

    wanted: int = 0  # withdrawals for which readers came
    shown_before: int = 0
    races: int = 0
    requests: int = 0
    under_way: int = 0  # when a withdrawal was confirmed
    told: int = 0  # at any time
    later: int = 0
    late: int = 0

    def count(self, seen: list[Seen], name: str, closed: float) -> None:
        """One withdrawal."""
        mine = [one for one in seen if name in one.about]
        after = [one for one in mine if one.begun > closed]
        shown_before = any(name in one.there for one in mine if one.begun <= closed)
        self.wanted += bool(mine)
        self.shown_before += shown_before
        self.races += bool(shown_before and after)
        self.under_way += sum(one.begun <= closed <= one.ended for one in mine)
        self.told += sum(name in one.told for one in mine)
        self.later += len(after)
        self.late += sum(name in one.told for one in after)


@dataclass
class Race:
    """Readers who wait for each other between rounds, and the counts."""

    outlets: list[Outlet]
    dice: random.Random
    together: threading.Barrier = field(init=False)
    going_on: bool = True
    rounds: int = 0
    began: float = field(default_factory=time.monotonic)
    tally: dict[str, Tally] = field(default_factory=lambda: {name: Tally() for way in WAYS for name in way.names})
    faults: list[BaseException] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.together = threading.Barrier(len(self.outlets) + 1, timeout=PATIENCE)

    def total(self, what: str) -> int:
        """Of all outlets."""
        return sum(getattr(one, what) for one in self.tally.values())

    def give_out(self, names: list[str]) -> list[Withdrawal]:
        """What is withdrawn in this round, in order. A page tells about all; outlets for one photograph share them."""
        order = [Withdrawal(name) for name in self.dice.sample(names, len(names))]
        involvements: list[list[Withdrawal]] = [[] for _ in FOR_ONE]
        for number, one in enumerate(order):
            involvements[(number + self.rounds) % len(involvements)].append(one)
        for outlet in self.outlets:
            outlet.mine = involvements[FOR_ONE.index(type(outlet))] if type(outlet) in FOR_ONE else order
        return order

    def judge(self, order: list[Withdrawal]) -> None:
        """Count what was seen in the round that ended."""
        self.rounds += 1
        for outlet in self.outlets:
            for name in outlet.names:
                seen = [one for one in outlet.seen if one.outlet == name]
                self.tally[name].requests += len(seen)
                for one in order:
                    self.tally[name].count(seen, one.name, one.at[outlet.scope])
            outlet.seen.clear()

    def told(self) -> str:
        """The figures, as they are stored."""
        head = f"{self.rounds * PHOTOGRAPHS} withdrawals in {self.rounds} rounds, seed {SEED}"
        lines = [f"{head}, {time.monotonic() - self.began:.0f} s", f"all outlets: {_figures(self.total)}"]
        lines += [f"{name}: {_figures(one.__getattribute__)}" for name, one in self.tally.items()]
        return "\n  ".join(lines)


def _figures(of: Callable[[str], int]) -> str:
    return (
        f"{of('races'):,} races, {of('requests'):,} requests, {of('under_way'):,} times one was under way when it was "
        f"confirmed, {of('later'):,} later, {of('late'):,} late"
    )


def read_on(race: Race, outlet: Outlet) -> None:
    """One reader, round by round."""
    try:
        while race.together.wait() >= 0 and race.going_on:
            outlet.look()
            race.together.wait()
            outlet.look_on()
            race.together.wait()
    except BaseException as fault:
        race.faults.append(fault)
        race.together.abort()
        raise
    finally:
        outlet.asker.close()


def go_round(race: Race, mika: Mika) -> None:
    """Everyone agrees and readers look; each is withdrawn; when all have looked once more, it is judged."""
    mika.agree()
    order = race.give_out(list(mika.involvements))
    race.together.wait()
    race.together.wait()
    for one in order:
        mika.withdraw(one)
    race.together.wait()
    race.judge(order)


@contextmanager
def reading(race: Race) -> Iterator[None]:
    """Readers, as long as the block lasts."""
    threads = [threading.Thread(target=read_on, args=(race, outlet)) for outlet in race.outlets]
    for thread in threads:
        thread.start()
    try:
        yield
        race.going_on = False
        race.together.wait()
    except BaseException:
        race.together.abort()
        raise
    finally:
        for thread in threads:
            thread.join()
        assert not race.faults, race.faults[0]


def run(place: Running, story: Story, *, races: int, rounds: int = 0) -> Race:
    """At least this many races, and at most this many rounds if given; returns the result."""
    dice = random.Random(SEED)
    mika = Mika(place.url, story, dice)
    mika.agree()
    race = Race([way(place.url, story, random.Random(f"{SEED} {way.names}")) for way in WAYS], dice)
    with reading(race):
        while race.total("races") < races:
            go_round(race, mika)
            if rounds and (race.rounds >= rounds or all(one.late for one in race.tally.values())):
                break
            if race.rounds % 100 == 0:
                print(race.told(), flush=True)
    mika.close()
    return race


def test_no_photo_is_sent_after_a_yes_is_withdrawn(tmp_path):
    known = seed(tmp_path / "data")
    story = somebody_is_asked(tmp_path / "data", known["story"], PHOTOGRAPHS)
    with Running(tmp_path / "data") as place:
        race = run(place, story, races=RACES)
    print(race.told())
    for name, one in race.tally.items():
        assert one.shown_before > one.wanted / 2, f"by “{name}” hardly anything was shown before"
        assert one.later >= one.races > 0, name
        assert one.under_way, name
    assert race.total("late") == 0
    assert race.tally["feed"].told == 0, "it tells of stories alone"


def test_the_harness_finds_a_remembered_yes_by_every_outlet(tmp_path):
    """Planted: who has said yes is remembered while readers ask; and the feed tells what photographs show."""
    known = seed(tmp_path / "data")
    story = somebody_is_asked(tmp_path / "data", known["story"], PHOTOGRAPHS)
    with Planted(tmp_path / "data", "remembering_consent") as place:
        race = run(place, story, races=RACES, rounds=PLANTED)
        place.kill()
    print(race.told())
    assert not [name for name, one in race.tally.items() if not one.late]
