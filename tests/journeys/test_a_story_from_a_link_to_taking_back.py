"""The whole story, in a real browser: a host signs in, a story is written, opened in steps, read, and taken back."""

import pytest
from playwright.sync_api import Page, expect

from tests.browsing import Watched, watched
from tests.by_keyboard import landed
from tests.running import Running

pytestmark = pytest.mark.browser
ESSAY = "She came on a Tuesday, and she was very small."
LATER = "A month has passed. We read every card."
CLOSED = "It may never have been here, or it may be closed for now."
# JavaScript, phone: each page is also checked in the other theme and at the other width
WAYS = [(True, False), (False, True)]


@pytest.mark.parametrize(("javascript", "phone"), WAYS)
def test_a_story_is_written_opened_and_taken_back(browser, tmp_path, javascript, phone):
    with (
        Running(tmp_path / "place") as place,
        watched(browser, place.url, javascript=javascript, phone=phone) as ana,
        watched(browser, place.url, javascript=javascript, phone=phone) as rosa,
    ):
        take_the_place(ana, place)
        story = write(ana)
        address = open_to_a_link(ana, story)
        reads(rosa, address, ESSAY)
        public = open_to_everyone(ana, story)
        finds_on_the_front_page(rosa, place, public)
        add_what_came_later(ana, story, rosa, public)
        take_back(ana, story)
        finds_nothing(rosa, place, [address, public])
        for person in (ana, rosa):
            assert not person.elsewhere
            assert not person.refused
        assert not rosa.page.context.cookies()


def fit(person: Watched) -> Page:
    """The person's current page, which is fit to be used, with the focus at a sensible place."""
    landed(person, followed=False)
    for _rendering in person.renderings():
        assert not person.axe(), person.page.url
        assert person.too_wide() <= 0, person.page.url
    return person.page


def take_the_place(ana: Watched, place: Running) -> None:
    ana.page.goto(place.first_link)
    fit(ana).get_by_role("button", name="Sign in").click()
    page = fit(ana)
    page.get_by_label("What is this place called?").fill("The Lantern")
    page.get_by_role("button", name="Save this answer").click()
    fit(ana).get_by_role("button", name="Later").click()
    fit(ana).get_by_label("own family").check()
    page.get_by_role("button", name="Save this answer").click()
    for _backup_time_zone_and_keeper in range(3):
        fit(ana).get_by_role("button", name="Later").click()
    page.get_by_role("link", name="Make a key").click()
    page.get_by_role("link", name="Make paper codes").click()
    page.get_by_role("button", name="Make ten codes").click()
    fit(ana).get_by_role("link", name="I have them: continue").click()


def write(ana: Watched) -> str:
    """Write on the story's own page."""
    ana.look("/family/")
    fit(ana).get_by_role("button", name="Start writing").click()
    page = fit(ana)
    page.get_by_label("Your words").fill(ESSAY)
    page.get_by_role("button", name="Save these words").click()
    expect(page.get_by_text("You can stop here and come back whenever you like.").first).to_be_visible()
    expect(page.get_by_label("Your words")).to_have_value(ESSAY)
    page.get_by_role("link", name="Back to the story").click()
    story = page.url
    page.get_by_role("link", name="What the story is about").click()
    fit(ana).get_by_label("title", exact=False).first.fill("A Tuesday in March")
    page.get_by_role("button", name="As a reader sees it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("A Tuesday in March")  # after the words are saved
    fit(ana)
    page.goto(story)
    fit(ana)
    return story


def open_to_a_link(ana: Watched, story: str) -> str:
    """Returns the address that was given."""
    page = ana.page
    page.get_by_role("link", name="Let somebody read it").click()
    fit(ana).get_by_role("link", name="See what this means (anyone with the link)").click()
    expect(fit(ana).get_by_text(ESSAY).first).to_be_visible()
    page.get_by_role("button", name="Let anyone with the link read it").click()
    page.goto(story)
    return fit(ana).locator(".address").first.inner_text()


def open_to_everyone(ana: Watched, story: str) -> str:
    """Returns the address that was chosen."""
    page = ana.page
    page.goto(f"{story}circle/everyone/")
    fit(ana).locator("input[name=wished]").fill("a-tuesday")
    page.get_by_role("button", name="Let everyone read it").click()
    page.goto(story)
    address = fit(ana).locator(".address").first.inner_text()
    assert address.endswith("/stories/a-tuesday/")
    return address


def reads(rosa: Watched, address: str, words: str) -> None:
    rosa.page.goto(address)
    expect(fit(rosa).get_by_text(words)).to_be_visible()
    rosa.page.get_by_role("link", name="Stop reading").last.click()
    expect(fit(rosa).get_by_role("heading", level=1)).to_have_text("You can rest here")


def finds_on_the_front_page(rosa: Watched, place: Running, address: str) -> None:
    rosa.look("/")
    fit(rosa).get_by_role("link", name="A Tuesday in March").click()
    assert rosa.page.url == address


def add_what_came_later(ana: Watched, story: str, rosa: Watched, address: str) -> None:
    """A follow-up stays with the family until they let readers see it."""
    page = ana.page
    page.get_by_role("button", name="Write something more").click()
    page.goto(story)
    page.locator(".leaves-name a").last.click()
    page.get_by_label("Your words").fill(LATER)
    page.get_by_role("button", name="Save these words").click()
    expect(page.get_by_label("Your words")).to_have_value(LATER)
    rosa.page.goto(address)
    expect(rosa.page.get_by_text(LATER)).to_have_count(0)
    page.goto(f"{story}circle/shown/")
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.get_by_role("button", name="Let readers see these words").click()
    rosa.page.reload()
    expect(rosa.page.get_by_text(LATER)).to_be_visible()


def take_back(ana: Watched, story: str) -> None:
    ana.page.goto(story)
    ana.page.get_by_role("button", name="Take the story back").click()
    fit(ana)


def finds_nothing(rosa: Watched, place: Running, addresses: list[str]) -> None:
    """Her open page, its reload, BACK to it, the copied addresses, the front page and the feed have nothing."""
    page = rosa.page
    page.reload()
    expect(page.get_by_text(CLOSED)).to_be_visible()
    if rosa.javascript:  # without JavaScript, a browser may show again what was read; the guides say so
        page.evaluate("history.back()")
        page.wait_for_url(place.url + "/")
        expect(page.get_by_text("Nothing here yet.")).to_be_visible()
        expect(page.get_by_text(ESSAY)).to_have_count(0)
    for address in addresses:
        page.goto(address)
        expect(fit(rosa).get_by_text(CLOSED)).to_be_visible()
    rosa.look("/")
    expect(page.get_by_text("A Tuesday in March")).to_have_count(0)
    assert "a-tuesday" not in page.request.get(f"{place.url}/stories.atom").text()
