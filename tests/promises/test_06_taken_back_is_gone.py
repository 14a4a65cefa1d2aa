"""Promise 6, its other side: what a family takes back is gone from the very next request, however many are reading."""

import os
import random
import threading
import time
from dataclasses import dataclass, field

import httpx
import pytest

from tests import cast as people
from tests.forms import Hand
from tests.planted.running import Planted
from tests.promises.sizes import size
from tests.running import Running
from tests.seeding import seed

pytestmark = pytest.mark.harness
SEED = int(os.environ.get("EVIDENCE_SEED", "20261123"))
READERS = 6


@dataclass
class Reading:
    """What the readers of one round were answered: when they asked, and whether words came."""

    asked: list[tuple[float, bool]] = field(default_factory=list)

    def words_after(self, moment: float) -> int:
        """Answers with words to requests begun after the moment."""
        return sum(words for begun, words in self.asked if begun > moment)


def race(place: Running, known: dict, rounds: int) -> tuple[int, int, int]:
    """Take back while reading, again and again: words after it was confirmed, later requests, requests in all."""
    dice = random.Random(SEED)
    hand = Hand(place.url, known["cookies"]["ana"])
    story = f"/family/stories/{known['story']}/"
    late = later = asked = 0
    for _ in range(rounds):
        hand.send(hand.form(f"{story}circle/link/", action_ends="circle/link/"))
        address = hand.http.get(story).text.split("/stories/")[-1].split("/")[0]
        form = hand.form(story, action_ends="taking-back")
        reading, stop = Reading(), threading.Event()
        threads = [threading.Thread(target=read, args=(place.url, address, reading, stop)) for _ in range(READERS)]
        for thread in threads:
            thread.start()
        time.sleep(dice.uniform(0.01, 0.08))
        assert hand.send(form).status_code == 303
        confirmed = time.monotonic()
        time.sleep(0.06)
        stop.set()
        for thread in threads:
            thread.join()
        late += reading.words_after(confirmed)
        later += sum(begun > confirmed for begun, _ in reading.asked)
        asked += len(reading.asked)
    hand.close()
    return late, later, asked


def read(url: str, address: str, reading: Reading, stop: threading.Event) -> None:
    """One reader, who asks again and again."""
    with httpx.Client(base_url=url, timeout=30) as browser:
        while not stop.is_set():
            begun = time.monotonic()
            words = people.CANARY in browser.get(f"/stories/{address}/").text
            reading.asked.append((begun, words))


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
    """Planted: a page kept for a quarter of a second."""
    known = seed(tmp_path / "data")
    with Planted(tmp_path / "data", "remembering") as place:
        late, _, _ = race(place, known, 3)
    assert late
