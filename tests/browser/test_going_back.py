"""BACK, with the browser's back/forward cache on: a page that was taken back does not come back."""

import pytest
from playwright.sync_api import expect

from tests import cast as people
from tests.browsing import watched
from tests.forms import Hand
from tests.running import Running
from tests.seeding import seed

pytestmark = pytest.mark.browser


def test_the_cache_is_on_and_a_story_taken_back_stays_gone(browser, tmp_path):
    known = seed(tmp_path / "data")
    with Running(tmp_path / "data") as place, watched(browser, place.url) as rosa:
        hand = Hand(place.url, known["cookies"]["ana"])
        story = f"/family/stories/{known['story']}/"
        form = hand.form(f"{story}circle/everyone/", action_ends="everyone/")
        assert hand.send(form, wished="noor").status_code == 303
        taking_back = hand.form(story, action_ends="taking-back")

        rosa.look("/quiet/")  # a page without our script: it shows that the cache is on
        rosa.page.evaluate("window.addEventListener('pageshow', e => document.body.dataset.kept = e.persisted)")
        rosa.look("/stories/noor/")
        expect(rosa.page.get_by_text(people.CANARY)).to_be_visible()
        rosa.look("/help/")
        assert hand.send(taking_back).status_code == 303
        rosa.page.evaluate("history.back()")
        rosa.page.wait_for_url("**/stories/noor/")
        expect(rosa.page.get_by_text("it may be closed for now")).to_be_visible()
        expect(rosa.page.get_by_text(people.CANARY)).to_have_count(0)
        rosa.page.evaluate("history.back()")
        rosa.page.wait_for_url("**/quiet/", wait_until="commit")
        assert rosa.page.evaluate("document.body.dataset.kept") == "true", "the back/forward cache is off"
