"""Promise 12: every page, for everybody it is for, in light and dark, on a phone of 320 pixels and on a desk, with
and without JavaScript: axe finds no violation, nothing is requested from another host, nothing breaks the CSP."""

from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser

from tests.browsing import Watched, watched
from tests.doors import every_door
from tests.forms import Hand
from tests.inside import inside
from tests.promises.sizes import is_small
from tests.promises.walking import path_of
from tests.running import Running
from tests.seeding import seed

pytestmark = pytest.mark.browser
WHERE_TO_REQUEST_ACCESS = """
from held.publishing.addresses import read_address
from held.publishing.models import Address
found = Address.objects.select_related("story").get(circle="NAMED")
print(read_address(found, found.story))
"""
DESCRIBE_WHERE_MIKA_IS = """
from held.consent.models import Involvement
from held.stories import writing
from held.stories.models import Leaf
from tests.photographs import SHOWS
leaf = Leaf.objects.get(picture=Involvement.objects.get(pk="{involvement_id}").picture)
writing.save(leaf, {{"shows": SHOWS, "language": "en"}}, form=writing.OpenForm(), by=leaf.story.made_by)
"""
TOO_SMALL = """
() => [...document.querySelectorAll("button, .button, summary, .alone, .above a, input[type=text], select")]
    .map(element => [element, element.getBoundingClientRect(), getComputedStyle(element)])
    .filter(([, box, style]) => box.width > 1 && box.height > 1 && style.visibility === "visible" && box.height < 43.5)
    .map(([element]) => element.innerText.slice(0, 40) || element.name)
"""
# Every element with its attributes, except for what may differ each time the page is made. If it is the same with
# scripts and without, axe has checked the page without scripts too: the styles are the same. EVIDENCE=full runs axe all
# the same.
SKELETON = """
() => [...document.querySelectorAll("body, body *")].map(element => element.tagName + [...element.attributes]
    .filter(({name}) => !["value", "href", "action", "src", "srcset", "content"].includes(name))
    .map(({name, value}) => ` ${name}=${value}`).join("")).join(" ")
"""
# JavaScript, phone: each page is also checked in the other theme and at the other width. So each pair of theme, width
# and JavaScript is covered.
WAYS = [(True, False), (False, True)]


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    data: Path = tmp_path_factory.mktemp("place") / "data"
    known = seed(data, every_door=True)
    inside(data, DESCRIBE_WHERE_MIKA_IS.format(**known["filled"]))
    with Running(data) as running:
        running.known = known
        hand = Hand(running.url, known["cookies"]["ana"])
        step = f"/family/stories/{known['story']}/circle/everyone/"
        assert hand.send(hand.form(step, action_ends="everyone/"), wished="noor").status_code == 303
        running.access_request = f"/stories/{inside(data, WHERE_TO_REQUEST_ACCESS)}/"
        yield running


@pytest.fixture
def asked(tmp_path):
    """A place in which nobody has answered or ended a link."""
    known = seed(tmp_path / "data", every_door=True)
    inside(tmp_path / "data", DESCRIBE_WHERE_MIKA_IS.format(**known["filled"]))
    with Running(tmp_path / "data") as running:
        running.known = known
        yield running


def pages(place: Running, who: str) -> list[str]:
    """Every page that this person gets as HTML, by walking the URLconf; of identical pages, such as 404s, the first."""
    hand = Hand(place.url, place.known["cookies"].get(who, ""))
    paths = [path_of(door, {**place.known["filled"], "address": "noor"}) for door in every_door()]
    answers = {
        path: hand.http.get(path) for path in [*paths, place.access_request, "/never-was/", "/entrance/link/nothing/"]
    }
    first = {answer.content: path for path, answer in reversed(answers.items()) if is_page(answer)}
    return [path for path in answers if path in first.values()]


def is_page(answer: httpx.Response) -> bool:
    """Whether it is a page for people."""
    return answer.status_code in {200, 404} and answer.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize("who", ["", "ana", "gwen", "hilde"])
def test_every_page_passes_the_accessibility_checks(browser: Browser, place, who):
    session, walked = place.known["cookies"].get(who, ""), pages(place, who)
    with (
        watched(browser, place.url, session=session) as seen,
        watched(browser, place.url, session=session, javascript=False, phone=True) as bare,
    ):
        wrong, changed = [], []
        for path in walked:
            seen.look(path)
            skeleton = seen.page.evaluate(SKELETON)
            wrong += wrong_with(seen)
            bare.look(path)
            if is_small() and bare.page.evaluate(SKELETON) == skeleton:
                wrong += faults_of_size(bare)
            else:
                changed.append(path)
                wrong += wrong_with(bare)
        assert not wrong
        assert not [*seen.elsewhere, *bare.elsewhere]
        assert not [*seen.refused, *bare.refused]
    assert len(walked) > 7
    assert who != "ana" or changed  # where she writes, a script makes the toolbar


@pytest.mark.parametrize(("javascript", "phone"), WAYS)
def test_every_page_of_the_consent_walk_is_accessible(browser: Browser, asked, javascript, phone):
    cookies, wrong = asked.known["cookies"], []
    way = {"javascript": javascript, "phone": phone}
    with (
        watched(browser, asked.url, session=cookies["ana"], **way) as ana,
        watched(browser, asked.url, **way) as mika,
        watched(browser, asked.url, session=cookies["gwen"], **way) as gwen,
    ):
        ana.look(f"/family/parts/{asked.known['filled']['involvement_id']}/asking/")
        ana.page.get_by_label("Everyone").check()
        wrong += after(ana, "button", "Put it on their link")
        link = f"{asked.url}/c/a/{asked.known['filled']['asked_token']}"
        people_page = ana.page.url.removeprefix(ana.url).partition("?")[0]
        mika.page.goto(link)
        wrong += after(mika, "button", "Read the question")
        wrong += after(mika, "button", "Show it")
        wrong += after(mika, "link", "Cover it")
        wrong += after(mika, "button", "Everyone")
        wrong += after(mika, "button", "Not now")
        mika.page.locator("summary", has_text="This link").click()
        wrong += after(mika, "button", "End this link")
        wrong += after(mika, "link", "When a link is lost")
        wrong += after(mika, "button", "Send this")
        mika.page.get_by_label("Who are you?").fill("Mika")
        wrong += after(mika, "button", "Send this")
        gwen.look("/guardian/")
        gwen.page.locator("summary", has_text="Make a link for somebody").first.click()
        wrong += wrong_with(gwen)
        wrong += after(gwen, "button", "It’s Mika: make new links")
        mika.page.goto(gwen.page.locator(".address").first.inner_text())
        wrong += after(mika, "button", "Read the question")
        ana.look(people_page)
        wrong += wrong_with(ana)
        open_links(ana)
        wrong += wrong_with(ana)
        wrong += after(ana, "link", "Make a new link")
        wrong += after(ana, "button", "Make their link")  # Mika ended the one before
        ana.look(people_page)
        open_links(ana)
        wrong += after(ana, "button", "Stop them looking")
        wrong += after(ana, "button", "Let them look again")
        for person in (ana, mika, gwen):
            assert not person.elsewhere
            assert not person.refused
    assert not wrong


def open_links(ana: Watched) -> None:
    for summary in ana.page.locator("summary", has_text="Their links, and whether they can look").all():
        summary.click()


def after(seen: Watched, role: str, name: str) -> list[tuple[str, str]]:
    """What is wrong with the page that follows when this is pressed."""
    with seen.page.expect_navigation():
        seen.page.get_by_role(role, name=name).first.click()
    return wrong_with(seen)


def wrong_with(seen: Watched) -> list[tuple[str, str]]:
    """What makes the page unfit for some people."""
    wrong = []
    for _rendering in seen.renderings():
        wrong += [(seen.page.url, fault) for fault in seen.axe()] + faults_of_size(seen)
    return wrong


def faults_of_size(seen: Watched) -> list[tuple[str, str]]:
    """What is too wide or too small on the page as it is rendered now."""
    wide = ["wider than its window"] if seen.too_wide() > 0 else []
    return [(seen.page.url, fault) for fault in [*wide, *(f"too small to be hit: {name}" for name in too_small(seen))]]


def too_small(seen: Watched) -> list[str]:
    """Buttons a tired thumb would miss: less than 44 pixels high (links in a line of text are not counted)."""
    return seen.page.evaluate(TOO_SMALL)


def test_a_button_that_is_too_small_is_found(browser, place):
    with watched(browser, place.url, session=place.known["cookies"]["ana"]) as seen:
        seen.look(f"/family/leaves/{place.known['leaf']}/")
        assert not too_small(seen)
        seen.page.evaluate("for (const one of document.querySelectorAll('button')) one.style = 'all: revert'")
        assert too_small(seen)


def test_the_watch_sees_a_request_elsewhere_and_a_refusal(browser, place):
    with watched(browser, place.url) as seen:
        seen.look("/")
        seen.page.evaluate("fetch('http://127.0.0.1:9/').catch(() => 0)")
        seen.page.wait_for_timeout(200)
        assert seen.elsewhere or seen.refused


def test_axe_finds_a_planted_violation(browser, place):
    with watched(browser, place.url) as seen:
        seen.look("/")
        seen.page.evaluate("document.documentElement.removeAttribute('lang')")
        assert seen.axe()


def test_no_page_is_heavier_than_a_hundred_kilobytes(place):
    hand = Hand(place.url)
    for path in pages(place, ""):
        assert len(hand.http.get(path).content) < 100_000
