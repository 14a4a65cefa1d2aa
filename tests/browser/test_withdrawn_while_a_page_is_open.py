"""A page is open in a real browser and offers a photograph; meanwhile somebody in it says no."""

import random
import re

import pytest
from playwright.sync_api import expect

from tests.browsing import watched
from tests.promises.outlets import Withdrawal
from tests.promises.outlets_for_one import BY_IMAGE, BY_SCRIPT
from tests.promises.withdrawing import Mika, somebody_is_asked
from tests.running import Running
from tests.seeding import seed

pytestmark = pytest.mark.browser
ROUNDS = 3
CALM = "It may never have been here, or it may be closed for now."


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    data = tmp_path_factory.mktemp("place") / "data"
    running = Running(data)
    known = seed(data)
    with running:
        running.story = somebody_is_asked(data, known["story"], 1)
        running.mika = Mika(running.url, running.story, random.Random(3))
        yield running


def press(seen):
    seen.page.get_by_role("button", name="Show photograph 1").click()


def picture(seen):
    return seen.page.locator("picture img")


def test_pressed_after_the_no_it_shows_a_calm_sentence_and_no_picture(browser, place):
    (name,) = place.story.words
    for _ in range(ROUNDS):
        with watched(browser, place.url) as seen:
            fetched: list[str] = []
            seen.page.on("request", lambda asked, to=fetched: to.append(asked.url))
            place.mika.agree()
            seen.look("/stories/noor/")
            press(seen)
            expect(picture(seen)).to_be_visible()
            seen.page.get_by_role("link", name="Cover again").click()
            expect(picture(seen)).to_have_count(0)
            fetched.clear()
            place.mika.withdraw(Withdrawal(name))
            press(seen)
            expect(seen.page.get_by_role("heading", level=1)).to_contain_text(CALM)
            assert picture(seen).count() == 0
            assert place.story.words[name] not in seen.page.content()
            assert not [url for url in fetched if "/p/" in url]
            seen.look("/stories/noor/")
            assert seen.page.get_by_text("Photograph 1").count() == 0
            assert not seen.elsewhere


def test_what_the_script_sends_is_what_the_races_send(browser, place):
    with watched(browser, place.url) as seen:
        sent: dict[str, dict[str, str]] = {}
        seen.page.on("request", lambda asked: sent.__setitem__(f"{asked.method} {asked.url}", asked.all_headers()))
        place.mika.agree()
        seen.look("/stories/noor/")
        sent.clear()
        press(seen)
        expect(picture(seen)).to_be_visible()
        expect(picture(seen)).to_have_js_property("complete", True)
        (asking,) = [headers for what, headers in sent.items() if re.match("POST .*/photographs/", what)]
        (image,) = [headers for what, headers in sent.items() if "/p/" in what]
        (led_to,) = [headers for what, headers in sent.items() if re.match("GET .*/photographs/", what)]
        for given, headers in ((BY_SCRIPT, asking), (BY_SCRIPT, led_to), (BY_IMAGE, image)):
            assert {key: headers.get(key.lower()) for key in given} == given
            assert headers["referer"] == f"{place.url}/stories/noor/"
        assert (asking["origin"], asking["content-length"]) == (place.url, "0")
