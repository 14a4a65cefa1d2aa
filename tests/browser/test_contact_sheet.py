"""The family's own contact sheet on a phone: one press shows it, and whatever comes next covers it.

The back/forward cache is on, and the walk first proves so. A picture is gone after BACK even without scripts, because
the visit is set again with its bytes (held/web/middleware/renewed_visit.py).
"""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.test_asking import go_back, prove_that_pages_are_kept
from tests.browsing import IN_HAND, Watched, watched
from tests.photographs import MORE, SHOWS
from tests.running import Running
from tests.seeding import seed
from tests.taps import words

pytestmark = pytest.mark.browser
SHOW = "Show them to me small"
PHOTOGRAPHS = 2


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    data = tmp_path_factory.mktemp("place") / "data"
    known = seed(data, photographs=PHOTOGRAPHS)
    with Running(data) as running:
        running.album = f"/family/stories/{known['story']}/photographs/"
        running.session = known["cookies"]["ana"]
        yield running


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def ana(browser, place, request):
    with watched(browser, place.url, session=place.session, javascript=request.param) as seen:
        seen.page.set_viewport_size(IN_HAND)
        yield seen
        assert not seen.elsewhere
        assert not seen.refused


def press(seen: Watched, place: Running) -> None:
    """Press the button on the page of photographs, and see every picture."""
    seen.look(place.album)
    seen.page.get_by_role("button", name=SHOW).click()
    all_are_seen(seen.page)


def all_are_seen(page: Page) -> None:
    pictures = page.locator(".contact img")
    expect(pictures).to_have_count(PHOTOGRAPHS)
    for picture in pictures.all():
        expect(picture).to_have_js_property("complete", True)
        assert picture.evaluate("image => image.naturalWidth") > 0


def covered(page: Page) -> None:
    """The list, in words."""
    expect(page.get_by_role("button", name=SHOW)).to_be_visible()
    assert page.locator("img").count() == 0


def in_a_second(route: Route) -> None:
    """The same page, whose quarter of an hour is over in a second."""
    answer = route.fetch()
    assert answer.headers["refresh"].startswith("900; ")
    route.fulfill(response=answer, headers={**answer.headers, "refresh": answer.headers["refresh"].replace("900", "1")})


def test_on_a_phone_whatever_comes_next_covers_it(ana, place):
    page = ana.page
    prove_that_pages_are_kept(ana, place.url + "/help/")
    press(ana, place)
    page.reload()
    covered(page)
    press(ana, place)
    address = page.url
    page.get_by_role("link", name="Cover them all").click()
    covered(page)
    go_back(ana, "photographs/")
    covered(page)
    press(ana, place)
    page.goto(place.url + "/help/")
    go_back(ana, "photographs/")
    covered(page)
    press(ana, place)
    other = page.context.new_page()
    other.goto(address)
    covered(other)
    other.close()
    all_are_seen(page)


def test_after_a_quarter_of_an_hour_it_is_covered(ana, place):
    page = ana.page
    if ana.javascript:
        page.clock.install()
    else:
        page.route("**/photographs/small/", in_a_second)
    ana.look(place.album)
    page.get_by_role("button", name=SHOW).click()
    if ana.javascript:
        all_are_seen(page)
        page.clock.run_for(899_000)
        all_are_seen(page)
        page.clock.run_for(2_000)
    page.wait_for_url("**/photographs/")
    covered(page)


def test_two_are_placed_at_once_with_few_taps_and_words(ana, place, counted):
    page, own = ana.page, [MORE, *(f"{SHOWS} It is number {number}." for number in (1, 2))]
    ana.look(place.album)
    assert words(ana, own) <= 100
    for _ in ana.renderings():
        assert (ana.too_wide(), ana.axe()) == (0, [])
    with counted(ana, "see all photographs small", taps=1, pages=1):
        page.get_by_role("button", name=SHOW).click()
        all_are_seen(page)
    assert words(ana) <= 50
    page.get_by_role("checkbox").first.press("Enter")  # the first button of a form would be pressed by it
    all_are_seen(page)
    with counted(ana, "place two photographs", taps=4, pages=1):
        for box in page.get_by_role("checkbox").all():
            box.check()
        page.get_by_text("Place after…").click()
        page.get_by_role("button", name="The story itself").click()
        expect(page.get_by_text("They’re in their place now.")).to_be_visible()
        all_are_seen(page)
    page.get_by_text("Place after…").click()
    for _ in ana.renderings():
        assert (ana.too_wide(), ana.axe()) == (0, [])
