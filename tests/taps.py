"""What a walk asks of a person: taps and pages of a counted way, and the words of a page.

    with counted(ana, "first saved word", taps=2, pages=2) as way:
        ...                              # walk with locators, with JavaScript or without
        assert words(ana, own=[ESSAY]) <= 80

The fixture `counted` fails the test above these limits, and every run ends with a table of its ways.

A tap is a real press, by a locator or by the page: `click`, a `check` that changes its box, a choice in a list, files
chosen (the phone's own picker is not counted), and Enter or Space. Typing by `fill` is none: where the plan counts the
tap into a field, the walk clicks the field first. A page is a document that is opened, also by BACK; redirects are not
pages.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from functools import wraps
from itertools import product
from typing import Any
from unittest.mock import patch

import pytest
from playwright.sync_api import Locator, Page

from tests.browsing import Watched

PRESSES = ("click", "tap", "check", "uncheck", "set_checked", "select_option", "set_input_files", "press")
BY_KEYBOARD = ("Enter", "Space", " ")
WORD = re.compile(r"\w[\w’'.-]*")
PROPERTY = "counted way"
# The text one can see: not what is folded, read aloud only, typed into a field, or not chosen in a list.
SEEN = """() => {
    const seen = [], all = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (all.nextNode()) {
        const one = all.currentNode.parentElement, closed = one.closest('details:not([open])');
        const box = one.getBoundingClientRect(), list = one.closest('select');
        if (one.closest('script, style, textarea, noscript') && getComputedStyle(one).display === 'none') continue;
        if (one.closest('textarea') || (list && one !== list.selectedOptions[0])) continue;
        if (closed && !one.closest('summary')) continue;
        if (!(list || one).checkVisibility({visibilityProperty: true})) continue;
        if (!list && (box.width <= 1 || box.height <= 1 || box.right <= 0 || box.bottom + scrollY <= 0)) continue;
        seen.push(all.currentNode.data);
    }
    return seen.join(' ');
}"""


@dataclass
class Way:
    """One walk, counted so far."""

    name: str
    taps: int = 0
    pages: int = 0

    def press(self, name: str, locator: Locator, given: tuple[Any, ...]) -> None:
        """Count one press, if the call is one: checking a box that is checked already is not."""
        wanted = {"check": True, "uncheck": False}.get(name, given[0] if name == "set_checked" else None)
        if wanted is not None and locator.is_checked() == wanted:
            return
        self.taps += name != "press" or str(given[0]) in BY_KEYBOARD


@contextmanager
def counting_taps(person: Watched, name: str = "") -> Iterator[Way]:
    """Count what this person presses and opens inside the block."""
    way = Way(name)

    def navigated(event: dict[str, Any]) -> None:
        way.pages += "parentId" not in event["frame"]

    def pressing(kind: type[Locator] | type[Page], name: str) -> Callable[..., object]:
        act = getattr(kind, name)

        @wraps(act)
        def press(where: Locator | Page, *given: Any, **how: Any) -> object:
            if where == person.page:  # the page finds the locator itself
                way.press(name, person.page.locator(given[0]), given[1:])
            elif isinstance(where, Locator) and where.page == person.page:
                way.press(name, where, given)
            return act(where, *given, **how)

        return press

    person.scripts.send("Page.enable")
    person.scripts.on("Page.frameNavigated", navigated)
    with ExitStack() as patched:
        for kind, press in product((Locator, Page), PRESSES):
            patched.enter_context(patch.object(kind, press, pressing(kind, press)))
        yield way
        person.page.wait_for_load_state()
    person.scripts.remove_listener("Page.frameNavigated", navigated)


def words(person: Watched, own: list[str] | tuple[str, ...] = ()) -> int:
    """How many words of ours the current page shows, without the family's `own` words."""
    person.page.wait_for_load_state()  # of the page that a walk has seen: a click returns before the next one begins
    seen = " ".join(person.page.evaluate(SEEN).split())
    for one in sorted(own, key=len, reverse=True):
        seen = seen.replace(" ".join(one.split()), " ")
    return len(WORD.findall(seen))


@pytest.fixture
def counted(request: pytest.FixtureRequest) -> Callable[..., AbstractContextManager[Way]]:
    """Count one way, tell the table, and fail above its limits."""

    @contextmanager
    def count(person: Watched, name: str, *, taps: int, pages: int) -> Iterator[Way]:
        with counting_taps(person, name) as way:
            yield way
        request.node.user_properties.append((PROPERTY, [name, way.taps, taps, way.pages, pages]))
        assert way.taps <= taps, f"“{name}” takes {way.taps} taps; at most {taps} are allowed"
        assert way.pages <= pages, f"“{name}” takes {way.pages} pages; at most {pages} are allowed"

    return count


def table(rows: list[list[Any]]) -> list[str]:
    """The lines of the table: the way, its taps and pages, and both limits."""
    counts = sorted(rows)
    lines = [f"{taps:4} of {most:3}  {pages:5} of {opened:3}  {name}" for name, taps, most, pages, opened in counts]
    return ["taps, limit  pages, limit  way", *lines] if rows else []


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print the table of the ways that this run counted."""
    reports = [one for kind in ("passed", "failed") for one in terminalreporter.stats.get(kind, [])]
    rows = [told for one in reports for name, told in one.user_properties if name == PROPERTY]
    for line in table(rows):
        terminalreporter.write_line(line)
