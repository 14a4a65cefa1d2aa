"""What to cover is drawn on a phone, with a finger, and corrected by keyboard; the numbers are what is sent."""

import pytest
from playwright.sync_api import Page, expect

from tests.browsing import IN_HAND, Watched, watched
from tests.running import Running
from tests.seeding import seed

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    data = tmp_path_factory.mktemp("place") / "data"
    known = seed(data, photographs=1)
    with Running(data) as running:
        running.album = f"/family/stories/{known['story']}/photographs/"
        running.session = known["cookies"]["ana"]
        yield running


@pytest.fixture
def ana(browser, place):
    with watched(browser, place.url, session=place.session) as seen:
        seen.page.set_viewport_size(IN_HAND)
        yield seen
        assert not seen.elsewhere
        assert not seen.refused


def point(page: Page, x: float, y: float) -> dict[str, float]:
    """A point of the photograph, in parts of its sides, in the window."""
    box = page.locator(".drawing img").bounding_box()
    return {"x": box["x"] + x * box["width"], "y": box["y"] + y * box["height"]}


def drag_a_finger(seen: Watched, start: tuple[float, float], end: tuple[float, float]) -> None:
    """As a phone reports it: a browser that scrolls instead cancels the pointer."""
    way = [(start[0] + (end[0] - start[0]) * n / 5, start[1] + (end[1] - start[1]) * n / 5) for n in range(6)]
    for n, (x, y) in enumerate(way):
        kind = "touchMove" if n else "touchStart"
        touch = {"type": kind, "touchPoints": [point(seen.page, x, y)]}
        seen.scripts.send("Input.dispatchTouchEvent", touch)
    seen.scripts.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def begin_to_cover(page: Page) -> None:
    """From the page of a photograph, until it is shown to be drawn on."""
    page.get_by_text("More", exact=True).click()
    page.get_by_role("link", name="Cover part, or crop it").click()
    page.get_by_role("button", name="Show it to me").click()
    expect(page.locator(".drawing img")).to_be_visible()


def numbers(page: Page, box: int) -> list[float]:
    """What is written in the four fields of this part; 0 is the cut."""
    return [float(one.input_value() or "nan") for one in page.locator(f'[data-box="{box}"] input').all()]


def test_a_finger_draws_and_a_keyboard_corrects(ana, place, counted):
    page = ana.page
    ana.scripts.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    ana.look(place.album)
    page.get_by_role("link", name="Photograph 1", exact=True).click()
    with counted(ana, "a part of a photograph covered, from its page", taps=5, pages=2) as way:
        begin_to_cover(page)
        drag_a_finger(ana, (0.6, 0.6), (0.9, 0.9))
        way.taps += 1  # by finger
        page.get_by_role("button", name="Make the new photograph").click()
        expect(page.get_by_text("This is the new photograph.")).to_be_visible()
    begin_to_cover(page)
    picture = page.locator("[data-draw]")
    picture.scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    drag_a_finger(ana, (0.1, 0.2), (0.4, 0.6))
    assert numbers(page, 1) == pytest.approx([10, 20, 40, 60], abs=3)
    assert page.evaluate("scrollY") == before, "a finger that draws does not scroll"
    expect(picture.locator("rect").nth(4)).to_have_attribute("width", f"{drawn_width(page)}%")
    drag_a_finger(ana, (0.7, 0.7), (0.5, 0.5))
    assert numbers(page, 2) == pytest.approx([50, 50, 70, 70], abs=3)
    drag_a_finger(ana, (0.8, 0.8), (0.8, 0.8))
    expect(page.locator('[data-box="3"]')).to_be_visible()
    expect(page.locator('[data-box="4"]')).to_be_hidden()
    for _rendering in ana.renderings():
        assert not ana.axe()
        assert not ana.too_wide()
        assert not ana.small_targets()
    page.get_by_role("button", name="Remove (part 2)").press("Enter")
    expect(page.locator("#left-2")).to_be_focused()
    page.keyboard.type("90")
    expect(picture.locator("rect").nth(5)).to_have_attribute("x", "90%")
    page.get_by_label("Around what to keep").check()
    drag_a_finger(ana, (0.05, 0.0), (1.0, 1.0))
    assert numbers(page, 0) == pytest.approx([5, 0, 100, 100], abs=3)
    page.get_by_role("button", name="Hide it again").click()
    expect(page.locator(".drawing img")).to_have_count(0)
    page.locator("#left-2").press("Enter")
    expect(page.get_by_text("This is the new photograph.")).to_be_visible()
    assert not ana.axe()


def drawn_width(page: Page) -> str:
    left, _top, right, _bottom = numbers(page, 1)
    return page.evaluate("([left, right]) => String(right - left)", [left, right])
