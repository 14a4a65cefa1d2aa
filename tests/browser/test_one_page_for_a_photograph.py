"""From a story that is open to a photograph that readers may ask for, on a phone: few taps, few pages, few words."""

import pytest
from playwright.sync_api import expect

from held.stories.photographs import LEAST
from tests.browsing import IN_HAND, watched
from tests.drawn import drawn_png
from tests.forms import Hand
from tests.photographs import SHOWS
from tests.taps import words

pytestmark = pytest.mark.browser
READY = "Readers may ask for it"
ONE_OF_OURS = "div.album-status > p"


@pytest.fixture(scope="module")
def story(place):
    """The address of Ana's story, open to anyone with the link."""
    hand, story = Hand(place.url, place.known["cookies"]["ana"]), f"/family/stories/{place.known['story']}/"
    page = hand.form(f"{story}circle/link/")
    assert hand.send(page).status_code == 303
    hand.close()
    return story


@pytest.fixture
def ana(browser, place):
    with watched(browser, place.url, session=place.known["cookies"]["ana"]) as seen:
        seen.page.set_viewport_size(IN_HAND)
        yield seen
        assert not seen.elsewhere
        assert not seen.refused


def choose(page, file: bytes) -> None:
    """Choose a photograph of this phone, and wait until it has arrived."""
    chosen = {"name": "IMG_2043.PNG", "mimeType": "image/png", "buffer": file}
    page.locator("#photographs").set_input_files([chosen])
    expect(page.get_by_role("link", name="Describe now")).to_be_visible()


def test_a_photograph_is_ready_after_nine_taps_on_four_pages(ana, story, counted):
    page = ana.page
    ana.look(story)
    with counted(ana, "first photograph a reader may ask for", taps=9, pages=4):
        page.get_by_role("link", name="Photographs").or_(
            page.get_by_role("link", name="Send photographs")
        ).first.click()
        choose(page, drawn_png(hue=61))
        page.get_by_role("link", name="Describe now").click()
        page.get_by_label("What it shows").click()
        page.get_by_label("What it shows").fill(SHOWS)
        page.get_by_role("group", name="Who took it").get_by_label("You", exact=True).check()
        page.get_by_label("That’s everyone").check()
        page.get_by_label("Anyone with the link").check()
        page.get_by_role("button", name="Save", exact=True).click()
        page.get_by_role("button", name="Let readers ask for it").click()
        expect(page.locator(ONE_OF_OURS)).to_have_text(READY)


def test_it_is_shown_beside_what_was_typed_and_covered_again(ana, story):
    page = ana.page
    ana.look(f"{story}photographs/")
    choose(page, drawn_png(hue=62))
    page.get_by_role("link", name="Describe now").click()
    expect(page.get_by_label("What it shows")).to_be_visible()
    assert words(ana, own=["Ana", "Ben", "Mika", "Nele"]) <= 100
    for _ in ana.renderings():
        assert (ana.too_wide(), ana.axe()) == (0, [])
    answer = page.get_by_role("group", name="Your own answer")
    expect(answer).to_be_hidden()
    page.get_by_label("What it shows").fill(SHOWS[:LEAST])
    page.get_by_role("group", name="Who is in it").get_by_label("You", exact=True).check()
    expect(answer).to_be_visible()
    page.get_by_role("button", name="Show it to me").click()
    expect(page.locator("figure img")).to_be_visible()
    expect(page.get_by_label("What it shows")).to_have_value(SHOWS[:LEAST])
    expect(page.get_by_role("group", name="Who is in it").get_by_label("You", exact=True)).to_be_checked()
    for _ in ana.renderings():
        assert (ana.too_wide(), ana.axe()) == (0, [])
    page.get_by_role("button", name="Cover it").click()
    expect(page.locator("figure img")).to_have_count(0)
    expect(page.get_by_role("button", name="Show it to me")).to_be_visible()
    page.get_by_role("button", name="Show it to me").click()
    expect(page.locator("figure img")).to_be_visible()
    page.reload()
    expect(page.locator("figure img")).to_have_count(0)


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_by_keyboard_alone_it_is_described_and_named(browser, place, story, javascript):
    session, name = place.known["cookies"]["ana"], "Mika" if javascript else "Nele"  # of two Mikas a page says more
    with watched(browser, place.url, session=session) as seen:
        seen.look(f"{story}photographs/")
        choose(seen.page, drawn_png(hue=63 + javascript))
    with watched(browser, place.url, session=session, javascript=javascript) as seen:
        seen.page.set_viewport_size(IN_HAND)
        seen.look(f"{story}photographs/next/")
        page, keys = seen.page, seen.page.keyboard
        page.get_by_label("What it shows").focus()
        keys.type(SHOWS)
        page.get_by_role("group", name="Who took it").get_by_role("radio").first.focus()
        keys.press("Space")
        page.get_by_label("That’s everyone").focus()
        keys.press("Space")
        page.get_by_label("Not now").focus()
        assert (
            page.evaluate("innerHeight - document.activeElement.closest('label').getBoundingClientRect().bottom") > 40
        )
        keys.press("Space")
        page.get_by_role("group", name="Who is in it").get_by_label("Somebody else").focus()
        keys.press("Space")
        page.get_by_role("group", name="Who is in it").get_by_label("Their name").focus()
        keys.type(name)
        keys.press("Enter")  # the first button of the form saves
        expect(page.locator(ONE_OF_OURS)).to_have_text("Not everyone has said yes")
        expect(page.get_by_text(name)).to_be_visible()
        assert not seen.refused
