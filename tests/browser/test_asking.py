"""Asking for a photograph in a real browser, with scripts and without: shown once, covered by whatever comes next.

The back/forward cache is on; each walk that relies on it first proves so, on a page without our scripts. A picture is
gone after BACK even without scripts, because the visit is set again with its bytes (held/web/visit.py).
"""

import re
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Error, expect

from tests import cast as people
from tests.browsing import IN_HAND, watched
from tests.forms import Hand
from tests.running import Running
from tests.seeding import seed

pytestmark = pytest.mark.browser
EACH = pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
SHOW = "Show photograph 1"


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    data: Path = tmp_path_factory.mktemp("place") / "data"
    known = seed(data, photographs=2)
    with Running(data) as running:
        running.known = known
        running.ana = Hand(running.url, known["cookies"]["ana"])
        open_story(running)
        yield running


@pytest.fixture
def rosa(browser, place):
    with watched(browser, place.url) as seen:
        yield seen


def open_story(place) -> None:
    """Let everyone read the whole story; photographs are not ticked until somebody does."""
    step = f"/family/stories/{place.known['story']}/circle/everyone/"
    form = place.ana.form(step, action_ends="everyone/")
    offered = re.findall(r'name="shown" value="([^"]+)"', place.ana.http.get(step).text)
    form.fields = [(name, value) for name, value in form.fields if name != "shown"]
    form.fields += [("shown", version) for version in offered]
    assert place.ana.send(form, wished="noor").status_code == 303


def take_back(place) -> None:
    """Hide the first photograph from readers."""
    story, leaf = f"/family/stories/{place.known['story']}/", place.known["photographs"][0][1]
    form = place.ana.form(story, action_ends="taking-back")
    form.action = f"{place.url}/family/leaves/{leaf}/hiding"
    assert place.ana.send(form).status_code == 303


def ask(seen, number: int = 1) -> None:
    """Press the button and see the picture."""
    seen.page.get_by_role("button", name=f"Show photograph {number}").click()
    expect(picture(seen)).to_be_visible()
    expect(picture(seen)).to_have_js_property("complete", True)
    assert picture(seen).evaluate("image => image.naturalWidth") > 0


def picture(seen):
    return seen.page.locator("picture img")


def veiled(seen) -> None:
    """The page has no picture, and it can be asked for."""
    expect(seen.page.get_by_role("button", name=SHOW)).to_be_visible()
    assert picture(seen).count() == 0


def own_page(place) -> str:
    return f"/stories/noor/photographs/{place.known['photographs'][0][0]}"


def prove_that_pages_are_kept(seen, elsewhere: str) -> None:
    """Before anything is asked: this browser brings a page of ours back as it was left, even one sent with no-store."""
    seen.let_scripts_run(True)
    seen.look("/quiet/")
    seen.page.evaluate("window.addEventListener('pageshow', e => document.body.dataset.kept = e.persisted)")
    seen.page.goto(elsewhere)
    go_back(seen, "quiet/")
    assert seen.page.evaluate("document.body.dataset.kept") == "true", "the back/forward cache is off"
    seen.let_scripts_run(seen.javascript)


def go_back(seen, to: str) -> None:
    """Go back as with the browser’s own button."""
    with suppress(Error):  # the page that went back is no longer there to answer
        seen.page.evaluate("history.back()")
    seen.page.wait_for_url(f"**/{to}", wait_until="commit")


def other_site(place) -> str:
    """The same machine under another name: for a browser, another site."""
    return place.url.replace("localhost", "127.0.0.1")


@EACH
def test_one_photograph_is_shown_and_covered_again(browser, place, javascript):
    with watched(browser, place.url, javascript=javascript) as seen:
        fetched = []
        seen.page.on("request", lambda asked: fetched.append(asked.url))
        seen.look("/stories/noor/")
        veiled(seen)
        assert not [url for url in fetched if "/p/" in url]
        ask(seen)
        assert picture(seen).count() == 1
        assert len([url for url in fetched if "/p/" in url]) == 1
        expect(picture(seen)).to_have_attribute("alt", re.compile("Three hills"))
        assert not seen.axe()
        seen.page.get_by_role("link", name="Cover again").click()
        veiled(seen)
        assert not seen.refused
        assert not seen.elsewhere


def test_with_scripts_it_is_shown_in_its_place_and_focus_goes_along(rosa, place):
    rosa.look("/stories/noor/")
    ask(rosa)
    assert rosa.page.url.endswith("/stories/noor/")
    assert rosa.page.evaluate("document.activeElement.matches('[data-photograph]')")
    rosa.page.keyboard.press("Tab")
    assert rosa.page.evaluate("document.activeElement.innerText") == "Cover again"
    expect(rosa.page.get_by_role("button", name="Show photograph 2")).to_be_visible()
    rosa.page.keyboard.press("Enter")
    assert rosa.page.evaluate("document.activeElement.matches('[data-veil]')")
    rosa.page.keyboard.press("Tab")
    rosa.page.keyboard.press("Tab")
    assert rosa.page.evaluate("document.activeElement.innerText") == SHOW


def test_a_shown_photo_and_its_veil_scroll_into_view(rosa, place):
    rosa.page.set_viewport_size(IN_HAND)
    for number in (1, 2):
        rosa.look("/stories/noor/")
        ask(rosa, number)
        assert 0 <= top_of(rosa, "[data-photograph]") <= 370
        rosa.page.get_by_role("link", name="Cover again").click()
        assert 0 <= top_of(rosa, "[data-veil]:focus") <= 370


def top_of(seen, what: str) -> float:
    """How many pixels below the top of the window an element begins; negative if its beginning is out of sight."""
    return round(seen.page.locator(what).evaluate("it => it.getBoundingClientRect().top"))


@EACH
def test_reading_on_leads_past_the_figure(browser, place, javascript):
    with watched(browser, place.url, javascript=javascript) as seen:
        seen.look("/stories/noor/")
        seen.page.get_by_role("link", name="Read on without it").first.click()
        seen.page.keyboard.press("Tab")
        if javascript:
            assert "More about" in seen.page.evaluate("document.activeElement.innerText")
        assert "#after-" in seen.page.url
        ask(seen)
        seen.page.get_by_role("link", name="Read on", exact=True).click()
        expect(seen.page).to_have_url(re.compile(r"/stories/noor/#after-"))


@EACH
def test_reloading_covers_the_photo_again(browser, place, javascript):
    with watched(browser, place.url, javascript=javascript) as seen:
        seen.look("/stories/noor/")
        ask(seen)
        seen.page.reload()
        veiled(seen)


@EACH
@pytest.mark.parametrize("to", ["here", "another site"])
def test_going_back_finds_the_photo_covered(browser, place, javascript, to):
    away = (place.url if to == "here" else other_site(place)) + "/help/"
    with watched(browser, place.url, javascript=javascript) as seen:
        prove_that_pages_are_kept(seen, away)
        seen.look("/stories/noor/")
        ask(seen)
        seen.page.goto(away)
        go_back(seen, "stories/noor/**")
        veiled(seen)


@EACH
def test_a_second_tab_and_a_second_visit_find_the_veil(browser, place, javascript):
    with watched(browser, place.url, javascript=javascript) as seen, watched(browser, place.url) as other:
        seen.look("/stories/noor/")
        ask(seen)
        tab = seen.page.context.new_page()
        for path in ("/stories/noor/", own_page(place)):
            tab.goto(place.url + path)
            expect(tab.get_by_role("button", name=SHOW)).to_be_visible()
            assert tab.locator("picture").count() == 0
            other.look(path)
            veiled(other)


def test_the_address_of_a_picture_shows_nothing_to_who_copies_it(rosa, place):
    fetched = []
    rosa.page.on("request", lambda asked: "/p/" in asked.url and fetched.append(asked.url))
    rosa.look("/stories/noor/")
    ask(rosa)
    unused = rosa.page.locator("picture img").get_attribute("src")
    for address in (fetched[0], place.url + unused):
        tab = rosa.page.context.new_page()
        assert tab.goto(address).status == 404
    assert not any(cookie["name"] not in {"visit", "ticket"} for cookie in rosa.page.context.cookies())


@pytest.mark.parametrize("target", ["_self", "_blank"])
def test_a_form_on_another_site_shows_nothing(rosa, place, target):
    rosa.look("/stories/noor/")
    ask(rosa)  # she has a visit, and meanwhile the button on another site is pressed
    rosa.page.goto(other_site(place) + "/quiet/")
    rosa.page.evaluate(
        """([action, target]) => {
            const form = document.createElement('form');
            form.method = 'post'; form.action = action; form.target = target;
            document.body.append(form);
            setTimeout(() => form.submit());
        }""",
        [place.url + own_page(place), target],
    )
    rosa.page.wait_for_timeout(1000)
    for page in rosa.page.context.pages:
        assert page.locator("picture").count() == 0
    rosa.look(own_page(place))
    veiled(rosa)


@EACH
@pytest.mark.parametrize("then", ["reload", "back"])
def test_taken_back_while_it_is_open_nothing_shows_it_again(browser, tmp_path, javascript, then):
    known = seed(tmp_path / "data", photographs=1)
    with Running(tmp_path / "data") as place, watched(browser, place.url, javascript=javascript) as seen:
        place.known, place.ana = known, Hand(place.url, known["cookies"]["ana"])
        open_story(place)
        prove_that_pages_are_kept(seen, place.url + "/help/")
        seen.look("/stories/noor/")
        ask(seen)
        unused = picture(seen).get_attribute("src")
        take_back(place)
        assert seen.page.evaluate("path => fetch(path).then(got => got.status)", unused) == 404
        if then == "reload":
            seen.page.reload()
        else:
            seen.look(own_page(place))
            expect(seen.page.locator("h1")).to_contain_text("it may be closed for now")
            go_back(seen, "stories/noor/**")
            seen.page.wait_for_timeout(1000)
        assert picture(seen).count() == 0
        seen.look("/stories/noor/")
        expect(seen.page.get_by_text(people.CANARY)).to_be_visible()
        assert seen.page.get_by_text("Photograph 1").count() == 0


def test_when_the_place_is_away_words_say_so_and_nothing_is_torn(rosa, place):
    rosa.look("/stories/noor/")
    rosa.page.route("**/p/*", lambda asked: asked.abort())
    rosa.page.get_by_role("button", name=SHOW).click()
    expect(rosa.page.get_by_text("This photograph cannot be shown.")).to_be_visible()
    assert picture(rosa).count() == 0
    rosa.page.get_by_role("link", name="Cover again").click()
    veiled(rosa)


def test_what_fails_in_its_place_leads_to_a_page_of_its_own(rosa, place):
    rosa.look("/stories/noor/")
    first = []
    rosa.page.route(
        "**/photographs/*", lambda asked: asked.continue_() if first else (first.append(1), asked.fulfill(status=500))
    )
    ask(rosa)
    assert own_page(place) in rosa.page.url


def test_without_a_line_the_story_stays_and_words_say_so(rosa, place):
    rosa.look("/stories/noor/")
    rosa.page.context.set_offline(True)
    rosa.page.get_by_role("button", name=SHOW).click()
    said = rosa.page.get_by_text("We can’t be reached just now. You can try again, or read on.")
    expect(said).to_be_visible()
    assert rosa.page.url.endswith("/stories/noor/")
    rosa.page.context.set_offline(False)
    ask(rosa)
    rosa.page.get_by_role("link", name="Cover again").click()
    expect(said).to_have_count(0)


def test_it_stays_when_the_phone_is_turned_and_the_window_grows(browser, place):
    """Every address works once and for a minute: a browser that chose again would have nothing to show."""
    with watched(browser, place.url, phone=True) as seen:
        fetched = []
        seen.page.on("request", lambda asked: "/p/" in asked.url and fetched.append(asked.url))
        seen.look("/stories/noor/")
        ask(seen)
        for width, height in ((640, 320), (1280, 900), (320, 640), (2560, 1440)):
            seen.page.set_viewport_size({"width": width, "height": height})
            seen.page.wait_for_timeout(200)
        for ratio in (2, 3, 1):
            told = {"width": 400, "height": 700, "deviceScaleFactor": ratio, "mobile": True}
            seen.scripts.send("Emulation.setDeviceMetricsOverride", told)
            seen.page.wait_for_timeout(200)
        assert len(fetched) == 1
        assert picture(seen).evaluate("image => image.naturalWidth") > 0


def test_while_it_is_on_its_way_words_say_so(rosa, place):
    rosa.look("/stories/noor/")
    held_up = []
    rosa.page.route("**/photographs/*", lambda asked: bool(held_up.append(asked)))
    rosa.page.get_by_role("button", name=SHOW).click()
    expect(rosa.page.get_by_text("One moment …")).to_be_visible()
    rosa.page.get_by_role("button", name=SHOW).click()
    assert len(held_up) == 1
    held_up[0].continue_()
    expect(picture(rosa)).to_be_visible()


@EACH
def test_on_paper_there_are_words_and_nothing_to_press(browser, place, javascript):
    with watched(browser, place.url, javascript=javascript) as seen:
        seen.look("/stories/noor/")
        ask(seen)
        seen.page.emulate_media(media="print")
        expect(picture(seen)).to_be_hidden()
        expect(seen.page.get_by_text("It is number 1.").first).to_be_visible()
        for pressed in ("button:visible", ".button:visible", "summary:visible"):
            assert seen.page.locator(pressed).count() == 0
