"""Words typed into a form that is then refused are there again on BACK, and can be sent after a sign-in."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browsing import watched

pytestmark = pytest.mark.browser
BUSY = "<h1>Too many people are sending just now</h1>"


def refuse(page: Page) -> None:
    """Answer every form with a refusal, and let none of it arrive."""

    def answer(route: Route) -> None:
        if route.request.method == "POST":
            headers = {"Cache-Control": "private, no-store"}
            route.fulfill(status=503, content_type="text/html", body=BUSY, headers=headers)
        else:
            route.continue_()

    page.route("**/*", answer)


def forms(known: dict) -> list[tuple[str, str, dict[str, str]]]:
    """The address of each form, its button, and what is typed."""
    return [
        ("/family/welcome/", "Save these names", {"name": "Ana Ruth", "label": "the blue door"}),
        (f"/family/leaves/{known['leaf']}/", "Save these words", {"body": "Her hair was dark."}),
        ("/c/lost/", "Send", {"name": "Mika", "words": "The one in the garden."}),
    ]


@pytest.mark.parametrize("kept_whole", [True, False], ids=["kept whole", "asked for again"])
def test_going_back_after_a_refusal_brings_the_words(browser, place, kept_whole):
    """Chromium keeps the page whole, or asks for it again: then it fills the fields itself."""
    with watched(browser, place.url, session=place.known["cookies"]["ana"], javascript=False) as ana:
        page = ana.page
        refuse(page)
        for path, button, typed in forms(place.known):
            ana.look(path)
            for name, words in typed.items():
                page.locator(f"form [name={name}]").fill(words)
            if not kept_whole:
                page.evaluate("addEventListener('unload', () => {})")  # such a page is kept by no cache
            page.get_by_role("button", name=button).first.click()
            expect(page.locator("h1")).to_have_text("Too many people are sending just now")
            page.evaluate("history.back()")
            for name, words in typed.items():
                expect(page.locator(f"form [name={name}]")).to_have_value(words)


def test_after_a_sign_in_in_another_tab_the_words_are_sent_by_name(browser, place):
    with watched(browser, place.url, session=place.known["cookies"]["ana"]) as ana:
        page, context = ana.page, ana.page.context
        ana.look("/family/welcome/")
        context.clear_cookies(name="held")
        page.locator("[name=name]").fill("Ana Ruth")
        page.get_by_role("button", name="Save these names").click()
        expect(page.locator("h1")).to_have_text("Nothing was lost. Please sign in again.")
        page.wait_for_load_state()  # before it, the page's script does not hear that somebody looks
        send = page.locator("[data-send-as]")
        expect(send).to_have_text("Send")
        with page.expect_event("requestfinished", lambda asked: "/entrance/?" in asked.url):
            page.evaluate("dispatchEvent(new Event('focus'))")  # back in this tab, and nobody has signed in yet
        page.wait_for_timeout(200)  # the script reads the answer
        expect(send).to_have_text("Send")
        session = {"name": "held", "value": place.known["cookies"]["ana"], "url": place.url}
        context.add_cookies([{**session, "httpOnly": True, "sameSite": "Lax"}])
        page.evaluate("dispatchEvent(new Event('focus'))")
        expect(send).to_have_text("Send this as Ana")
        send.click()
        expect(page.get_by_text("The names are saved.")).to_be_visible()
        ana.look("/family/welcome/")
        expect(page.locator("[name=name]")).to_have_value("Ana Ruth")
