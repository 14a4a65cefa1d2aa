"""What a walk needs from a browser, whichever engine it has."""

import base64
import json
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import suppress

PATIENCE = 20.0  # seconds that a walk waits for what it expects

FIND = """
var wanted = arguments[0], found = Array.from(document.querySelectorAll("button, a, summary")).filter(function (one) {
    return one.textContent.trim().replace(/\\s+/g, " ").indexOf(wanted) === 0 && one.getClientRects().length;
})[0];
"""
PRESS = "if (!found || document.readyState !== 'complete') return false; found.click(); return true;"
CHOOSE = """
var bytes = Uint8Array.from(atob(arguments[2]), function (one) { return one.charCodeAt(0); });
var given = new DataTransfer();
given.items.add(new File([bytes], arguments[1], {type: "image/png"}));
var field = document.querySelector(arguments[0]);
field.files = given.files;
field.dispatchEvent(new Event("change", {bubbles: true}));
"""  # the event is a browser's own after a person chose


class Failed(Exception):
    """What a browser could not do, in its own words."""


class Engine(ABC):
    """One window of one person. Scripts of the walk read and press the page; they run even if those of the page do
    not."""

    name = ""

    @abstractmethod
    def open(self, url: str) -> None:
        """Go to an address; the page may not have loaded yet."""

    @abstractmethod
    def run(self, code: str, *given: object) -> object:
        """Run the body of a function in the page; returns its value. Raises Failed."""

    @abstractmethod
    def back(self) -> None:
        """Go back as with the browser's own button."""

    @abstractmethod
    def reload(self) -> None:
        """Reload as with the browser's own button."""

    @abstractmethod
    def sign_in(self, url: str, session: str) -> None:
        """Set the cookie of somebody who has signed in."""

    @abstractmethod
    def close(self) -> None:
        """End the browser, or this window of it."""

    def look(self, url: str) -> None:
        """Open an address, and wait until its page has loaded with its scripts and styles."""
        with suppress(Failed):  # the first page of a window may not allow any script
            self.run("window.left = true")
        self.open(url)
        self.until(f"loaded: {url}", lambda: self.run("return !window.left && document.readyState === 'complete'"))

    def until(self, what: str, holds: Callable[[], object]) -> None:
        """Wait until it holds. Raises Failed with the page's current text."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            with suppress(Failed):  # a page that is just being left
                if holds():
                    return
            time.sleep(0.05)
        raise Failed(f"{self.name}: not {what}; the page at {self.address()} shows:\n{self.text()}")

    def address(self) -> str:
        """The address of the page."""
        return str(self.run("return location.href"))

    def text(self) -> str:
        """The visible words."""
        return str(self.run("return document.body ? document.body.innerText : ''"))

    def sees(self, words: str) -> None:
        """Wait for these words."""
        self.until(f"seen: {words}", lambda: words in self.text())

    def count(self, selector: str) -> int:
        """How many of these elements the page has."""
        return int(str(self.run("return document.querySelectorAll(arguments[0]).length", selector)))

    def press(self, words: str) -> None:
        """Wait for the button or link whose label begins so, and press it."""
        self.until(f"to be pressed: {words}", lambda: self.run(FIND + PRESS, words))

    def write(self, selector: str, words: str) -> None:
        """Write into a field."""
        told = "var one = document.querySelector(arguments[0]); one.value = arguments[1];"
        self.run(told + "one.dispatchEvent(new Event('input', {bubbles: true}))", selector, words)

    def choose(self, selector: str, name: str, image: bytes) -> None:
        """Choose a photograph in a file field."""
        self.run(CHOOSE, selector, name, base64.b64encode(image).decode())


def as_function(code: str, given: tuple[object, ...]) -> str:
    """An expression that runs the body of a function with these arguments."""
    return f"(function () {{ {code} }}).apply(null, {json.dumps(given)})"
