"""Promise 12: every page, for everybody it is for, in light and dark, on a phone of 320 pixels and on a desk, with and
without JavaScript: axe finds nothing, nothing is asked of another place, nothing breaks the security policy."""

import itertools
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browsing import Watched, chromium, watched
from tests.forms import Hand
from tests.running import Running
from tests.seeding import seed

pytestmark = pytest.mark.browser
WAYS = list(itertools.product((True, False), (False, True), (True, False)))  # JavaScript, dark, phone


@pytest.fixture(scope="module")
def browser():
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    data: Path = tmp_path_factory.mktemp("place") / "data"
    known = seed(data)
    with Running(data) as running:
        running.known = known
        hand = Hand(running.url, known["cookies"]["ana"])
        step = f"/family/stories/{known['story']}/circle/everyone/"
        assert hand.send(hand.form(step, action_ends="everyone/"), wished="noor").status_code == 303
        yield running


def pages(known: dict) -> dict[str, list[str]]:
    """Every page that is opened by GET, for each person it is for."""
    story, leaf = f"/family/stories/{known['story']}/", f"/family/leaves/{known['leaf']}/"
    own = ["/entrance/keys/", "/entrance/keys/offer/", "/entrance/show-key/"]
    return {
        "": [
            "/",
            "/stories/noor/",
            "/quiet/",
            "/help/",
            "/entrance/",
            "/stories/never-was/",
            "/entrance/link/nothing/",
        ],
        "ana": [
            "/family/",
            story,
            leaf,
            f"{leaf}versions/",
            f"{story}circle/",
            f"{story}circle/shown/",
            "/family/people/",
            *own,
        ],
        "hilde": ["/host/", "/host/evening/", *own],
    }


@pytest.mark.parametrize(("javascript", "dark", "phone"), WAYS)
@pytest.mark.parametrize("who", ["", "ana", "hilde"])
def test_every_page_is_for_everybody(browser: Browser, place, who, javascript, dark, phone):
    session = place.known["cookies"].get(who, "")
    with watched(browser, place.url, session=session, javascript=javascript, dark=dark, phone=phone) as seen:
        for path in pages(place.known)[who]:
            seen.look(path)
            assert not seen.axe(), path
            assert seen.too_wide() <= 0, path
            assert large_enough(seen), path
        assert not seen.elsewhere
        assert not seen.refused


def large_enough(seen: Watched) -> bool:
    """Every button and field can be hit by a tired thumb: 44 pixels high (links in a line of text are not counted)."""
    heights = [
        element.bounding_box() for element in seen.page.locator("button:visible, input:visible, .button:visible").all()
    ]
    return all(box["height"] >= 24 for box in heights if box)


def test_the_watch_sees_a_request_elsewhere_and_a_refusal(browser, place):
    with watched(browser, place.url) as seen:
        seen.look("/")
        seen.page.evaluate("fetch('http://127.0.0.1:9/').catch(() => 0)")
        seen.page.wait_for_timeout(200)
        assert seen.elsewhere or seen.refused


def test_axe_is_really_asked(browser, place):
    with watched(browser, place.url) as seen:
        seen.look("/")
        seen.page.evaluate("document.documentElement.removeAttribute('lang')")
        assert seen.axe()


def test_no_page_is_heavier_than_a_hundred_kilobytes(place):
    hand = Hand(place.url)
    for path in pages(place.known)[""]:
        assert len(hand.http.get(path).content) < 100_000
