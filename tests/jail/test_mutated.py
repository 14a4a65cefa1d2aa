"""Thousands of damaged photographs: a worker may refuse, or crash; the caller survives, and each keeps its limits."""

import os
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from random import Random
from time import monotonic

import pytest

from held.jail.answer import NotAnAnswer, unpack_pixels
from held.jail.limits import CPU_SECONDS, MEMORY, WALL_SECONDS
from held.jail.supervisor import FellIn, Keeper, NoZygote
from tests.jail.mutating import damaged, seeds
from tests.promises.sizes import size

SEED = int(os.environ.get("EVIDENCE_SEED", "20261124"))
WITHOUT_WALLS = "from tests.jail.probing import serve; serve(int(sys.argv[2]), int(sys.argv[3]), ())"

pytestmark = pytest.mark.harness


class Tally:
    """What was seen: how workers ended, and everything that must never happen."""

    def __init__(self) -> None:
        self.ends: Counter[str] = Counter()
        self.faults: list[str] = []
        self.most_memory, self.most_cpu, self.longest = 0, 0.0, 0.0

    def live_through(self, keeper: Keeper, original: bytes, name: str, seconds: float = WALL_SECONDS) -> None:
        """Send one in and see how it ends."""
        begun = monotonic()
        try:
            keeper.ready()
            with keeper.room(seconds) as room:
                room.hand_in(BytesIO(original))
                said = room.answer()
                ending = room.ending()
        except (TimeoutError, FellIn, NoZygote, NotAnAnswer) as fault:
            self.faults.append(f"{name}: {type(fault).__name__}")
            return
        self.longest = max(self.longest, monotonic() - begun)
        self.most_memory, self.most_cpu = max(self.most_memory, ending.memory), max(self.most_cpu, ending.seconds)
        if ending.memory > MEMORY or ending.seconds > CPU_SECONDS + 1:
            self.faults.append(f"{name}: {ending}")
        self.ends[f"signal {ending.status}" if ending.status else _verdict(said)] += 1
        if ending.status == 0 and _verdict(said) == "no answer":
            self.faults.append(f"{name}: no answer")


def _verdict(said: bytes) -> str:
    try:
        return unpack_pixels(said)[0].name
    except NotAnAnswer:
        return "no answer"


def through(count: int, live: Callable[[int], None]) -> None:
    with ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        list(pool.map(live, range(count)))


def test_every_damaged_photo_ends_within_its_limits(capsys):
    keeper, among, tally = Keeper(), seeds(), Tally()
    keeper.ready()
    zygote, count = keeper.zygote, size("mutated images")
    through(count, lambda n: tally.live_through(keeper, damaged(Random(f"{SEED} {n}"), among), f"{SEED} {n}"))
    with capsys.disabled():
        print(
            f"\n{count} mutated images of {len(among)} seeds (EVIDENCE_SEED={SEED}): "
            f"{dict(sorted(tally.ends.items()))}; "
            f"at most {tally.most_memory >> 20} MiB, {tally.most_cpu:.1f} s CPU, {tally.longest:.1f} s"
        )
    assert tally.faults == []
    assert sum(tally.ends.values()) == count
    assert keeper.zygote == zygote
    assert len(tally.ends) >= 2  # some are still shown, and some are not: else the damage is wrong


@pytest.mark.parametrize(
    ("planted", "found"),
    [("say who in /", "TimeoutError"), ("fell the zygote in /", "FellIn"), ("time in /", "no answer")],
)
def test_a_room_that_hangs_or_takes_others_with_it_is_found(planted, found):
    tally = Tally()
    tally.live_through(Keeper(WITHOUT_WALLS), planted.encode(), "planted", seconds=1)
    assert tally.faults == [f"planted: {found}"]


def test_a_room_that_takes_too_much_is_found(monkeypatch):
    monkeypatch.setattr("tests.jail.test_mutated.MEMORY", 1 << 20)
    tally = Tally()
    tally.live_through(Keeper(), seeds()[0], "planted")
    assert tally.faults[0].startswith("planted: Ending")


def test_the_same_seed_damages_in_the_same_way():
    among = seeds()[:12]
    assert [damaged(Random(f"1 {n}"), among) for n in range(50)] == [
        damaged(Random(f"1 {n}"), among) for n in range(50)
    ]
