"""Every way by which something of a photograph can come to readers, each asked as a browser asks, and what came by it."""

import random
import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from threading import Event

from tests.photographs import BYTES
from tests.promises.asking import Answer, Asker, images_on, veil_path

PATIENCE = 300  # seconds after which something is amiss
THERE_IS_ONE = b'class="story-photographs"'  # where a story says that there are photographs
# What Chromium sends when somebody presses on a page that stands open with its script, and for the image that is then
# put there; tests/browser/test_withdrawn_while_a_page_is_open.py looks that it is so.
BY_SCRIPT = {"Accept": "*/*", "Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty"}
BY_IMAGE = {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"}


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


class Outlet:
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
        """Where the story stands for this reader."""
        return f"/stories/{self.story.addresses[self.scope]}/"

    def look(self) -> None:
        """While everyone agrees."""
        raise NotImplementedError

    def look_on(self) -> None:
        """While it is withdrawn, and once more after all of it was confirmed."""
        raise NotImplementedError

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


class Page(Outlet):
    """The story, by its link: one page for all of its photographs."""

    names, scope = ("page",), "link"

    def look(self) -> None:
        """Open it anew."""
        self.saw(self.names[0], self.all, lambda: self.asker.get(self.here))

    def look_on(self) -> None:
        """Twice while some are withdrawn and others are not, and at the end."""
        for number in sorted(self.dice.sample(range(len(self.mine)), 2)):
            for _ in self.until_confirmed(self.mine[number]):
                self.look()
        assert self.mine[-1].confirmed.wait(PATIENCE)
        self.look()


class PageForEveryone(Page):
    """The same at the address for everyone."""

    names, scope = ("page for everyone",), "public"


class Feed(Page):
    """The feed, which tells of stories and never of a photograph: what is looked for in it is the story."""

    names, scope = ("feed",), "public"

    def look(self) -> None:
        """Fetch it anew."""
        self.saw("feed", self.all, lambda: self.asker.get("/stories.atom"))

    def there_by(self, came: Answer, told: frozenset[str]) -> frozenset[str]:
        """The story is in it."""
        return self.all if f'{self.here}"'.encode() in came.body else told


class NamedLink(Page):
    """The link of somebody whom the family named, opened each time in a browser that was never here."""

    names, scope = ("named link",), "named"

    def look(self) -> None:
        """Press its button, and read where it leads."""
        self.asker.forget()
        assert self.asker.press(f"/n/{self.story.named}").status == 303
        super().look()


class Veil(Outlet):
    """The veil, on a page of its own."""

    names, scope = ("veil",), "link"

    def look(self) -> None:
        """Open each."""
        for one in self.mine:
            self.look_at(one.name)

    def look_on(self) -> None:
        """Open each while it is withdrawn, and then once more."""
        for one in self.mine:
            for _ in self.until_confirmed(one):
                self.look_at(one.name)
            self.look_once_more(one.name)

    def look_at(self, name: str) -> None:
        """Open it."""
        path = veil_path(self.story.addresses[self.scope], name)
        self.saw("veil", [name], lambda: self.asker.get(path))

    def look_once_more(self, name: str) -> None:
        """It was withdrawn."""
        self.look_at(name)


class Asking(Veil):
    """“Show photograph” without JavaScript, and the image by the addresses on the page that follows."""

    names, scope = ("asking", "picture"), "link"
    by_press: dict[str, str] = {}
    by_image: dict[str, str] = {}

    def __init__(self, url: str, story: Story, dice: random.Random) -> None:
        super().__init__(url, story, dice)
        self.kept: dict[str, list[str]] = {name: [] for name in self.all}
        self.arrive()

    def arrive(self) -> None:
        """What happens before anything is asked."""

    def look(self) -> None:
        """Ask for each, fetch one image of it, and keep the other addresses."""
        for one in self.mine:
            self.kept[one.name] = self._ask(one.name)
            self._fetch(one.name)

    def look_at(self, name: str) -> None:
        """Fetch one more image, or ask anew; the last address stays for the moment when it was withdrawn."""
        if len(self.kept[name]) > 1 and self.dice.random() < 0.5:
            self._fetch(name)
        else:
            self.kept[name] += self._ask(name)

    def look_once_more(self, name: str) -> None:
        """Fetch an image by an address that was kept, and ask anew; or the other way round."""
        first = self.dice.random() < 0.5
        if first:
            self._fetch(name)
        self._ask(name)
        if not first:
            self._fetch(name)

    def _ask(self, name: str) -> list[str]:
        path, begun = veil_path(self.story.addresses[self.scope], name), time.monotonic()
        pressed = self.asker.press(path, **self.by_press)
        told = self.told_by(pressed, frozenset([name]))
        if pressed.status == 303:  # then there is something to be asked for
            told = frozenset([name])
        self.seen.append(Seen(self.names[0], frozenset([name]), begun, time.monotonic(), told, told))
        if pressed.status != 303:
            assert pressed.status == 404
            return []
        page = self.saw(self.names[0], [name], lambda: self.asker.get(path, **self.by_press))
        return images_on(page.body.decode())

    def _fetch(self, name: str) -> None:
        if self.kept[name]:
            image = self.kept[name].pop()
            self.saw(self.names[1], [name], lambda: self.asker.get(image, **self.by_image))


class AskingInPlace(Asking):
    """The same on a page that stands open with JavaScript: it was loaded once, and its script asks in place."""

    names, scope = ("open page", "open page, picture"), "public"

    def arrive(self) -> None:
        """The page is opened once, for good."""
        here = {"Referer": f"{self.url}{self.here}"}
        self.by_press, self.by_image = {**BY_SCRIPT, **here}, {**BY_IMAGE, **here}
        assert b"reveal-in-place" in self.asker.get(self.here).body


class AskingByName(Asking):
    """The same by somebody whom the family named."""

    names, scope = ("named link, asking", "named link, picture"), "named"

    def arrive(self) -> None:
        """Their link is opened once."""
        assert self.asker.press(f"/n/{self.story.named}").status == 303


FOR_ALL = (Page, PageForEveryone, Feed, NamedLink)  # one request tells of every photograph
FOR_ONE = (Veil, Asking, AskingInPlace, AskingByName)
SCOPES = {name: outlet.scope for outlet in (*FOR_ALL, *FOR_ONE) for name in outlet.names}
