"""Promise 6: no word is lost, whatever ends the program, and nothing taken back comes again."""

import os
import random
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.forms import Hand, address_on
from tests.planted.running import Planted
from tests.promises.sizes import size
from tests.running import Running
from tests.seeding import seed

pytestmark = pytest.mark.harness
SEED = int(os.environ.get("EVIDENCE_SEED", "20261123"))
WORD = "kennwort"


@pytest.fixture
def seeded(tmp_path: Path) -> tuple[Path, dict]:
    data = tmp_path / "data"
    return data, seed(data)


class Writer:
    """Ana, who writes, opens and takes back as fast as she is answered, and remembers what was confirmed."""

    def __init__(self, url: str, known: dict) -> None:
        self.hand = Hand(url, known["cookies"]["ana"])
        self.leaf, self.story = f"/family/leaves/{known['leaf']}/", f"/family/stories/{known['story']}/"
        self.confirmed: list[str] = []
        self.closed_addresses: list[str] = []
        self.open_address = ""
        self.acts = 0

    def go_on(self, stop: threading.Event) -> None:
        while not stop.is_set():
            try:
                self._save()
                if self.acts % 3 == 2:
                    self._open()
                    self._take_back()
            except (httpx.HTTPError, LookupError):
                return

    def _save(self) -> None:
        words = f"{WORD} {self.acts}"
        answer = self.hand.send(self.hand.form(self.leaf, action_ends=self.leaf), body=words)
        if answer.status_code == 303:
            self.confirmed.append(words)
            self.acts += 1

    def _open(self) -> None:
        form = self.hand.form(f"{self.story}circle/link/", action_ends="circle/link/")
        if self.hand.send(form).status_code == 303:
            self.open_address = address_on(self.hand.http.get(self.story).text)

    def _take_back(self) -> None:
        asked = self.hand.form(self.story, action_ends="taking-back")
        address, self.open_address = self.open_address, ""
        if self.hand.send(asked).status_code == 303 and address:
            self.closed_addresses.append(address)


@contextmanager
def writing(url: str, known: dict) -> Iterator[Writer]:
    writer, stop = Writer(url, known), threading.Event()
    thread = threading.Thread(target=writer.go_on, args=(stop,))
    thread.start()
    try:
        yield writer
    finally:
        stop.set()
        thread.join(60)
        writer.hand.close()


def kept_words(data: Path) -> set[str]:
    """Every version's words, read from the folder by a separate process."""
    from tests.read_back import read_bodies  # noqa: PLC0415  # needs no place when collected

    return read_bodies(data)


def test_no_kill_loses_saved_words_or_reopens_a_story(seeded):
    data, known = seeded
    dice = random.Random(SEED)
    confirmed, closed, opened = [], [], 0
    for _ in range(size("kills")):
        with Running(data) as place:
            for address in closed[-20:]:
                assert httpx.get(f"{place.url}/stories/{address}/").status_code == 404
            with writing(place.url, known) as writer:
                time.sleep(dice.uniform(0.05, 0.6))
                place.kill()
            confirmed += writer.confirmed
            closed += writer.closed_addresses
            opened += bool(writer.open_address)
    lost = set(confirmed) - kept_words(data)
    print(f"{size('kills')} kills, {len(confirmed)} saves confirmed, {len(closed)} takings back confirmed, seed {SEED}")
    assert confirmed
    assert not lost
    with Running(data) as place:
        for address in closed:
            assert httpx.get(f"{place.url}/stories/{address}/").status_code == 404


def test_the_harness_finds_words_that_were_confirmed_and_not_kept(seeded):
    """Planted: a place that answers before the words are on the disk, and is killed."""
    data, known = seeded
    confirmed: list[str] = []
    for _ in range(4):
        with Planted(data, "hasty") as place, writing(place.url, known) as writer:
            time.sleep(0.5)
            place.kill()
        confirmed += writer.confirmed
    assert confirmed
    assert set(confirmed) - kept_words(data)


def test_sigterm_ends_it_cleanly_with_every_confirmed_word(seeded):
    data, known = seeded
    with Running(data) as place, writing(place.url, known) as writer:
        time.sleep(0.6)
        place.process.send_signal(signal.SIGTERM)
        assert place.process.wait(30) == 0
    assert writer.confirmed
    assert not set(writer.confirmed) - kept_words(data)
