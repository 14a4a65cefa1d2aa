"""Where readers ask for one photograph: its veil, “Show photograph” in three ways, and the addresses of its image."""

import random
import time

from tests.promises.asking import images_on, veil_path
from tests.promises.outlets import Outlet, Seen, Story

# What Chromium sends when somebody presses on a page that is open with its script, and for the image that is then put
# there; tests/browser/test_withdrawn_while_a_page_is_open.py checks that.
BY_SCRIPT = {"Accept": "*/*", "Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty"}
BY_IMAGE = {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"}


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
        """Open it after it was withdrawn."""
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
        """Prepare, before anything is asked."""

    def look(self) -> None:
        """Ask for each, fetch one image of it, and keep the other addresses."""
        for one in self.mine:
            self.kept[one.name] = self._ask(one.name)
            self._fetch(one.name)

    def look_at(self, name: str) -> None:
        """Fetch one more image, or ask again; the last address stays for the moment when it is withdrawn."""
        if len(self.kept[name]) > 1 and self.dice.random() < 0.5:
            self._fetch(name)
        else:
            self.kept[name] += self._ask(name)

    def look_once_more(self, name: str) -> None:
        """Fetch an image by a kept address, and ask again; or the other way round."""
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
        if pressed.status == 303:  # then there is something to ask for
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
    """The same on a page that is open with JavaScript: it was loaded once, and its script asks in place."""

    names, scope = ("open page", "open page, picture"), "public"

    def arrive(self) -> None:
        """The page is opened once, and stays open."""
        here = {"Referer": f"{self.url}{self.here}"}
        self.by_press, self.by_image = {**BY_SCRIPT, **here}, {**BY_IMAGE, **here}
        assert b"reveal-in-place" in self.asker.get(self.here).body


class AskingByName(Asking):
    """The same by a named reader."""

    names, scope = ("named link, asking", "named link, picture"), "named"

    def arrive(self) -> None:
        """Their link is opened once."""
        assert self.asker.press(f"/n/{self.story.named}").status == 303


FOR_ONE = (Veil, Asking, AskingInPlace, AskingByName)
