"""Promise 3 on a disk without one free byte: every no is kept and holds; a yes that cannot be kept is said gently."""

import random
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from held.consent import ladder
from held.consent.states import OPEN, Event, Status
from held.place import disk_reserve
from tests.answered import seen_on
from tests.disk import fill, own_disk
from tests.promises.answered import lost, take_up, what_stands
from tests.promises.answering import ANSWERS, Asked, Involvement, Person, Step, open_link, with_questions
from tests.promises.asking import Asker, is_shown
from tests.promises.questioning import Asking, Questions, confirm_list
from tests.promises.recording import look_at_the_record
from tests.promises.sending import Desk
from tests.running import Running
from tests.seeding import seed

pytestmark = pytest.mark.harness
SIZE = 400 * 1024 * 1024  # bytes: more than must be free for a photograph to be accepted at all
NOT_KEPT = "We couldn’t keep this just now"


@pytest.fixture
def disk(tmp_path):
    """A disk that becomes full."""
    with own_disk(tmp_path, SIZE) as disk:
        yield disk


class Place:
    """A place in which one person answers, Ana asks and a reader looks."""

    def __init__(self, place: Running, known: dict, asked: Asked) -> None:
        self.place, self.url, self.asked = place, place.url, asked
        self.person = Person(place.url, asked, asked.involvements[0], random.Random(3))
        self.others = [
            Person(place.url, asked, involvements, random.Random(3)) for involvements in asked.involvements[1:]
        ]
        self.desk, self.reader = Desk(place.url, known), Asker(place.url)

    def everybody_agrees(self) -> None:
        """All people agree to all that they were asked; a no whose link was ended stays."""
        for one in (self.person, *self.others):
            for involvement in one.involvements:
                for scope in involvement.states:
                    one.answer(involvement, scope, "yes")
        for involvement in self.person.involvements:
            assert (
                self.shows(involvement)
                == (involvement.states["link"][0].status in OPEN)
                == (involvement.by.first in involvement.links)
            )

    def shows(self, involvement: Involvement) -> bool:
        """Whether a reader who asks is shown that photograph."""
        return is_shown(self.reader, self.asked.address, involvement.picture)

    def cannot_keep(self, involvement: Involvement, button: str, **given: str) -> None:
        """The person is told so; what little was stored before that, where the databases had room inside, is known."""
        open_link(self.person.http, involvement.links[-1])
        page = self.person.http.get(f"/c/a/{involvement.links[-1]}").text
        given |= seen_on(page, given.get("scope", ""), involvement.pk) | {"about": involvement.pk}
        for _ in range(50):
            answer = self.person.http.post(f"/c/a/{involvement.links[-1]}/{button}", data=given)
            assert answer.status_code == 303, answer.status_code
            there = answer.headers["Location"]
            said = there.rpartition("said=")[2]
            if said == "not-kept":
                assert NOT_KEPT in self.reading(involvement, there)
                return
            if button == "answer":
                involvement.go(
                    involvement.after(given["scope"], ANSWERS[said], involvement.links[-1]), involvement.links[-1]
                )
            else:
                involvement.tells = {said == "tells"}
        raise AssertionError("all of it was kept")

    def reading(self, involvement: Involvement, there: str) -> str:
        """The page behind their link, once it was opened; `there`: its address, with what was just done."""
        self.person.http.post(f"/c/a/{involvement.links[-1]}")
        return self.person.http.get(there).text

    def asks(self, involvement: Involvement) -> list[httpx.Response]:
        """Ana asks for something more, and names somebody."""
        here = f"/family/photographs/{self.asked.leaves[involvement.picture]}/people/naming"
        asking = f"/family/parts/{uuid.UUID(involvement.pk)}/asking/"
        given = {"csrfmiddlewaretoken": self.desk.token}
        return [
            self.desk.hand.http.post(asking, data=given | {"scope": ["print"], "once": "0" * 32}),
            self.desk.hand.http.post(here, data=given | {"name": "Rosa", "in_it": "on"}),
        ]

    def close(self) -> None:
        """Close the browsers."""
        for one in (self.person, *self.others, self.desk, self.reader):
            one.close()


def wait_for_the_room(data: Path) -> None:
    """Wait until the disk space reserved for taking back is complete."""
    for _ in range(300):
        if (data / "room-for-taking-back").exists() and (
            data / "room-for-taking-back"
        ).stat().st_size == disk_reserve.SIZE:
            return
        time.sleep(0.1)
    raise AssertionError("no room was laid aside")


def every_no_is_kept(here: Place, disk: Path) -> None:
    """In each possible way, and before each the disk is filled again."""
    one, two, three, four = here.person.involvements
    fill(disk)
    here.person.climb(one, ladder.Step.NO)  # checks itself that a reader is refused
    fill(disk)
    here.person.climb(two, ladder.Step.NAMED)  # what it takes back holds, even beside a yes that needs room too
    fill(disk)
    here.person.withdraw(three)
    fill(disk)
    link = here.others[1].involvements[0].links[0]
    here.others[1].end(here.others[1].involvements[0], link)
    assert httpx.get(f"{here.url}/c/a/{link}").status_code == 404
    fill(disk)
    assert here.shows(four)
    here.desk.press(f"/family/photographs/{here.asked.leaves[four.picture]}/people/everybody/ending")
    assert not here.shows(four)


def what_cannot_be_kept_is_said(here: Place, disk: Path) -> None:
    """A yes, that the family may see it, a new question; earlier answers still count."""
    involvement = here.person.involvements[1]
    fill(disk)
    here.cannot_keep(involvement, "answer", scope="link", answer="yes")
    here.cannot_keep(involvement, "telling", tells="yes")
    assert not here.shows(here.person.involvements[0])
    for heard in here.asks(involvement):
        assert (heard.status_code, NOT_KEPT in heard.text) == (503, True)


def all_goes_on(here: Place, known: dict, folder: Path) -> None:
    """There is room again: Ana makes a link and says who is in it, everybody answers, and one more is named."""
    _one, two, _three, four = here.person.involvements
    without_link = here.others[1].involvements[0]
    Asking(here.url, known, here.asked, Questions(), random.Random(3)).link_anew(without_link)
    without_link.links.append(without_link.by.fresh.pop())
    confirm_list(here.desk, here.asked.leaves[four.picture])
    here.everybody_agrees()
    asked, named = here.asks(two)
    assert (asked.status_code, named.status_code) == (303, 303)  # on the link that Mika has
    two.told.append(Step("print", Event.ASK.value, Status.ASKED.value, 1))
    assert not here.shows(two), "somebody who was not asked is in it"
    look_at_the_record(here.place, known, here.asked, folder)


@contextmanager
def agreed(data: Path, many: int) -> Iterator[tuple[Place, dict]]:
    """A place with this many photographs to which everybody has said yes, and the disk reserve; and the people in
    it."""
    known = seed(data)
    asked = with_questions(data, known["story"], many)
    take_up(asked, what_stands(data))
    with Running(data) as place:
        here = Place(place, known, asked)
        here.everybody_agrees()
        wait_for_the_room(data)
        yield here, known


def test_on_a_full_disk_every_no_is_still_kept(disk, tmp_path):
    data = disk / "data"
    with agreed(data, 4) as (begun, known):
        here, place, asked = begun, begun.place, begun.asked
        before = what_stands(data)
        take_up(asked, before)
        every_no_is_kept(here, disk)
        what_cannot_be_kept_is_said(here, disk)
        assert not lost(asked, what_stands(data), before)
        fill(disk)
        for end, involvement in zip((place.stop, place.kill), here.others[0].involvements, strict=False):
            here.close()
            end()
            place.start()
            here = Place(place, known, asked)
            assert not any(here.shows(involvement) for involvement in here.person.involvements)
            fill(disk)  # each time somebody fills it, a step of the reserve is needed: there are eight in all
            here.person.withdraw(involvement)
            assert not lost(asked, what_stands(data), before)
        (disk / "fill").unlink()
        all_goes_on(here, known, tmp_path)
        assert not lost(asked, what_stands(data), before)
        here.close()


def test_the_harness_finds_a_no_that_needs_room(disk):
    """Planted: a place without a disk reserve."""
    data = disk / "data"
    with agreed(data, 1) as (here, _known):
        (data / "room-for-taking-back").unlink()
        fill(disk)
        with pytest.raises(AssertionError, match="not-kept"):
            for _ in range(50):
                here.person.answer(here.person.involvements[0], "link", "no")
        here.close()
