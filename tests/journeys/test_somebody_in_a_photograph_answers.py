"""Mika is in a photograph of Ana's: named, asked by a link, not now, yes, and a month later no again. Rosa reads."""

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Error, Page, expect

from tests.browsing import IN_HAND, Watched, watched
from tests.by_keyboard import landed
from tests.inside import inside
from tests.photographs import SHOWS
from tests.running import Running
from tests.seeding import seed

pytestmark = pytest.mark.browser
# JavaScript, phone: each page is also checked in the other theme and at the other width
WAYS = [(True, False), (False, True)]
FOR = "Anyone with the link"
CLOSED = "It may never have been here, or it may be closed for now."
NOT_ALL = "Not everyone has said yes."
OPENED_BY_LINK = """
import json
from types import SimpleNamespace
from held.publishing.addresses import addresses_of
from held.stories.models import Publication, Story
from tests import cast as people
from tests.photographs import photograph
story = Story.objects.get(pk={story})
placed = photograph(SimpleNamespace(ana=story.made_by, family=story.family), story, agreed=False)
people.open_to(story, Publication.Circle.LINK, by=story.made_by)
print(json.dumps([addresses_of(story)["LINK"], placed.leaf_id, placed.name]))
"""


@dataclass
class StoryPage:
    """A story with one photograph that readers may ask for as soon as everyone in it has said yes."""

    place: Running
    cookies: dict[str, str]
    story: int
    address: str
    leaf: int
    name: str

    @property
    def people(self) -> str:
        """The family's page about who is in it."""
        return f"/family/photographs/{self.leaf}/people/"

    @property
    def veil(self) -> str:
        """The address at which readers ask for it."""
        return f"{self.address}photographs/{self.name}"

    def bytes_of_story(self) -> bytes:
        """The story as a first-time reader gets it."""
        return httpx.get(self.place.url + self.address).raise_for_status().content


@pytest.mark.parametrize(("javascript", "phone"), WAYS)
def test_mika_says_not_now_then_yes_then_withdraws(browser, tmp_path, javascript, phone):
    way = {"javascript": javascript}
    with (
        a_story(tmp_path) as told,
        watched(browser, told.place.url, session=told.cookies["ana"], phone=phone, **way) as ana,
        watched(browser, told.place.url, phone=True, **way) as mika,
        watched(browser, told.place.url, phone=phone, **way) as rosa,
    ):
        mika.page.set_viewport_size(IN_HAND)
        nobody_asked = told.bytes_of_story()
        name_both(ana, told)
        link = ask_mika(ana)
        opens(mika, link)
        looks_once(mika)
        says(mika, "Not now")
        assert told.bytes_of_story() == nobody_asked
        the_family_is_told_no_more_than(ana, told, NOT_ALL)
        says(mika, FOR)
        assert told.bytes_of_story() == nobody_asked
        the_family_is_told_no_more_than(ana, told, NOT_ALL)
        says_yes_herself(ana)
        sees(rosa, told)
        takes_it_back_a_month_later(mika, link)
        finds_nothing(rosa, told)
        assert told.bytes_of_story() == nobody_asked
        the_family_is_told_no_more_than(ana, told, NOT_ALL)
        for person in (ana, mika, rosa):
            assert not person.elsewhere
            assert not person.refused


@contextmanager
def a_story(tmp_path: Path) -> Iterator[StoryPage]:
    """A story in a running place of its own."""
    data = tmp_path / "place"
    known = seed(data)
    address, leaf, name = json.loads(inside(data, OPENED_BY_LINK.format(story=known["story"])))
    with Running(data) as place:
        yield StoryPage(place, known["cookies"], known["story"], f"/stories/{address}/", leaf, name)


def fit(person: Watched) -> Page:
    """The person's current page, which is fit to be used, with the focus at a sensible place."""
    landed(person, followed=False)
    for _rendering in person.renderings():
        assert not person.axe(), person.page.url
        assert person.too_wide() <= 0, person.page.url
    return person.page


def name_both(ana: Watched, told: StoryPage) -> None:
    page = ana.page
    ana.look(f"/family/stories/{told.story}/photographs/")
    fit(ana).get_by_role("link", name="Say who is in it").click()
    page.get_by_role("group", name="Who took it").get_by_label("You", exact=True).check()
    in_it = page.get_by_role("group", name="Who is in it")
    in_it.get_by_label("Somebody else").check()
    in_it.get_by_label("Their name").fill("Mika")
    in_it.get_by_label("How you reach them").fill("the house beside")
    fit(ana).get_by_label("That’s everyone").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Not everyone has said yes")).to_be_visible()
    fit(ana).get_by_role("link", name="Who is in it (").click()
    fit(ana).get_by_label(FOR).check()
    page.get_by_role("button", name="Let me answer about these").click()


def ask_mika(ana: Watched) -> str:
    """The link that Ana hands over."""
    page = fit(ana)
    page.get_by_role("link", name="Ask them").click()
    fit(ana).get_by_label(FOR).check()
    page.get_by_role("button", name="Make their link").click()
    expect(fit(ana).get_by_text("please don’t open it")).to_be_visible()
    link = page.locator(".address").inner_text()
    page.get_by_role("link", name="Back to who is in it").click()
    expect(fit(ana).get_by_text("Asked.")).to_be_visible()
    return link


def opens(mika: Watched, link: str) -> None:
    """A button first: a service that draws link previews learns nothing."""
    mika.page.goto(link)
    assert SHOWS not in fit(mika).content()
    mika.page.get_by_role("button", name="Read the question").click()
    page = fit(mika)
    expect(page.get_by_text("Ana would like to show a photograph.")).to_be_visible()
    expect(page.get_by_text(SHOWS)).to_be_visible()
    answers = page.locator(".rung")
    assert answers.count() == 3
    assert len({answers.nth(n).evaluate(LOOKS) for n in range(3)}) == 1, "one weighs more"
    assert page.locator("img").count() == 0


LOOKS = """one => { const is = getComputedStyle(one);
    return [is.color, is.backgroundColor, is.borderTopColor, is.fontSize, is.fontWeight,
        one.offsetHeight, one.offsetWidth].join(); }"""


def looks_once(mika: Watched) -> None:
    page = mika.page
    page.get_by_role("button", name="Show it").click()
    expect(page.locator("picture img")).to_have_js_property("complete", True)
    assert page.locator("picture img").evaluate("image => image.naturalWidth") > 0
    fit(mika).reload()
    assert fit(mika).locator("img").count() == 0
    page.get_by_role("link", name="Back to the question").click()


def says(mika: Watched, answer: str) -> None:
    mika.page.get_by_role("button", name=answer).click()
    expect(fit(mika).get_by_role("button", name=f"{answer} (your answer)")).to_be_visible()


def the_family_is_told_no_more_than(ana: Watched, told: StoryPage, how_it_stands: str) -> None:
    """About Mika, that they were asked; about all together, whether everyone has said yes."""
    ana.look(told.people)
    expect(fit(ana).locator("dl.facts dd")).to_have_text([how_it_stands])
    mikas = ana.page.locator("li", has_text="Mika")
    expect(mikas.locator(".desk-state")).to_have_text(["Is in it. Asked."])


def says_yes_herself(ana: Watched) -> None:
    ana.page.get_by_role("button", name=FOR).click()
    expect(fit(ana).locator("dl.facts dd")).to_have_text(["Everyone has said yes."])


def sees(rosa: Watched, told: StoryPage) -> None:
    rosa.look(told.address)
    expect(fit(rosa).get_by_text(SHOWS)).to_be_visible()
    assert rosa.page.locator("img").count() == 0
    rosa.page.get_by_role("button", name="Show photograph 1").click()
    expect(rosa.page.locator("picture img")).to_have_js_property("complete", True)
    assert rosa.page.locator("picture img").evaluate("image => image.naturalWidth") > 0
    assert not rosa.axe()


def takes_it_back_a_month_later(mika: Watched, link: str) -> None:
    """By the link in the letter, in a browser that forgot that it was opened; one press."""
    mika.page.context.clear_cookies()
    mika.page.goto(link)
    fit(mika).get_by_role("button", name="Read the question").click()
    mika.page.get_by_role("button", name="No", exact=True).click()
    expect(fit(mika).get_by_text("Your no is saved.")).to_be_visible()
    expect(mika.page.get_by_role("button", name="No (your answer)")).to_be_visible()


def finds_nothing(rosa: Watched, told: StoryPage) -> None:
    """She had it open: the next request is refused, for its bytes and its page, and BACK brings nothing back."""
    unused = rosa.page.locator("picture img").get_attribute("src")
    assert rosa.page.evaluate("path => fetch(path).then(got => got.status)", unused) == 404
    rosa.look(told.veil)
    expect(fit(rosa).get_by_text(CLOSED)).to_be_visible()
    for walk in (go_back, reload):
        walk(rosa.page)
        expect(rosa.page.locator("img")).to_have_count(0)
    rosa.look(told.address)
    expect(fit(rosa).get_by_text("very small")).to_be_visible()
    assert SHOWS not in rosa.page.content()
    assert "hotograph" not in rosa.page.content()


def go_back(page: Page) -> None:
    with suppress(Error):  # the page that went back is no longer there to answer
        page.evaluate("history.back()")
    page.wait_for_timeout(1000)


def reload(page: Page) -> None:
    page.reload()
