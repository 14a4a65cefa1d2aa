"""Somebody with a phone, a link and a bad line, who chooses the same photographs again until all have arrived."""

import random
from collections import Counter
from contextlib import ExitStack, suppress
from pathlib import Path
from time import monotonic
from typing import Self

from playwright.sync_api import Browser, Error, Page

from tests.browser.bad_line import DOWN, UP, BadLine, Break
from tests.browsing import IN_HAND, send_photographs, watched

WAIT = 600_000  # ms; all of them are opened in the jail, while other work goes on
LONGEST = 300  # seconds; a page waits up to 60 before it tries again
ARRIVED = "This one has arrived."
UNOPENED = "This one has arrived, and is kept as it was sent."  # how the message begins for one that does not open
PICTURES = "img, picture, canvas, video, object, embed, iframe"
SAID = """() => Array.from(document.querySelectorAll("[data-files] li"), one =>
    [one.querySelector("bdi").textContent, one.querySelector("span").textContent])"""
# The browser's own page about a dead line has a picture.
WHERE_PICTURES_ARE = """pictures => location.protocol === "chrome-error:" ? []
    : [...document.querySelectorAll(pictures)].map(() => location.href)"""
IS_DONE = """() => { var see = document.querySelector("[data-see]"), sending = document.querySelector("[data-sending]");
    return !!see && !see.hidden && !!sending && !sending.hidden; }"""

ON_THE_WAY, BEFORE_THE_ANSWER, ON_THE_PAGE = "in a photograph", "in an answer", "in the page"
SILENT, NO_NETWORK, CLOSED = "in silence", "without a network", "by closing the page"
WHERE = (ON_THE_WAY, ON_THE_WAY, BEFORE_THE_ANSWER, ON_THE_PAGE, SILENT, NO_NETWORK, CLOSED)
WAITS, SAME_BROWSER, NEW_BROWSER = "the page goes on", "the same browser", "a browser that remembers nothing"


class Phone:
    """What she does, what breaks meanwhile, and what the pages told her."""

    def __init__(self, browser: Browser, line: BadLine, token: str, files: list[Path], dice: random.Random) -> None:
        self.browser, self.line, self.address = browser, line, f"{line.url}/c/{token}"
        self.files, self.dice = list(files), dice
        self.sizes = [path.stat().st_size for path in files]
        self.breaks: Counter[str] = Counter()
        self.went_on: Counter[str] = Counter()
        self.arrived: set[str] = set()  # those that any page ever reported
        self.elsewhere: list[str] = []
        self.pictures: list[str] = []  # requests for any picture, and any picture on a page
        self._stack = ExitStack()
        self.page: Page

    def __enter__(self) -> Self:
        self._new_browser()
        return self

    def __exit__(self, *fault: object) -> None:
        self._stack.close()

    def breaks_off(self) -> str | None:
        """Send until the line breaks at some point, and repair it; returns where it broke. None: all had arrived before
        it broke.

        "" if nothing was left that could break: a page with fewer bytes.
        """
        where = self.dice.choice(WHERE)
        broken = self._load_a_page_that_breaks() if where == ON_THE_PAGE else self._send_and_break(where)
        self._listen()
        if broken:
            self.breaks[where] += 1
            self._stay_without(where)
        elif self._is_done():
            where = None
        else:
            where = ""
        self.line.mend()
        return where

    def goes_on(self, where: str) -> str:
        """How she continues after it broke there: one of three ways."""
        waits = [WAITS, WAITS] if where in {ON_THE_WAY, BEFORE_THE_ANSWER, SILENT, NO_NETWORK} else []
        return self.dice.choice([SAME_BROWSER, NEW_BROWSER, *waits])

    def take_up(self, way: str) -> None:
        """Continue in this way."""
        self.went_on[way] += 1
        if way == SAME_BROWSER:
            self._new_page()
        elif way == NEW_BROWSER:
            self._new_browser()

    def send_the_rest(self) -> dict[str, str]:
        """On a line that holds, until the page says that it is done; returns what it says about each, by its name."""
        self._open()
        self._choose()
        self.page.wait_for_function(IS_DONE, timeout=WAIT)
        self._listen()
        return dict(self.page.evaluate(SAID))

    def status(self) -> str:
        """What the page says about all of them."""
        return self.page.locator("[data-status]").inner_text()

    def counted(self) -> tuple[str, int]:
        """What the link's page says when it is opened again: how many arrived, and the number of those that it
        names."""
        self._new_page()
        self._open()
        self._listen()
        return self.page.locator("main strong").first.inner_text().strip(), self.page.locator(
            "input[name^=took-]"
        ).count()

    def _send_and_break(self, where: str) -> bool:
        self._open()
        way, count, how = self._drawn(where)
        self.line.break_after(way, count, how)
        self._choose()
        until = monotonic() + LONGEST
        while not self.line.broken and not self._is_done() and monotonic() < until:
            self.page.wait_for_timeout(10)
        assert self.line.broken or self._is_done(), f"it stands still: {self.page.evaluate(SAID)}"
        return self.line.broken and not self._is_done()

    def _stay_without(self, where: str) -> None:
        """For a moment; what the page says then is recorded too."""
        if where == CLOSED:
            self.page.close()
        elif where == NO_NETWORK:
            self.page.context.set_offline(True)
            self._pass_time(0.3)
            self.page.context.set_offline(False)
        else:
            self._pass_time(self.dice.uniform(0, 0.6))
        self._listen()

    def _drawn(self, where: str) -> tuple[str, int, Break]:
        """After how many bytes to break: somewhere in the first one or two, since two are sent at once."""
        if where == BEFORE_THE_ANSWER:
            return DOWN, self.dice.choice([1, self.dice.randint(1, 3_000)]), self._ending()
        some = sum(self.dice.sample(self.sizes, 2)) + 1_500
        how = {SILENT: Break.SILENT, ON_THE_WAY: self._ending()}.get(where, Break.NOTHING)
        return UP, self.dice.randint(1, some), how

    def _ending(self) -> Break:
        return self.dice.choice([Break.TORN, Break.LET_GO])

    def _load_a_page_that_breaks(self) -> bool:
        self._new_page()
        self.line.break_after(DOWN, self.dice.randint(1, 20_000), self._ending())
        with suppress(Error):
            self._open(timeout=3_000)
            self._pass_time(0.1)
        return self.line.broken

    def _open(self, timeout: int = WAIT) -> None:
        """Open her link, if it is not open yet; the button has to be pressed once in each browser."""
        if self.page.url == self.address and self.page.locator("[data-status]").count():
            return
        self.page.goto(self.address, timeout=timeout)
        button = self.page.get_by_role("button", name="See what they ask for")
        if button.count():
            button.click(timeout=timeout)
            self.page.locator("#photographs").wait_for(state="attached", timeout=timeout)

    def _choose(self) -> None:
        """Choose the same files, in whatever order her phone has them today."""
        chosen = self.dice.sample(self.files, len(self.files))
        send_photographs(self.page, [str(path) for path in chosen])

    def _is_done(self) -> bool:
        """Also False while the browser leaves this page: the line broke while it loaded the next one."""
        with suppress(Error):
            return not self.page.is_closed() and self.page.evaluate(IS_DONE)
        return False

    def _listen(self) -> None:
        """Record what the page says now, and whether it shows any picture."""
        if self.page.is_closed() or not self.page.url.startswith(self.line.url):
            return  # a browser's own message about a dead line
        with suppress(Error):  # the page is just being left for another one
            self.arrived |= {
                name for name, said in self.page.evaluate(SAID) if said == ARRIVED or said.startswith(UNOPENED)
            }
            self.pictures += self.page.evaluate(WHERE_PICTURES_ARE, PICTURES)

    def _pass_time(self, seconds: float) -> None:
        self.page.wait_for_timeout(1_000 * seconds)

    def _new_page(self) -> None:
        """She closed the other page; what the browser keeps, it keeps."""
        context = self.page.context
        self.page.close()
        self.page = context.new_page()
        self.page.set_viewport_size(IN_HAND)

    def _new_browser(self) -> None:
        self._stack.close()
        seen = self._stack.enter_context(watched(self.browser, self.line.url))
        seen.page.context.on("request", self._asked)
        self.page = seen.page
        self.page.set_viewport_size(IN_HAND)

    def _asked(self, request) -> None:
        if not request.url.startswith(f"{self.line.url}/"):
            self.elsewhere.append(request.url)
        if request.resource_type in {"image", "media"}:
            self.pictures.append(request.url)
