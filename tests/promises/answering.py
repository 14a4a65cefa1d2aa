"""People who are asked about photographs and answer by their links.

Each remembers what was acknowledged, and the one request that was on its way when the installation was killed.
"""

import json
import random
import threading
from collections import Counter
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path

import httpx

from held.consent import ladder
from held.consent.later import SAID_NO, Kind, counts
from held.consent.states import OPEN, AnswerState, Event, Status, next_state
from tests.answered import seen_on
from tests.inside import inside
from tests.promises.asking import Asker, is_shown
from tests.said import answer_said

SCOPES = ("link", "named", "public")
PERSONS = ("Mika", "Nele", "Omar")
ANSWERS = {"yes": Event.AGREE, "no": Event.DECLINE, "not-now": Event.NOT_NOW}
_PLACE = """
import json
from types import SimpleNamespace
from held.consent import involved
from held.consent.consent_links import ask
from held.families.persons import add_person
from held.publishing.addresses import addresses_of
from held.stories.models import Publication, Story
from tests import cast as people
from tests.photographs import photograph
story = Story.objects.get(pk={story})
cast = SimpleNamespace(ana=story.made_by, family=story.family)
persons = [add_person(story.family, name, "", by=cast.ana) for name in {persons}]
made = []
for _ in range({many}):
    one = photograph(cast, story)
    picture = one.leaf.picture
    asked = [involved.name_person(picture, who, in_it=True, took_it=False, by=cast.ana) for who in persons]
    made.append([one.name, one.leaf_id, picture.pk.hex, asked])
links = [ask(first, {scopes}, by=cast.ana, also=more) for first, *more in zip(*[asked for *_name, asked in made])]
made = [[*name, [involvement.pk.hex for involvement in asked]] for *name, asked in made]
crowd = photograph(cast, story).leaf_id
people.open_to(story, Publication.Circle.LINK, by=cast.ana)
print(json.dumps([addresses_of(story)["LINK"], story.family_id, crowd, made, links]))
"""


@dataclass(frozen=True)
class Step:
    """One line of the record: its scope, what happened, the status since, and its sequence number."""

    scope: str
    act: str
    status: str
    sequence: int


@dataclass
class Links:
    """The links of one person, each for all of their photographs."""

    held: list[str]
    fresh: list[str] = field(default_factory=list)  # made since the last look
    ended: list[str] = field(default_factory=list)
    ending: str = ""  # was on its way

    def __post_init__(self) -> None:
        self.first = self.held[0]  # every other was made later


@dataclass
class Involvement:
    """One person in one photograph: the acknowledged status, and what was acknowledged since the last check.
    `unsure` is what was on its way."""

    pk: str
    picture: str  # the name by which readers ask for it
    by: Links
    states: dict[str, tuple[AnswerState, int]] = field(default_factory=dict)  # and the sequence number
    answered_by: dict[str, str] = field(default_factory=dict)  # by scope, the link of the current answer
    told: list[Step] = field(default_factory=list)
    unsure: list[Step] = field(default_factory=list)
    tells: set[bool] = field(default_factory=lambda: {False})  # more than one while it is unknown

    @property
    def links(self) -> list[str]:
        """The links that open."""
        return self.by.held

    def after(self, scope: str, event: Event, link: str) -> list[Step]:
        """The step that this makes; none if a later link would turn a no, or widen an answer given by another."""
        state, sequence = self.states[scope]
        came = next_state(state, event)
        assert came is not None
        later = link != self.by.first
        if not counts(event, state.status, Kind.LATER if later else Kind.FIRST, said_no=False):
            return []
        if later and event == Event.AGREE and state.status not in OPEN and self._answered_elsewhere(scope, link):
            return []
        return [Step(scope, event.value, came.status.value, sequence + 1)]

    def _answered_elsewhere(self, scope: str, link: str) -> bool:
        return any(
            self.states[other][0].status in OPEN | SAID_NO and self.answered_by.get(other) != link
            for other in SCOPES
            if other != scope
        )

    def go(self, steps: list[Step], link: str) -> None:
        """These steps by this link were acknowledged."""
        for one in steps:
            before = self.states[one.scope][0]
            self.states[one.scope] = (AnswerState(Status(one.status), before.asked), one.sequence)
            if link == self.by.first or not {before.status, Status(one.status)} <= OPEN:
                self.answered_by[one.scope] = link  # a later link that repeats a yes doesn't become its link
        self.told += steps
        self.unsure = []


@dataclass
class Asked:
    """An installation in which people are asked about photographs."""

    address: str
    family: int
    crowd: int  # a photograph in which more and more people are named
    leaves: dict[str, int]  # of each photograph, by the name by which readers ask for it
    pictures: dict[str, str]
    involvements: list[list[Involvement]]  # of each person
    heard: list[str] = field(default_factory=list)  # of everybody, all that was acknowledged
    fault: Exception | None = None

    def count(self, what: str) -> None:
        """One more was acknowledged."""
        self.heard.append(what)

    @property
    def counted(self) -> dict[str, int]:
        """How often each kind was acknowledged."""
        return dict(Counter(self.heard))


def with_questions(data: Path, story: int, many: int) -> Asked:
    """Put `many` photographs into a seeded story that is open by link, and ask three people in each."""
    code = _PLACE.format(story=story, many=many, persons=PERSONS, scopes=list(SCOPES))
    address, family, crowd, made, links = json.loads(inside(data, code))
    by = [Links([link]) for link in links]
    involvements = [[Involvement(one[3][who], one[0], by[who]) for one in made] for who in range(len(PERSONS))]
    names = {one[0]: one[1] for one in made}
    return Asked(address, family, crowd, names, {one[0]: one[2] for one in made}, involvements)


def press(http: httpx.Client, link: str, button: str, said: str, **given: str) -> None:
    """Press one button on the page behind their link. Raises AssertionError if the response is anything but this.

    `about` among what is given: the photograph, of the several on that link.
    """
    open_link(http, link)
    answer = http.post(f"/c/a/{link}/{button}", data=given)
    heard = (answer.status_code, answer_said(answer.headers.get("Location", "")))
    of = f"of={given['about']}&" if "of=" in heard[1] else ""  # where there are several
    assert heard == (303, f"/c/a/{link}?{of}said={said}"), heard


def open_link(http: httpx.Client, link: str) -> None:
    """Press the button before the question, once in each browser."""
    here = f"/c/a/{link}"
    if not any(cookie.path == here for cookie in http.cookies.jar):
        assert http.post(here).status_code == 200


class Person:
    """Somebody with links, who answers, changes it, withdraws, lets the family see it and ends links, each as soon
    as the last press was answered; and who checks, as a reader, whether a no holds."""

    def __init__(
        self, url: str, asked: Asked, involvements: list[Involvement], dice: random.Random, *, looks: bool = True
    ) -> None:
        self.http = httpx.Client(base_url=url, timeout=60, headers={"Origin": url})
        self.reader = Asker(url)
        self.asked, self.involvements, self.dice, self.looks = asked, involvements, dice, looks

    def go_on(self, stop: threading.Event) -> None:
        """Go on until the installation is gone."""
        try:
            while not stop.is_set():
                self.act(self.dice.choice(self.involvements))
        except (httpx.HTTPError, HTTPException, OSError):
            return
        except (AssertionError, LookupError, ValueError) as fault:
            self.asked.fault = fault

    def act(self, involvement: Involvement) -> None:
        """One press of one button."""
        chance = self.dice.random()
        if chance < 0.3 and len(involvement.links) > 2:
            self.end(involvement, involvement.links[1])
        elif chance < 0.08:
            self.tell(involvement, self.dice.random() < 0.5)
        elif chance < 0.18:
            self.withdraw(involvement)
        elif chance < 0.6:
            self.climb(involvement, self.dice.choice(list(ladder.Step)))
        else:
            said = self.dice.choices(tuple(ANSWERS), (6, 2, 2))[0]
            self.answer(involvement, self.dice.choice(SCOPES), said)

    def answer(self, involvement: Involvement, scope: str, said: str) -> None:
        """Yes, no or not now, for one scope, by the first link or the last."""
        link = self.dice.choice((involvement.links[0], involvement.links[-1]))
        involvement.unsure = involvement.after(scope, ANSWERS[said], link)
        open_link(self.http, link)
        seen = seen_on(self.http.get(f"/c/a/{link}").text, scope, involvement.pk)
        self._press(link, "answer", said, about=involvement.pk, scope=scope, answer=said, **seen)
        involvement.go(involvement.unsure, link)
        self.asked.count(said)
        if said != "yes" and scope == "link":
            self._looks_closed(involvement)

    def climb(self, involvement: Involvement, step: ladder.Step) -> None:
        """One press of the ladder, by the first link or the last: an answer for every scope, all or none."""
        link = self.dice.choice((involvement.links[0], involvement.links[-1]))
        said = ladder.events({scope: state.status for scope, (state, _) in involvement.states.items()}, step)
        involvement.unsure = [one for scope, event in said.items() for one in involvement.after(scope, event, link)]
        open_link(self.http, link)
        seen = seen_on(self.http.get(f"/c/a/{link}").text, "readers", involvement.pk)
        heard = str(step) if step in ladder.NARROW else "yes"
        self._press(link, "answer", heard, about=involvement.pk, scope="readers", answer=step, **seen)
        involvement.go(involvement.unsure, link)
        self.asked.count(heard)
        self.asked.count("by the ladder")
        if step in {*ladder.NARROW, ladder.Step.NAMED}:
            self._looks_closed(involvement)

    def withdraw(self, involvement: Involvement) -> None:
        """Withdraw every yes."""
        link = self.dice.choice((involvement.links[0], involvement.links[-1]))
        refusals = [scope for scope in SCOPES if involvement.states[scope][0].status in SAID_NO]
        what = sorted(set(SCOPES).difference(refusals))
        involvement.unsure = [step for scope in what for step in involvement.after(scope, Event.WITHDRAW, link)]
        self._press(link, "withdrawing", "withdrawn", about=involvement.pk)
        involvement.go(involvement.unsure, link)
        self.asked.count("withdrawn")
        self._looks_closed(involvement)

    def tell(self, involvement: Involvement, tells: bool) -> None:  # what they choose
        """Choose whether the family sees it."""
        involvement.tells.add(tells)
        said = "tells" if tells else "tells-not"
        link = involvement.links[0 if tells else -1]
        self._press(link, "telling", said, about=involvement.pk, tells="yes" if tells else "no")
        involvement.tells = {tells}
        self.asked.count("shown to the family or not")

    def end(self, involvement: Involvement, link: str) -> None:
        """End this link, for every photograph."""
        involvement.by.ending = link
        answer = self.http.post(f"/c/a/{link}/ending")
        assert answer.status_code == 200, answer.status_code
        involvement.by.ending = ""
        involvement.links.remove(link)
        involvement.by.ended.append(link)
        self.asked.count("links ended")

    def close(self) -> None:
        """Close the browsers."""
        self.http.close()
        self.reader.close()

    def _press(self, link: str, button: str, said: str, **given: str) -> None:
        press(self.http, link, button, said, **given)

    def _looks_closed(self, involvement: Involvement) -> None:
        if self.looks:
            assert not is_shown(self.reader, self.asked.address, involvement.picture), (
                "shown after a no was acknowledged"
            )
