"""Promise 6, its other side: what a family takes back is gone from the very next request, however many are reading."""

import os
import random
import threading
import time
from dataclasses import dataclass, field

import httpx
import pytest

from tests import cast as people
from tests.forms import Hand, address_on
from tests.planted.running import Planted
from tests.promises.sizes import size
from tests.running import Running
from tests.seeding import seed

pytestmark = pytest.mark.harness
SEED = int(os.environ.get("EVIDENCE_SEED", "20261123"))
READERS = 6


@dataclass
class Reading:
    """What all readers were answered: when they asked, for which address, and whether words came."""

    address: str = ""
    asked: list[tuple[float, str, bool]] = field(default_factory=list)

    def go_on(self, url: str, stop: threading.Event) -> None:
        """One reader, who asks for the newest address again and again."""
        with httpx.Client(base_url=url, timeout=30) as browser:
            while not stop.is_set():
                begun, address = time.monotonic(), self.address
                words = people.CANARY in browser.get(f"/stories/{address}/").text
                self.asked.append((begun, address, words))

    def of(self, address: str, moment: float) -> tuple[int, int, int]:
        """For one address: requests begun after the moment, those with words, and those with words before it."""
        mine = [(begun, words) for begun, asked, words in self.asked if asked == address]
        after = [words for begun, words in mine if begun > moment]
        return len(after), sum(after), sum(words for begun, words in mine if begun <= moment)


def race(place: Running, known: dict, rounds: int) -> tuple[int, int, int]:
    """Take back while reading, again and again: words after it was confirmed, later requests, requests in all."""
    dice, reading, stop = random.Random(SEED), Reading(), threading.Event()
    hand = Hand(place.url, known["cookies"]["ana"])
    threads = [threading.Thread(target=reading.go_on, args=(place.url, stop)) for _ in range(READERS)]
    for thread in threads:
        thread.start()
    taken = [open_and_take_back(hand, f"/family/stories/{known['story']}/", reading, dice) for _ in range(rounds)]
    stop.set()
    for thread in threads:
        thread.join()
    hand.close()
    told = [reading.of(address, moment) for address, moment in taken]
    assert sum(before > 0 for _, _, before in told) > rounds / 2, "the readers hardly ever read: nothing was shown"
    return sum(late for _, late, _ in told), sum(later for later, _, _ in told), len(reading.asked)


def open_and_take_back(hand: Hand, story: str, reading: Reading, dice: random.Random) -> tuple[str, float]:
    """One round: the address, and the moment at which taking back was confirmed."""
    hand.send(hand.form(f"{story}circle/link/", action_ends="circle/link/"))
    reading.address = address = address_on(hand.http.get(story).text)
    form = hand.form(story, action_ends="taking-back")
    time.sleep(dice.uniform(0.03, 0.12))
    assert hand.send(form).status_code == 303
    confirmed = time.monotonic()
    time.sleep(0.08)
    return address, confirmed


def test_no_word_comes_after_taking_back_was_confirmed(tmp_path):
    known = seed(tmp_path / "data")
    with Running(tmp_path / "data") as place:
        late, later, asked = race(place, known, size("races of taking back"))
    print(
        f"{size('races of taking back')} races, {asked} requests, {later} after confirmation, seed {SEED}: {late} late"
    )
    assert later
    assert late == 0


def test_the_harness_finds_a_place_that_remembers(tmp_path):
    """Planted: a page kept for two seconds."""
    known = seed(tmp_path / "data")
    with Planted(tmp_path / "data", "remembering") as place:
        late, _, _ = race(place, known, 8)
    assert late
