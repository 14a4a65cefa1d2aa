"""A way by which readers can get a part of a photograph: what is requested there, and what the response revealed."""

import random
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from threading import Event

from tests.photographs import BYTES
from tests.promises.asking import Answer, Asker

PATIENCE = 300  # seconds after which something is wrong
THERE_IS_ONE = b'class="story-photographs"'  # how a story says that there are photographs


@dataclass(frozen=True)
class Story:
    """A story with photographs, each with somebody in it who was asked: its address for readers by scope, the link
    of a named reader, for each photograph the words that tell it apart and the involvement of the person asked, and
    their one link."""

    addresses: dict[str, str]
    named: str
    words: dict[str, str]
    asked: dict[str, str]
    link: str


@dataclass
class Withdrawal:
    """One photograph in one round: whether its no is being said, was confirmed, and when, by scope."""

    name: str
    closing: Event = field(default_factory=Event)
    confirmed: Event = field(default_factory=Event)
    at: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Seen:
    """One request: by which outlet and after which photographs, from when to when; which of them it revealed, and
    for which the thing looked for existed at all."""

    outlet: str
    about: frozenset[str]
    begun: float
    ended: float
    told: frozenset[str]
    there: frozenset[str]


class Outlet(ABC):
    """One reader at one outlet, in a browser of their own."""

    names: tuple[str, ...]
    scope: str

    def __init__(self, url: str, story: Story, dice: random.Random) -> None:
        self.url, self.story, self.dice, self.asker = url, story, dice, Asker(url)
        self.all = frozenset(story.words)
        self.mine: list[Withdrawal] = []  # those of this round that this reader watches, in order
        self.seen: list[Seen] = []

    @property
    def here(self) -> str:
        """The address of the story for this reader."""
        return f"/stories/{self.story.addresses[self.scope]}/"

    @abstractmethod
    def look(self) -> None:
        """Look while everyone agrees."""

    @abstractmethod
    def look_on(self) -> None:
        """Look while it is withdrawn, and once more after all of it was confirmed."""

    def saw(self, outlet: str, about: Collection[str], ask: Callable[[], Answer]) -> Answer:
        """Request, and record the response. Raises AssertionError if the place itself failed."""
        begun = time.monotonic()
        came = ask()
        ended = time.monotonic()
        assert came.status in {200, 303, 404}, (outlet, came.status)
        told = self.told_by(came, frozenset(about))
        there = self.there_by(came, told)
        self.seen.append(Seen(outlet, frozenset(about), begun, ended, told, there))
        return came

    def told_by(self, came: Answer, about: frozenset[str]) -> frozenset[str]:
        """Which of them it revealed: the picture, an address of it, its words, its name, or that there is one."""
        if came.kind.startswith("image/") or any(one in came.body for one in (*BYTES.values(), b"/p/")):
            return about
        words = self.story.words
        told = frozenset(one for one in about if one.encode() in came.body or words[one].encode() in came.body)
        return told or (about if THERE_IS_ONE in came.body else told)

    def there_by(self, _came: Answer, told: frozenset[str]) -> frozenset[str]:
        """For which of them the thing looked for existed."""
        return told

    def until_confirmed(self, one: Withdrawal) -> Iterator[None]:
        """From about the moment in which it is said, again and again, so that a request is under way when it is
        confirmed."""
        assert one.closing.wait(PATIENCE)
        time.sleep(self.dice.uniform(0, 0.05))
        while True:
            yield
            if one.confirmed.is_set():
                return
