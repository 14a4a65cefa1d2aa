"""A way by which something of a photograph can come to readers: what is asked there, and what was told by it."""

import random
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from threading import Event

from tests.photographs import BYTES
from tests.promises.asking import Answer, Asker

PATIENCE = 300  # seconds after which something is amiss
THERE_IS_ONE = b'class="story-photographs"'  # where a story says that there are photographs


@dataclass(frozen=True)
class Story:
    """A story with photographs, each with somebody in it who was asked: where readers find it by scope, the link of
    somebody who was named, and of each photograph the words that tell it from the others and the link of who was asked.
    """

    addresses: dict[str, str]
    named: str
    words: dict[str, str]
    asked: dict[str, str]


@dataclass
class Withdrawal:
    """One photograph in one round: its no is being said, was confirmed, and when it was, by scope."""

    name: str
    closing: Event = field(default_factory=Event)
    confirmed: Event = field(default_factory=Event)
    at: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Seen:
    """One request: by which outlet and after which photographs, from when to when; of which it told anything, and for
    which what was looked for was there at all."""

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
        self.mine: list[Withdrawal] = []  # those of this round that this reader looks after, in their order
        self.seen: list[Seen] = []

    @property
    def here(self) -> str:
        """The address of the story for this reader."""
        return f"/stories/{self.story.addresses[self.scope]}/"

    @abstractmethod
    def look(self) -> None:
        """While everyone agrees."""

    @abstractmethod
    def look_on(self) -> None:
        """While it is withdrawn, and once more after all of it was confirmed."""

    def saw(self, outlet: str, about: Collection[str], ask: Callable[[], Answer]) -> Answer:
        """Ask, and note what came. Raises AssertionError when the place itself failed."""
        begun = time.monotonic()
        came = ask()
        ended = time.monotonic()
        assert came.status in {200, 303, 404}, (outlet, came.status)
        told = self.told_by(came, frozenset(about))
        there = self.there_by(came, told)
        self.seen.append(Seen(outlet, frozenset(about), begun, ended, told, there))
        return came

    def told_by(self, came: Answer, about: frozenset[str]) -> frozenset[str]:
        """Of which of them it told: the picture, an address of it, its words, its name, or that there is one."""
        if came.kind.startswith("image/") or any(one in came.body for one in (*BYTES.values(), b"/p/")):
            return about
        words = self.story.words
        told = frozenset(one for one in about if one.encode() in came.body or words[one].encode() in came.body)
        return told or (about if THERE_IS_ONE in came.body else told)

    def there_by(self, _came: Answer, told: frozenset[str]) -> frozenset[str]:
        """For which of them what was looked for was there."""
        return told

    def until_confirmed(self, one: Withdrawal) -> Iterator[None]:
        """From about the moment in which it is said, again and again, so that a request is under way when it holds."""
        assert one.closing.wait(PATIENCE)
        time.sleep(self.dice.uniform(0, 0.05))
        while True:
            yield
            if one.confirmed.is_set():
                return
