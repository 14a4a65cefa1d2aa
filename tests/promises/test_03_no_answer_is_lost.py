"""Promise 3: an answer about a photograph is kept, and a no holds, whatever ends the program."""

import os
import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from held.consent.states import OPEN, Status
from tests.planted.running import Planted
from tests.promises.answered import Kept, lost, take_up, what_stands
from tests.promises.answering import SCOPES, Asked, Person, with_questions
from tests.promises.asking import Asker, is_shown
from tests.promises.questioning import Asking, Questions
from tests.promises.recording import look_at_the_record
from tests.promises.sizes import size
from tests.running import Running
from tests.seeding import seed

pytestmark = pytest.mark.harness
SEED = int(os.environ.get("EVIDENCE_SEED", "20261125"))
KILLS = size("kills while people answer")


@contextmanager
def going_on(asked: Asked, *hands: Person | Asking) -> Iterator[None]:
    """All of them at once, until the place is gone."""
    stop = threading.Event()
    threads = [threading.Thread(target=hand.go_on, args=(stop,)) for hand in hands]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join(60)
    assert asked.fault is None, asked.fault


def wait_for(asked: Asked, many: int) -> None:
    """Until this many more presses were acknowledged, with a time limit."""
    enough, until = len(asked.heard) + many, time.monotonic() + 5
    while len(asked.heard) < enough and time.monotonic() < until:
        time.sleep(0.002)


def persons(place: Running, asked: Asked, dice: random.Random, *, looks: bool = True) -> list[Person]:
    """People with their own photographs to answer about, and their own random numbers."""
    return [
        Person(place.url, asked, involvements, random.Random(dice.random()), looks=looks)
        for involvements in asked.involvements
    ]


def look(place: Running, asked: Asked, told: Questions, known: Kept) -> Kept:
    """After a restart: what was acknowledged is there, links open or not, readers are shown what everybody agreed
    to."""
    kept = what_stands(place.data)
    assert not lost(asked, kept, known)
    for involvement, link in list(told.asked.items())[-3:]:
        stands = kept.answers[involvement.replace("-", "")]
        assert {scope: (stands[scope][0].status, stands[scope][1]) for scope in SCOPES} == dict.fromkeys(
            SCOPES, (Status.ASKED, 1)
        )
        assert httpx.get(f"{place.url}/c/a/{link}").status_code == 200
    for name, said in told.list_complete.items():
        assert (asked.pictures[name] in kept.list_complete) in said
        told.list_complete[name] = {asked.pictures[name] in kept.list_complete}
    take_up(asked, kept)
    look_at_links(place, asked, 2)
    look_as_a_reader(place, asked, kept)
    return kept


def look_at_links(place: Running, asked: Asked, many: int) -> None:
    """For each involvement this many links that must open, and this many that must not."""
    with httpx.Client(base_url=place.url, timeout=60) as http:
        for involvement in [involvement for involvements in asked.involvements for involvement in involvements]:
            assert all(http.get(f"/c/a/{link}").status_code == 200 for link in involvement.links[-many:])
            assert all(http.get(f"/c/a/{link}").status_code == 404 for link in involvement.by.ended[-many:])


def open_pictures(asked: Asked, kept: Kept) -> set[str]:
    """The photographs that readers of the link may ask for, computed from the answers."""
    involvements = [involvement for involvements in asked.involvements for involvement in involvements]
    closed = {
        involvement.picture
        for involvement in involvements
        if kept.answers[involvement.pk]["link"][0].status not in OPEN
    }
    return {name for name, picture in asked.pictures.items() if picture in kept.list_complete} - closed


def look_as_a_reader(place: Running, asked: Asked, kept: Kept) -> None:
    """Exactly what everybody agreed to is shown; a photograph somebody said no to is refused."""
    reader = Asker(place.url)
    assert {name for name in asked.pictures if is_shown(reader, asked.address, name)} == open_pictures(asked, kept)
    reader.close()


def begin(data: Path) -> tuple[dict, Asked, Kept]:
    """Four photographs and three persons in each, who were asked and have answered nothing."""
    known = seed(data)
    asked, kept = with_questions(data, known["story"], 4), what_stands(data)
    take_up(asked, kept)
    return known, asked, kept


def test_no_answer_is_lost_to_a_kill_and_no_no_is_forgotten(tmp_path):
    data, dice, told = tmp_path / "data", random.Random(SEED), Questions()
    known, asked, kept = begin(data)
    on_the_way = 0
    for number in range(KILLS):
        with Running(data) as place:
            kept = look(place, asked, told, kept)
            ana = Asking(place.url, known, asked, told, random.Random(dice.random()))
            ana.again()
            hands = persons(place, asked, dice)
            with going_on(asked, ana, *hands):
                wait_for(asked, dice.randint(1, 60))
                time.sleep(dice.uniform(0, 0.05))
                place.kill()
            on_the_way += sum(
                bool(involvement.unsure or involvement.by.ending) for hand in hands for involvement in hand.involvements
            )
            for hand in hands:
                hand.close()
            ana.desk.close()
        if number % 25 == 24:
            print(
                f"{number + 1} kills, {len(kept.lines)} lines of the record, acknowledged: {asked.counted}", flush=True
            )
    with Running(data) as place:
        kept = look(place, asked, told, kept)
        look_at_links(place, asked, 10_000)
        look_at_the_record(place, known, asked, tmp_path)
    print(
        f"{KILLS} kills, {on_the_way} presses on their way, {len(kept.lines)} lines of the record, seed {SEED}; "
        f"acknowledged: {asked.counted}: 0 lost"
    )
    assert asked.counted["no"] + asked.counted["not-now"] + asked.counted["withdrawn"] > KILLS
    assert asked.counted["yes"] > KILLS
    assert len(told.asked) >= KILLS / 4  # Ana works at the same time: on a slow machine every second time


def killed_once(tmp_path: Path, fault: str) -> list[str]:
    """What is lost at a place with a planted fault."""
    data = tmp_path / "data"
    _known, asked, kept = begin(data)
    with Planted(data, fault) as place, going_on(asked, *persons(place, asked, random.Random(SEED), looks=False)):
        wait_for(asked, 20)
        place.kill()
    assert asked.counted
    return lost(asked, what_stands(data), kept)


def test_the_harness_finds_acknowledged_answers_not_kept(tmp_path):
    """Planted: a place that acknowledges an answer at once and keeps it a moment later."""
    assert any("was told" in one for one in killed_once(tmp_path, "nodding"))


def test_the_harness_finds_a_no_that_is_in_the_tables_alone(tmp_path):
    """Planted: a place that stores answers, but does not log a no next to the keys."""
    found = killed_once(tmp_path, "forgetting")
    assert found
    assert all("not beside the keys" in one for one in found)
