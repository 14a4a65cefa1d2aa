"""Five photographs with the father in each, on a phone: sent, described, named, answered by one link, let be seen."""

import pytest
from playwright.sync_api import Page, expect

from tests.browsing import IN_HAND, Watched, watched
from tests.drawn import drawn_png
from tests.forms import Hand
from tests.photographs import SHOWS

pytestmark = pytest.mark.browser
FIVE = range(1, 6)
FOR = "Anyone with the link"


@pytest.fixture
def story(place) -> str:
    """The address of Ana's story, open to anyone with the link."""
    hand, story = Hand(place.url, place.known["cookies"]["ana"]), f"/family/stories/{place.known['story']}/"
    assert hand.send(hand.form(f"{story}circle/link/")).status_code == 303
    hand.close()
    return story


def test_the_mother_and_the_father_need_few_taps(browser, place, story, counted):
    session = place.known["cookies"]["ana"]
    with watched(browser, place.url, session=session) as ana, watched(browser, place.url, phone=True) as tom:
        for person in (ana, tom):
            person.page.set_viewport_size(IN_HAND)
        ana.look(story)
        with counted(ana, "five photographs, the father in each: the mother", taps=45, pages=16):
            send(ana.page)
            for number in FIVE:
                describe(ana.page, number)
            link = ask(ana.page)
            with counted(tom, "five photographs, the father in each: the father", taps=8, pages=4):
                answer(tom, link)
            let_readers_ask(ana.page)
        for person in (ana, tom):
            assert not person.elsewhere
            assert not person.refused


def send(page: Page) -> None:
    page.get_by_role("link", name="Send photographs").or_(page.get_by_role("link", name="Photographs")).first.click()
    files = [{"name": f"IMG_{n}.PNG", "mimeType": "image/png", "buffer": drawn_png(hue=70 + n)} for n in FIVE]
    page.locator("#photographs").set_input_files(files)
    expect(page.get_by_text("Five have arrived.")).to_be_visible(timeout=30_000)
    page.get_by_role("link", name="Describe now").click()


def describe(page: Page, number: int) -> None:
    """The first by hand; who took it and who is in it are then the same people."""
    expect(page.get_by_role("heading", name=f"Photograph {number}")).to_be_visible()
    page.get_by_label("What it shows").click()
    page.get_by_label("What it shows").fill(f"{SHOWS} It is number {number}.")
    if number == 1:
        page.get_by_role("group", name="Who took it").get_by_label("You", exact=True).check()
        in_it = page.get_by_role("group", name="Who is in it")
        in_it.get_by_label("Somebody else").check()
        in_it.get_by_label("Their name").click()
        in_it.get_by_label("Their name").fill("Tom")
    else:
        page.get_by_role("button", name="Same people as the last one").click()
    page.get_by_label("That’s everyone").check()
    page.get_by_role("group", name="Your own answer").get_by_label(FOR).check()
    page.get_by_role("button", name="Save and next").click()


def ask(page: Page) -> str:
    """About all five at once. Returns the one link."""
    page.get_by_role("link", name="Who is in it (photograph 1)").click()
    page.get_by_role("link", name="Ask them (Tom").click()
    page.get_by_label(FOR).check()
    for number in FIVE[1:]:
        page.get_by_label(f"photograph {number}").check()
    page.get_by_role("button", name="Make their link").click()
    link = page.locator(".address").inner_text()
    page.locator("main .button-main").click()
    return link


def answer(tom: Watched, link: str) -> None:
    tom.page.goto(link)
    tom.page.get_by_role("button", name="Read the question").click()
    tom.page.get_by_role("button", name=FOR).first.click()
    tom.page.get_by_text("Same answer for other photographs").click()
    for number in FIVE[1:]:
        tom.page.get_by_role("checkbox", name=f"Photograph {number}").check()
    tom.page.get_by_role("button", name="Answer for these").click()
    expect(tom.page.locator(".rung-chosen")).to_have_count(5)


def let_readers_ask(page: Page) -> None:
    page.get_by_role("link", name="Back to the photographs").click()
    for number in FIVE:
        page.get_by_role("button", name=f"Let readers ask for it (photograph {number})").click()
    expect(page.get_by_text("Readers may ask for it", exact=True)).to_have_count(5)
