"""After an act the page says what was done, and says it aloud: the sentence has the focus and begins the title."""

import pytest
from playwright.sync_api import expect

from tests.browsing import watched
from tests.taps import words

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("javascript", [True, False])
def test_what_was_done_is_focused_and_begins_the_title(browser, place, javascript):
    session, known = place.known["cookies"]["ana"], place.known
    with watched(browser, place.url, session=session, javascript=javascript) as ana:
        said = ana.page.locator(".notice[role=status]")
        for path, button, sentence in (
            # with JavaScript, Save stays on the page: tests/browser/test_saving_by_itself.py
            *([] if javascript else [(f"/family/leaves/{known['leaf']}/", "Save these words", "Saved.")]),
            (f"/family/leaves/{known['leaf']}/", "Save and stop for now", "Saved."),
            ("/family/welcome/", "Save these names", "The names are saved."),
            (
                f"/family/stories/{known['story']}/circle/link/",
                "Let anyone with the link read it",
                "Anyone with the link can read it now",
            ),
            (f"/family/stories/{known['story']}/", "Take the story back", "Taken back."),
        ):
            ana.look(path)
            ana.page.get_by_role("button", name=button, exact=True).click()
            expect(said).to_be_focused()
            expect(said).to_contain_text(sentence)
            assert ana.page.title().startswith(sentence)
            assert not ana.axe()


def test_the_first_field_that_holds_a_mistake_is_focused(browser, place):
    with watched(browser, place.url, session=place.known["cookies"]["ana"]) as ana:
        ana.look(f"/family/stories/{place.known['story']}/circle/everyone/")
        ana.page.locator("[name=wished]").fill("noor & ana")
        ana.page.get_by_role("button", name="Let everyone read it").click()
        expect(ana.page.locator("[name=wished]")).to_be_focused()
        assert ana.page.title().startswith("An address has small letters")
        assert not ana.axe()


def test_the_address_of_an_open_story_is_copied_by_a_button(browser, place):
    with watched(browser, place.url, session=place.known["cookies"]["ana"]) as ana:
        ana.look(f"/family/stories/{place.known['story']}/circle/link/")
        ana.page.get_by_role("button", name="Let anyone with the link read it").click()
        assert ana.page.get_by_role("button", name="Share").count() == 0  # this browser cannot
        ana.page.get_by_role("button", name="Copy", exact=True).click()
        expect(ana.page.get_by_text("Copied.")).to_be_visible()
        assert not ana.axe()
        assert not ana.refused
        address = ana.page.locator("a.address").inner_text()
        ana.page.get_by_role("button", name="Take the story back").click()
        ana.look("/family/welcome/")
        ana.page.locator("[name=name]").fill("")
        ana.page.locator("[name=name]").press("Control+v")
        expect(ana.page.locator("[name=name]")).to_have_value(address)


SHARES = "navigator.share = given => { window.shared = given; return Promise.resolve(); };"


def test_a_phone_that_shares_is_offered_it_first(browser, place, counted):
    with watched(browser, place.url, session=place.known["cookies"]["ana"], phone=True) as ana:
        ana.look(f"/family/stories/{place.known['story']}/named/new/")
        ana.page.locator("[name=name]").fill("Nele")
        ana.page.get_by_role("button", name="Make their link").click()
        main = ana.page.locator("main .button-main")
        expect(main).to_have_text("Copy")
        expect(ana.page.get_by_role("img", name="A square that a phone’s camera can read")).to_be_visible()
        address = ana.page.locator(".address").inner_text()
        assert ana.too_wide() == 0
        assert not ana.axe()
        ana.page.add_init_script(SHARES)
        ana.page.reload()
        expect(main).to_have_text("Share")
        message = ana.page.locator(".message").inner_text()
        assert words(ana, own=[address, message, "Nele", "The Lantern"]) <= 86
        with counted(ana, "handing over a link that is shown", taps=1, pages=0):
            main.click()
        shared = ana.page.evaluate("shared")
        assert shared["url"] == address
        assert shared["text"] == message
        assert not ana.refused
        assert not ana.elsewhere
