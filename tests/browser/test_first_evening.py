"""The first evening on a small phone at night, with and without JavaScript; then a link is handed over and used."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browsing import Watched, watched
from tests.running import Running
from tests.taps import words

pytestmark = pytest.mark.browser
TWICE = "button => { button.click(); button.click(); }"  # an impatient user, who does not wait for an answer


@pytest.fixture
def place(tmp_path) -> Iterator[Running]:
    with Running(tmp_path / "place") as running:
        yield running


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_from_the_printed_link_to_a_mothers_first_words(place, browser, tmp_path, javascript, counted):
    with watched(browser, place.url, javascript=javascript, dark=True, phone=True) as host:
        take_the_place(host, place)
        tell_six_things(host, tmp_path)
        write_codes(host)
        link = make_a_family(host)
        with watched(browser, place.url, javascript=javascript, phone=True) as mother:
            comes_in_and_writes(mother, link, counted)
            assert not (mother.refused or mother.elsewhere)
        host.look("/host/")
        expect(host.page.locator(".desk-state", has_text="has signed in")).to_be_visible()
        assert not (host.refused or host.elsewhere)


def take_the_place(host: Watched, place: Running) -> None:
    host.page.goto(place.first_link)
    is_fit_to_use(host)
    host.page.get_by_role("button", name="Sign in").evaluate(TWICE)
    host.page.wait_for_url("**/evening/1/")


def tell_six_things(host: Watched, folder: Path) -> None:
    page = host.page
    is_fit_to_use(host)
    page.get_by_label("What is this place called?").fill("The Lantern")
    page.get_by_role("button", name="Save this answer").evaluate(TWICE)
    page.wait_for_url("**/evening/2/")
    is_fit_to_use(host)
    page.get_by_role("button", name="Later").click()
    page.wait_for_url("**/evening/3/")
    is_fit_to_use(host)
    page.get_by_label("For others").check()
    page.get_by_role("button", name="Save this answer").click()
    page.wait_for_url("**/evening/4/")
    host.scripts.send("Emulation.setTimezoneOverride", {"timezoneId": "Europe/Lisbon"})
    page.get_by_label("Where is the backup kept?").fill(str(folder / "gone"))
    page.get_by_role("button", name="Save this answer").click()
    expect(page.get_by_text("There’s no such folder")).to_be_visible()
    is_fit_to_use(host)
    page.get_by_role("button", name="Later").click()
    page.wait_for_url("**/evening/5/")
    is_fit_to_use(host)
    own = page.get_by_label("Which time zone are you in?")
    has_scripts = page.evaluate("matchMedia('(scripting: enabled)').matches")
    if has_scripts:
        expect(own).to_have_value("Europe/Lisbon")
    own.select_option("Asia/Tokyo")
    page.get_by_role("button", name="Save this answer").click()
    page.wait_for_url("**/evening/6/")
    is_fit_to_use(host)
    page.get_by_label("Who keeps this place?").fill("Hilde, who bakes.")
    page.get_by_role("button", name="Save this answer").click()
    expect(page.get_by_role("heading", name="That is all for this evening")).to_be_visible()
    is_fit_to_use(host)


def write_codes(host: Watched) -> None:
    page = host.page
    page.get_by_role("link", name="Make a key").click()
    is_fit_to_use(host)
    page.get_by_role("link", name="Make paper codes").click()
    is_fit_to_use(host)
    page.get_by_role("button", name="Make ten codes").evaluate(TWICE)
    page.wait_for_url("**/sheet/**")
    is_fit_to_use(host)
    codes = page.locator(".codes > li").all_inner_texts()
    page.reload()
    assert page.locator(".codes > li").all_inner_texts() == codes
    page.get_by_role("link", name="I have them: continue").click()
    page.wait_for_url("**/host/")


def make_a_family(host: Watched) -> str:
    """Returns the link; a double press, reloading, and going back and forth make no second family and lose nothing."""
    page = host.page
    is_fit_to_use(host)
    page.get_by_role("link", name="Make a family").click()
    is_fit_to_use(host)
    page.get_by_label("What will you call this family?").fill("the blue door")
    page.get_by_role("button", name="Make the family and its link").evaluate(TWICE)
    link = page.locator(".address").inner_text()
    is_fit_to_use(host)
    page.reload()
    assert page.locator(".address").inner_text() == link
    page.go_back()
    page.get_by_role(
        "button", name=re.compile("Show its link again|Make the family")
    ).click()  # asked again, or as it was
    assert page.locator(".address").inner_text() == link
    host.look("/host/")
    expect(page.get_by_text("the blue door", exact=True).first).to_be_visible()
    assert page.locator(".desk-item").count() == 1
    return link


def comes_in_and_writes(mother: Watched, link: str, counted) -> None:
    """Two taps to the first saved word, and one more, on Save, without JavaScript. A key is offered after it."""
    page, key = mother.page, mother.page.get_by_role("link", name="Make a key")
    saves = 0 if mother.javascript else 1
    with counted(mother, f"first saved word, {['by itself', 'by Save'][saves]}", taps=2 + saves, pages=2 + saves):
        page.goto(link)
        page.get_by_role("button", name="Sign in").click()
        page.locator("#id_body").click()
        page.locator("#id_body").fill("She came on a Tuesday.")
        expect(key).to_be_hidden()
        assert words(mother) <= 60
        if saves:
            page.get_by_role("button", name="Save these words").click()
        expect(page.get_by_text("You can stop here and come back whenever you like.").first).to_be_visible()
    assert words(mother) <= 85
    expect(key).to_be_visible()
    is_fit_to_use(mother)
    page.reload()
    expect(page.locator("#id_body")).to_have_value("She came on a Tuesday.")
    page.get_by_role("link", name="Your name").click()
    page.wait_for_url("**/family/welcome/")


def is_fit_to_use(seen: Watched) -> None:
    assert seen.too_wide() <= 0
    if seen.page.evaluate("matchMedia('(scripting: enabled)').matches"):  # axe waits for a timer that never comes
        assert seen.axe() == []
