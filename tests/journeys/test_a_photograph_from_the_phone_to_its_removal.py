"""The whole life of a photograph in a real browser: sent, described, placed, agreed to, asked for, taken back, gone."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browsing import Watched, send_photographs, watched
from tests.drawn import drawn_png
from tests.photographs import JPEG
from tests.running import Running
from tests.seeding import seed

pytestmark = pytest.mark.browser
SHOWS = "Black and white. A path between two birches. Nobody is in the picture."
# JavaScript, phone: each page is also checked in the other theme and at the other width
WAYS = [(True, False), (False, True)]
FROM_A_PHONE = "HELD_CORPORA" in os.environ


@pytest.mark.parametrize(("javascript", "phone"), WAYS)
def test_a_photo_is_sent_shown_taken_back_and_removed(browser, tmp_path, javascript, phone):
    known = seed(tmp_path / "place")
    with (
        Running(tmp_path / "place") as place,
        watched(browser, place.url, session=known["cookies"]["ana"], javascript=javascript, phone=phone) as ana,
        watched(browser, place.url, javascript=javascript, phone=phone) as rosa,
    ):
        story = f"/family/stories/{known['story']}/"
        send_two(ana, story)
        describe_and_see(ana, story)
        agree_to_it(ana)
        address = open_with_it(ana, story)
        asks(rosa, address)
        take_back(ana, story)
        finds_only_words(rosa, address)
        remove_for_good(ana, story)
        for person in (ana, rosa):
            assert not person.elsewhere
            assert not person.refused


@pytest.mark.skipif(not FROM_A_PHONE, reason="HELD_CORPORA: no real camera files here")
def test_a_photograph_of_a_phone_is_sent_and_seen(browser, tmp_path):
    known = seed(tmp_path / "place")
    camera = Path(os.environ["HELD_CORPORA"]) / "camera"
    heic = next(path for path in sorted(camera.rglob("*")) if path.suffix.lower() in {".heic", ".hif", ".heif"})
    with (
        Running(tmp_path / "place") as place,
        watched(browser, place.url, session=known["cookies"]["ana"]) as ana,
    ):
        ana.look(f"/family/stories/{known['story']}/photographs/")
        ana.page.set_input_files("#photographs", str(heic))
        expect(ana.page.locator("[data-files] span")).to_have_text("This one has arrived, sealed.", timeout=60_000)
        ana.page.get_by_role("link", name="Describe now").click()
        see(ana)


def fit(person: Watched) -> Page:
    """The person's current page, which is fit to be used."""
    for _rendering in person.renderings():
        assert not person.axe(), person.page.url
        assert person.too_wide() <= 0, person.page.url
    return person.page


def send_two(ana: Watched, story: str) -> None:
    ana.look(f"{story}photographs/")
    page = fit(ana)
    files = [("birches.png", "image/png", drawn_png(640, 480)), ("meadow.jpg", "image/jpeg", JPEG)]
    send_photographs(page, [{"name": n, "mimeType": kind, "buffer": data} for n, kind, data in files])
    if ana.javascript:
        expect(page.locator("[data-status]")).to_contain_text("Both have arrived.", timeout=30_000)
        expect(page.get_by_text("No photographs yet.")).to_be_hidden()
        fit(ana).get_by_role("link", name="Describe now").click()
        expect(page.get_by_role("heading", name="Photograph 1")).to_be_visible()
        ana.look(f"{story}photographs/")
    else:
        expect(page.get_by_role("status")).to_contain_text("Your photographs have arrived, sealed.")
    expect(fit(ana).get_by_role("link", name="Photograph 2", exact=True)).to_be_visible()
    assert page.locator("img").count() == 0


def describe_and_see(ana: Watched, story: str) -> None:
    page = ana.page
    ana.look(f"{story}photographs/")
    page.get_by_role("link", name="Photograph 1", exact=True).click()
    expect(fit(ana).get_by_text("Needs a description")).to_be_visible()
    page.get_by_label("What it shows").fill(SHOWS)
    page.get_by_text("More, and what may be hard to see").click()
    page.get_by_label("Nobody is in it").check()
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**said=photograph-saved")
    expect(fit(ana).get_by_text("You ticked: Nobody is in it.")).to_be_visible()
    expect(page.get_by_label("Where it goes")).to_have_value(re.compile("[0-9]+"))  # it has its place already
    see(ana)


def see(ana: Watched) -> None:
    """When asked for, it is shown once; a reload covers it."""
    page = ana.page
    page.get_by_role("button", name="Show it to me").click()
    expect(page.locator("picture img")).to_have_js_property("complete", True)
    assert page.locator("picture img").evaluate("image => image.naturalWidth") > 0
    fit(ana).reload()
    assert fit(ana).locator("picture img").count() == 0


def agree_to_it(ana: Watched) -> None:
    """She took it and nobody else has a part in it: hers is the only yes that is needed."""
    page = ana.page
    page.get_by_role("group", name="Who took it").get_by_label("You", exact=True).check()
    page.get_by_label("That’s everyone").check()
    page.get_by_label("Anyone with the link").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Ready", exact=True)).to_be_visible()
    fit(ana)


def open_with_it(ana: Watched, story: str) -> str:
    """Returns the address; only a tick lets readers ask for the photograph."""
    ana.look(f"{story}circle/link/")
    page = fit(ana)
    box = page.get_by_label("Let readers ask for photograph 1")
    expect(box).not_to_be_checked()
    box.check()
    page.get_by_role("button", name="Let anyone with the link read it").click()
    expect(fit(ana).get_by_text("Readers may ask for it", exact=True)).to_be_visible()
    return page.locator(".address").first.inner_text()


def asks(rosa: Watched, address: str) -> None:
    rosa.page.goto(address)
    expect(fit(rosa).get_by_text(SHOWS)).to_be_visible()
    assert rosa.page.locator("img").count() == 0
    rosa.page.get_by_role("button", name="Show photograph 1").click()
    expect(rosa.page.locator("picture img")).to_be_visible()
    assert not rosa.axe()


def take_back(ana: Watched, story: str) -> None:
    ana.look(story)
    ana.page.get_by_role("button", name="Stop showing it").click()
    expect(fit(ana).get_by_text("Readers can’t ask for it any more.")).to_be_visible()


def finds_only_words(rosa: Watched, address: str) -> None:
    rosa.page.goto(address)
    expect(rosa.page.get_by_text(SHOWS)).to_have_count(0)
    assert rosa.page.locator("img").count() == 0


def remove_for_good(ana: Watched, story: str) -> None:
    page = ana.page
    page.get_by_role("link", name="Photograph 1", exact=True).click()
    fit(ana).get_by_text("More", exact=True).click()
    page.get_by_role("link", name="Remove this photograph").click()
    fit(ana).get_by_role("button", name="Remove this photograph").click()
    fit(ana).get_by_role("link", name="Remove it now…").click()
    fit(ana).get_by_role("button", name="Remove it for good").click()
    expect(fit(ana).get_by_text("The photograph is gone for good").first).to_be_visible()
    expect(page.get_by_text(SHOWS)).to_have_count(0)
    expect(page.get_by_role("link", name="Photograph 2", exact=True)).to_be_visible()  # its number never changes
