"""The script that sends photographs: one by one, in words, again by itself, and never twice."""

import pytest
from playwright.sync_api import Page, expect

from tests.browsing import watched
from tests.drawn import drawn_png

pytestmark = pytest.mark.browser
WAIT = 20_000  # ms: longer than the first wait before another try
STILL_HERE = "Everything is still on this device. We’ll try again shortly."
ARRIVED = "This one has arrived, sealed."
ANNOUNCED = """const status = document.querySelector("[data-status]"); window.announced = [];
    new MutationObserver(() => status.innerText && window.announced.push(status.innerText))
        .observe(status, { childList: true });"""


@pytest.fixture
def ana(browser, place):
    with watched(browser, place.url, session=place.known["cookies"]["ana"]) as seen:
        seen.look(f"/family/stories/{place.known['story']}/photographs/")
        yield seen


def fresh(place, name: str) -> dict[str, object]:
    """A photograph that was never sent before."""
    place.hue += 1
    return {"name": name, "mimeType": "image/png", "buffer": drawn_png(hue=place.hue)}


def send(page: Page, *files) -> None:
    page.set_input_files("#photographs", list(files))


def line(page: Page, name: str):
    """What is said about one file."""
    return page.locator("[data-files] li", has_text=name).locator("span")


def test_several_go_one_by_one_and_each_has_its_sentence(ana, place):
    names = [f"IMG_{number}.PNG" for number in range(5)]
    posts = []
    ana.page.on("request", lambda asked: asked.method == "POST" and posts.append(asked.url))
    ana.page.evaluate(ANNOUNCED)
    letter = {"name": "<b>letter</b>.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 " * 20}
    send(ana.page, *[fresh(place, name) for name in names], letter)
    for name in names:
        expect(line(ana.page, name)).to_have_text(ARRIVED, timeout=WAIT)
    expect(line(ana.page, letter["name"])).to_contain_text("We can keep only JPEG, PNG, WebP, AVIF and HEIC.")
    at_the_end = "Five have arrived. We couldn’t take one: the list says why."
    expect(ana.page.locator("[data-status]")).to_have_text(at_the_end)
    assert ana.page.evaluate("window.announced") == [at_the_end]  # a screen reader reads it aloud, once
    assert len(posts) == 6
    assert not ana.axe()
    assert not ana.small_targets()
    ana.page.get_by_role("link", name="Describe now").click()
    expect(ana.page.get_by_label("What it shows")).to_be_visible()
    assert not ana.refused
    assert not ana.elsewhere


def test_a_real_bar_shows_how_far_sending_is(ana, place):
    """It is full of bytes, not of photographs; it is there only while some are on their way."""
    held_back = []
    ana.page.route("**/photographs/", lambda route: held_back.append(route) if sends(route) else route.continue_())
    bar = ana.page.get_by_role("progressbar")
    expect(bar).to_be_hidden()
    files = [fresh(place, "one.png"), fresh(place, "two.png")]
    ana.page.locator("#photographs").set_input_files(files)
    expect(bar).to_be_visible()
    expect(bar).to_have_attribute("max", str(sum(len(one["buffer"]) for one in files)))
    expect(ana.page.locator("[data-how-far]")).to_have_text("Sending two. Keep this page open.")
    assert not ana.axe()
    for route in held_back:
        route.continue_()
    expect(ana.page.locator("[data-status]")).to_have_text("Both have arrived.", timeout=WAIT)
    expect(bar).to_be_hidden()


def test_the_button_opens_the_files_by_keyboard_and_at_once(ana, place, counted):
    with counted(ana, "photographs sent by the family, from their page", taps=1, pages=0):
        ana.page.get_by_role("link", name="Back to the story").focus()
        for _ in range(4):
            if ana.page.evaluate("document.activeElement.id") == "photographs":
                break
            ana.page.keyboard.press("Tab")
        with ana.page.expect_file_chooser() as asked:
            ana.page.locator(":focus").press("Enter")
        asked.value.set_files([fresh(place, "keyboard.png")])
        expect(ana.page.locator("[data-status]")).to_have_text("It has arrived.", timeout=WAIT)


def sends(route) -> bool:
    return route.request.method == "POST"


def test_a_photo_refused_as_busy_is_sent_again_by_itself(ana, place):
    busy = {"said": STILL_HERE, "files": []}
    ana.page.route("**/photographs/", lambda route: route.fulfill(status=503, json=busy), times=1)
    send(ana.page, fresh(place, "again.png"))
    expect(line(ana.page, "again.png")).to_have_text(STILL_HERE)
    expect(ana.page.locator("[data-status]")).to_have_text(STILL_HERE)
    expect(line(ana.page, "again.png")).to_have_text(ARRIVED, timeout=WAIT)


def test_a_line_that_was_lost_is_taken_up_again(ana, place):
    ana.page.context.set_offline(True)
    send(ana.page, fresh(place, "tunnel.png"))
    expect(line(ana.page, "tunnel.png")).to_have_text(STILL_HERE)
    ana.page.context.set_offline(False)
    expect(line(ana.page, "tunnel.png")).to_have_text(ARRIVED, timeout=WAIT)


def test_the_same_file_chosen_again_is_recognised(ana, place):
    one = fresh(place, "twice.png")
    send(ana.page, one)
    expect(line(ana.page, "twice.png")).to_have_text(ARRIVED, timeout=WAIT)
    ana.page.reload()
    send(ana.page, one)
    expect(line(ana.page, "twice.png")).to_have_text("This one is here already.", timeout=WAIT)
    assert "arrived" not in ana.page.locator("[data-status]").inner_text()


def test_stopped_what_has_not_arrived_is_still_on_the_phone(ana, place):
    ana.page.route("**/photographs/", lambda route: None if route.request.method == "POST" else route.continue_())
    send(ana.page, fresh(place, "one.png"), fresh(place, "two.png"), fresh(place, "three.png"))
    expect(ana.page.locator("[data-how-far]")).to_have_text("Sending three. Keep this page open.")
    ana.page.get_by_role("button", name="Stop sending").click()
    expect(ana.page.locator("[data-status]")).to_contain_text("The rest are still on this device.")
    expect(line(ana.page, "three.png")).to_contain_text("still on this device")


def test_too_large_a_file_does_not_even_leave_the_phone(ana, place, tmp_path):
    large = tmp_path / "film.png"
    with large.open("wb") as file:
        file.truncate(60_000_001)
    posts = []
    ana.page.on("request", lambda asked: asked.method == "POST" and posts.append(asked.url))
    send(ana.page, str(large))
    expect(line(ana.page, "film.png")).to_contain_text("over 60 MB")
    assert not posts


def test_signed_out_meanwhile_sending_waits_for_a_sign_in_and_goes_on(ana, place):
    """The sign-in that follows, in another tab, changes the token of every form."""
    ana.page.context.clear_cookies()
    send(ana.page, fresh(place, "late.png"))
    expect(ana.page.locator("[data-status]")).to_contain_text("You’re signed out.")
    expect(line(ana.page, "late.png")).to_have_text("Waiting until you sign in.")
    expect(ana.page.get_by_role("link", name="Sign in, in a new tab")).to_be_visible()
    again = {"url": place.url, "httpOnly": True, "sameSite": "Lax"}
    cookies = {"held": place.known["cookies"]["ana"], "form": "A" * 32}
    ana.page.context.add_cookies([{"name": name, "value": value, **again} for name, value in cookies.items()])
    ana.page.evaluate("dispatchEvent(new Event('focus'))")  # as when somebody comes back to the tab
    expect(line(ana.page, "late.png")).to_have_text(ARRIVED, timeout=WAIT)
    expect(ana.page.get_by_role("link", name="Sign in, in a new tab")).to_be_hidden()


def test_a_sign_in_in_another_tab_does_not_break_sending_off(ana, place):
    ana.page.context.add_cookies([{"name": "form", "value": "B" * 32, "url": place.url}])
    send(ana.page, fresh(place, "one.png"), fresh(place, "two.png"))
    for name in ("one.png", "two.png"):
        expect(line(ana.page, name)).to_have_text(ARRIVED, timeout=WAIT)


def test_a_form_refused_again_and_again_stops_with_the_reason(ana, place):
    """A new token does not help where cookies are blocked. Nothing is sent round in a circle, and nothing is lost."""
    reason = "We couldn’t accept this. Please allow cookies, or open this page in your usual browser."
    posts = []

    def refuse(route) -> None:
        if route.request.method == "POST":
            posts.append(route.request.url)
            route.fulfill(status=403, json={"said": reason})
        else:
            route.continue_()

    ana.page.route("**/photographs/", refuse)
    send(ana.page, fresh(place, "refused.png"))
    expect(ana.page.locator("[data-status]")).to_have_text(reason)
    expect(line(ana.page, "refused.png")).to_contain_text("The rest are still on this device.")
    assert len(posts) == 3
