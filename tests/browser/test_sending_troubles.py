"""The possible responses to a photograph, which words help, and what becomes of the others: the table of
held/web/static/js/sending-trouble.js, tried in a browser whose network answers what the table says."""

import re
from collections import Counter
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.test_sending_by_link import MAKE
from tests.browsing import watched
from tests.drawn import drawn_png
from tests.inside import inside
from tests.running import Running
from tests.seeding import seed

pytestmark = pytest.mark.browser

ALL_THREE = ("one.png", "two.png", "three.png")
OVER, BACK, WAITS, STOPS = "over", "to the back", "all wait", "nothing more is sent"
HOTEL = "<title>Welcome to our hotel</title><form>Room number</form>"
AGAIN = "We’ll try again shortly."
REFUSED = (
    "You opened this place at another address, so we didn’t accept this. Please open https://place.test and try there."
)
OUR_FAULT = "It’s our fault, not yours. It’s unchanged on your device. Please tell the person who gave you this link."


@dataclass(frozen=True)
class Answer:
    """A response to a photograph, or none: a network failure."""

    status: int = 0
    body: str = "<title>nginx</title>"
    json: object = None
    headers: dict[str, str] = field(default_factory=dict)

    def fulfill(self, route: Route) -> None:
        """Give it to the browser."""
        if not self.status:
            route.abort("failed")
        elif self.json is not None:
            route.fulfill(status=self.status, json=self.json, headers=self.headers)
        else:
            route.fulfill(status=self.status, body=self.body, content_type="text/html", headers=self.headers)


@dataclass(frozen=True)
class Case:
    """A response; what the queue does; what is said about the photograph, or about all; how often it is sent at
    most."""

    name: str
    answer: Answer
    queue: str
    words: str
    tries: int = 0  # 0: until it arrives
    lastly: str = ""


def one_file(kept: bool, said: str) -> dict[str, object]:
    return {"said": "", "files": [{"name": "one.png", "kept": kept, "said": said}]}


def told(words: str) -> dict[str, object]:
    return {"said": words, "files": []}


CASES = [
    Case("network breaks off", Answer(), WAITS, AGAIN),
    Case("timeout", Answer(408), WAITS, AGAIN),
    Case("too early", Answer(425), WAITS, AGAIN),
    Case("too many", Answer(429), WAITS, AGAIN),
    Case("busy", Answer(503, json=told("Busy.")), WAITS, AGAIN),
    Case("bad gateway", Answer(502), WAITS, AGAIN),
    Case("gateway timeout", Answer(504), WAITS, AGAIN),
    Case("cloudflare", Answer(522), WAITS, AGAIN),
    Case("come in ten seconds", Answer(503, headers={"Retry-After": "10"}), WAITS, AGAIN),
    Case("come in ten minutes", Answer(429, headers={"Retry-After": "600"}), WAITS, "in a few minutes"),
    Case("hotel page", Answer(200, body=HOTEL), WAITS, "Something else answered instead of us."),
    Case("other JSON", Answer(200, json=["hotel"]), WAITS, "Something else answered instead of us."),
    Case("network sign-in", Answer(511, body=HOTEL), WAITS, "Something else answered instead of us."),
    Case("proxy sign-in", Answer(407, body=HOTEL), WAITS, "Something else answered instead of us."),
    Case("unauthorized", Answer(401, body=HOTEL), WAITS, "Something else answered instead of us."),
    Case("our error", Answer(500), WAITS, AGAIN, 5, OUR_FAULT),
    Case("not whole", Answer(400, json=told("Not whole.")), BACK, AGAIN, 3, "This one didn’t fully arrive"),
    Case("bad request", Answer(400), BACK, AGAIN, 3, "This one didn’t fully arrive"),
    Case("too large here", Answer(413), OVER, "isn’t set up for one this large. It’s our fault, not yours."),
    Case("not let through", Answer(403), OVER, "Something between your device and us blocked this one."),
    Case("bad media type", Answer(415), OVER, "We couldn’t take this one. It’s unchanged on your device."),
    Case("not kept", Answer(200, json=one_file(False, "Not ours.")), OVER, "Not ours."),
    Case("none came", Answer(200, json=told("Nothing was sent.")), OVER, "Nothing was sent."),
    Case("closed", Answer(404), STOPS, "This link has ended."),
    Case("gone", Answer(410), STOPS, "This link has ended."),
    Case("refused", Answer(403, json={"said": REFUSED}), STOPS, REFUSED),
]
ENDED = {"closed", "gone"}  # the link has ended, and no other response says so


@pytest.fixture(scope="module")
def seen(browser, tmp_path_factory):
    """Somebody at a link for photographs, whose form carries no token. The tests answer the photographs."""
    data, folder = tmp_path_factory.mktemp("place") / "data", tmp_path_factory.mktemp("phone")
    for number, name in enumerate(ALL_THREE):
        (folder / name).write_bytes(drawn_png(hue=number))
    seed(data)
    token = inside(data, MAKE).strip()
    with Running(data) as running, watched(browser, running.url) as seen:
        seen.look(f"/c/{token}")
        seen.page.get_by_role("button", name="See what they ask for").click()
        seen.page.clock.install()
        seen.folder = folder
        yield seen


class Network:
    """Answers `answer` to the photograph one.png, keeps every other, and counts what was sent by name, and in order.

    `slow` answers two.png only once three.png has been sent: one.png and three.png have one turn between them, so that
    the order in which they are sent is the order of the queue.
    """

    def __init__(self, page: Page, answer: Answer, *, slow: bool = False) -> None:
        self.answer, self.posts, self.order = answer, Counter(), []
        self.slow, self._unanswered = slow, []
        page.unroute_all(behavior="ignoreErrors")  # "wait" would wait for ever for one whose page was reloaded
        page.route("**/photographs", self._give)

    def _give(self, route: Route) -> None:
        name = re.search(rb'filename="([^"]+)"', route.request.post_data_buffer)[1].decode()
        self.posts[name] += 1
        self.order.append(name)
        kept = Answer(200, json=one_file(True, "This one has arrived."))
        if self.slow and name == "two.png" and not self.posts["three.png"]:
            self._unanswered.append(route)
            return
        (self.answer if name == "one.png" else kept).fulfill(route)
        while self.posts["three.png"] and self._unanswered:
            kept.fulfill(self._unanswered.pop())


def chosen(seen, *names: str) -> None:
    seen.page.set_input_files("#photographs", [seen.folder / name for name in names])


def line(page: Page, name: str):
    return page.locator("[data-files] li", has_text=name).locator("span")


def clear(page: Page) -> None:
    """Reset, as when the page was just opened."""
    page.evaluate("localStorage.clear()")
    page.reload()


def run_until(page: Page, name: str, words: str) -> None:
    """Let the waits pass until this is said about the photograph."""
    for _ in range(30):
        if words in line(page, name).inner_text():
            return
        page.clock.run_for(30_000)
        page.wait_for_timeout(20)
    expect(line(page, name)).to_contain_text(words)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_each_trouble_has_its_words_and_holds_up_no_other(seen, case):
    page = seen.page
    clear(page)
    network, status = Network(page, case.answer, slow=case.tries > 0), page.locator("[data-status]")
    chosen(seen, *ALL_THREE)
    if case.queue == STOPS:
        expect(status).to_contain_text(case.words)
    else:
        expect(line(page, "one.png")).to_contain_text(case.words)
    if case.queue in {OVER, BACK}:
        expect(line(page, "three.png")).to_have_text("This one has arrived.")  # no wait has passed
    if case.queue == WAITS:
        expect(status).to_contain_text(case.words)
        run_until(page, "three.png", "This one has arrived.")
    then(seen, network, case)
    assert not [fault for fault in seen.refused if "status of" not in fault and "Failed to load" not in fault]


def then(seen, network: Network, case: Case) -> None:
    """What becomes of the photograph in the end, and that it can be chosen again."""
    page = seen.page
    if case.tries:
        run_until(page, "one.png", case.lastly)
        assert network.posts["one.png"] == case.tries
    if case.tries:
        assert sorted(network.order[:3]) == sorted(ALL_THREE), "it went before others"
    every = page.locator("[data-sending]").inner_text()
    assert ("This link has ended." in every) == (case.name in ENDED)
    sent = network.posts["one.png"]
    if case.queue == WAITS and not case.tries:
        network.answer = Answer(200, json=one_file(True, "This one has arrived."))
        run_until(page, "one.png", "This one has arrived.")
        return
    page.clock.run_for(600_000)
    assert network.posts["one.png"] == sent == (case.tries or 1)
    network.answer = Answer(200, json=one_file(True, "This one has arrived."))
    chosen(seen, *ALL_THREE)
    for name in ALL_THREE:
        expect(line(page, name)).to_have_text("This one has arrived.")


def test_a_wait_that_was_asked_for_is_kept(seen):
    page = seen.page
    clear(page)
    network = Network(page, Answer(503, headers={"Retry-After": "300"}))
    chosen(seen, "one.png")
    expect(line(page, "one.png")).to_contain_text("in a few minutes")
    page.evaluate("dispatchEvent(new Event('focus'))")
    page.clock.run_for(290_000)
    assert network.posts["one.png"] == 1
    page.clock.run_for(20_000)
    page.wait_for_timeout(100)
    assert network.posts["one.png"] == 2


def test_a_place_out_of_reach_for_long_has_words_about_hotels(seen):
    page = seen.page
    clear(page)
    network = Network(page, Answer())
    chosen(seen, "one.png")
    expect(page.locator("[data-status]")).to_contain_text(AGAIN)
    run_until(page, "one.png", "connect to the Wi-Fi first")
    expect(page.locator("[data-status]")).to_contain_text("We can’t be reached just now.")
    network.answer = Answer(200, json=one_file(True, "This one has arrived."))
    run_until(page, "one.png", "This one has arrived.")


def test_a_line_that_falls_silent_frees_its_turn(seen):
    """Neither a byte nor a response: two of them would hold both slots for as long as the page is open."""
    page, hung = seen.page, []
    clear(page)
    network = Network(page, Answer())
    network.answer = type("Silent", (), {"fulfill": lambda _self, route: hung.append(route)})()
    chosen(seen, "one.png")
    page.wait_for_timeout(100)
    page.clock.run_for(170_000)
    assert network.posts["one.png"] == 1
    network.answer = Answer(200, json=one_file(True, "This one has arrived."))
    run_until(page, "one.png", "This one has arrived.")
