"""Promise 12: every page, for everybody it is for, in light and dark, on a phone of 320 pixels and on a desk, with
and without JavaScript: axe finds no violation, nothing is requested from another host, nothing breaks the CSP."""

import pytest
from playwright.sync_api import Browser

from tests.browsing import IN_HAND, Watched, watched
from tests.every_page import FullPlace, full_place, look_after
from tests.forms import Hand
from tests.promises.narrow_pages import NARROWEST, narrow_and_large
from tests.promises.sizes import is_small

pytestmark = pytest.mark.browser
TOO_SMALL = """
() => [...document.querySelectorAll("button, .button, summary, .alone, .above a, input[type=text], select")]
    .map(element => [element, element.getBoundingClientRect(), getComputedStyle(element)])
    .filter(([, box, style]) => box.width > 1 && box.height > 1 && style.visibility === "visible" && box.height < 43.5)
    .map(([element]) => element.innerText.slice(0, 40) || element.name)
"""
READERS = {"", "gwen"}  # gwen: a friend, who sees what readers see and little more
FOUR_TIMES = {"width": 320, "height": 256}  # a window of 1280 x 1024 at 400 %
# What has the focus and cannot be seen, because something else is in front of it.
COVERED = """
() => [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
    .filter(one => {
        one.focus();
        if (document.activeElement !== one) return false;
        const label = one.matches("[type=radio], [type=checkbox], [type=file]") && one.closest("label");
        const box = (label || one).getClientRects()[0];
        if (!box || box.width <= 1 || box.height <= 1) return false;
        const x = box.left + Math.min(box.width / 2, 150), y = box.top + Math.min(box.height / 2, 20);
        const found = document.elementFromPoint(x, y);
        return !(found && (one.contains(found) || found.contains(one) || (label && label.contains(found))));
    })
    .map(one => one.outerHTML.slice(0, 90))
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
    with full_place(tmp_path_factory.mktemp("place") / "data") as running:
        yield running


@pytest.fixture
def asked(tmp_path):
    """A place in which nobody has answered or ended a link."""
    with full_place(tmp_path / "data") as running:
        yield running


@pytest.mark.parametrize("who", ["", "ana", "gwen", "hilde"])
def test_every_page_passes_the_accessibility_checks(browser: Browser, place, who):
    session, walked = place.known["cookies"].get(who, ""), list(place.pages(who).values())
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
        wrong += after(mika, "button", "Send")
        mika.page.get_by_label("Who are you?").fill("Mika")
        wrong += after(mika, "button", "Send")
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
        if javascript:
            wrong += wrong_after_presses(mika, asked)
        for person in (ana, mika, gwen):
            assert not person.elsewhere
            assert not person.refused
    assert not wrong


def wrong_after_presses(seen: Watched, place: FullPlace) -> list[tuple[str, str]]:
    """What is wrong with the pages that show what was made, or say what is missing."""
    wrong = []
    for answer in place.after_presses().values():
        look_after(seen, answer)
        wrong += [(seen.page.url, fault) for fault in seen.axe()] + faults_of_size(seen)
    return wrong


def open_links(ana: Watched) -> None:
    for summary in ana.page.locator("summary", has_text="Their links").all():
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


@pytest.mark.parametrize("who", ["", "ana", "gwen", "hilde"])
def test_at_four_times_the_size_nothing_covers_the_focus(browser: Browser, place, who):
    with watched(browser, place.url, session=place.known["cookies"].get(who, ""), phone=True) as seen:
        seen.page.set_viewport_size(FOUR_TIMES)
        wrong = []
        for path in place.pages(who).values():
            seen.look(path)
            wrong += [(path, one) for one in seen.page.evaluate(COVERED)]
            wrong += [(path, "wider than its window")] if seen.too_wide() > 0 else []
            wrong += [(path, *one) for one in (narrow_and_large(seen) if who in READERS else [])]
            seen.page.set_viewport_size(FOUR_TIMES)
        assert not wrong


def test_stop_reading_stays_in_sight_unless_it_would_cover_the_words(browser: Browser, place):
    with watched(browser, place.url, phone=True) as seen:
        seen.look("/stories/noor/")
        leave, heights = seen.page.locator(".leave"), {}
        for window in (NARROWEST, IN_HAND, FOUR_TIMES):
            seen.page.set_viewport_size(window)
            box = leave.bounding_box()
            heights[window["height"]] = bool(box) and box["y"] + box["height"] <= window["height"]
            assert not heights[window["height"]] or box["height"] < window["height"] / 4
        assert heights == {NARROWEST["height"]: True, IN_HAND["height"]: True, FOUR_TIMES["height"]: False}


def test_the_birth_line_in_a_narrow_column_is_found(browser: Browser, place):
    with watched(browser, place.url, phone=True) as seen:
        seen.look("/stories/noor/")
        assert not narrow_and_large(seen)
        squeezed = "div { display: grid !important; grid-template-columns: 8.5rem minmax(0, 1fr) }"
        seen.page.evaluate(f"document.styleSheets[0].insertRule('.facts {squeezed}', 0)")
        assert any("broken: weeks" in fault for _how, fault in narrow_and_large(seen))


def test_a_bar_that_covers_the_focus_is_found(browser, place):
    with watched(browser, place.url, phone=True) as seen:
        seen.page.set_viewport_size(FOUR_TIMES)
        seen.look("/help/")
        assert not seen.page.evaluate(COVERED)
        bar = "position: fixed; left: 0; right: 0; top: 0; bottom: 0; background: white"
        seen.page.evaluate("bar => { document.querySelector('footer').style = bar; }", bar)
        assert seen.page.evaluate(COVERED)


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
    for path in place.pages("").values():
        assert len(hand.http.get(path).content) < 100_000
