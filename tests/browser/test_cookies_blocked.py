"""A phone whose browser blocks all cookies: its owner answers and sends, or is told what to do. No page leads in a
circle."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browsing import send_photographs, watched, without_cookies
from tests.drawn import drawn_png
from tests.inside import inside
from tests.photographs import SHOWS
from tests.running import Running
from tests.seeding import seed

pytestmark = pytest.mark.browser
EACH = pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
SENTENCE = "Your browser isn’t keeping cookies here."
LINKS = """
import json
from datetime import timedelta
from types import SimpleNamespace
from held.consent import consent_links
from held.consent import involved
from held.families.persons import add_person
from held.publishing.addresses import addresses_of
from held.gathering.envelopes import Asked, make_envelope
from held.stories.models import Publication, Story
from held.publishing.named_readers import name_reader
from tests import cast as people
from tests.photographs import photograph
story = Story.objects.get(pk={story})
ana = story.made_by
placed = photograph(SimpleNamespace(ana=ana, family=story.family), story)
people.open_to(story, Publication.Circle.LINK, by=ana)
mika = add_person(story.family, "Mika", "the house beside", by=ana)
other = photograph(SimpleNamespace(ana=ana, family=story.family), story)
involvement = involved.name_person(other.leaf.picture, mika, in_it=True, took_it=False, by=ana)
wanted = Asked("Nele", "The pictures you took on the Sunday", most_pictures=3, lasts=timedelta(days=30))
print(json.dumps({{
    "question": "/c/a/" + consent_links.ask(involvement, ["link"], by=ana),
    "envelope": "/c/" + make_envelope(story, wanted, by=ana)[1],
    "named": "/n/" + name_reader(story, "Nele", by=ana)[1],
    "photograph": "/stories/" + addresses_of(story)["LINK"] + "/photographs/" + placed.name,
}}))
"""

NO = re.compile(r"^No\b")  # whether it is marked or not


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    data: Path = tmp_path_factory.mktemp("place") / "data"
    known = seed(data)
    links = json.loads(inside(data, LINKS.format(story=known["story"])))
    with Running(data) as running:
        running.opens = links
        yield running


def fit(seen) -> None:
    """The page is fit for everybody, in both themes, and no cookie was kept."""
    for theme in ("light", "dark"):
        seen.page.emulate_media(color_scheme=theme)
        assert not seen.axe(), (theme, seen.page.url)
    assert seen.too_wide() <= 0, seen.page.url
    assert not seen.page.context.cookies()


def press(seen, name: str | re.Pattern[str]) -> None:
    with seen.page.expect_navigation():
        seen.page.get_by_role("button", name=name).first.click()


@EACH
def test_somebody_without_cookies_answers_sends_and_is_told(browser, place, tmp_path, javascript):
    with without_cookies(browser, place.url, tmp_path / "profile", javascript=javascript) as seen:
        cookies_are_blocked(seen)
        answers_no_and_then_yes(seen, place.opens["question"])
        is_told_at_the_photograph(seen, place.opens["photograph"])
        is_told_at_the_named_link(seen, place.opens["named"])
        file = tmp_path / "IMG_1.PNG"
        file.write_bytes(drawn_png(hue=30 + javascript))
        sends(seen, place.opens["envelope"], file)
        assert not seen.elsewhere
        assert not [said for said in seen.refused if "403" not in said]


def test_with_cookies_back_leads_from_the_photograph_to_the_question(browser, place):
    """Not to the browser’s own page that asks whether to send a form again."""
    with watched(browser, place.url, phone=True) as seen:
        seen.look(place.opens["question"])
        press(seen, "Read the question")
        press(seen, "Show it")
        seen.page.go_back(wait_until="commit")
        expect(seen.page.get_by_role("button", name="Show it")).to_be_visible()


def cookies_are_blocked(seen) -> None:
    """Otherwise the walk proves nothing: the entrance sets a cookie for everybody."""
    seen.look("/entrance/")
    assert not seen.page.context.cookies()
    seen.page.get_by_label("The name of your sheet").fill("AAAA AAAA")
    seen.page.get_by_label("One of its codes").fill("AAAA AAAA")
    press(seen, "Sign in with a paper code")
    assert "cookies" in seen.page.content()


def answers_no_and_then_yes(seen, link: str) -> None:
    page = seen.page
    seen.look(link)
    press(seen, "Read the question")
    expect(page.get_by_text(SHOWS)).to_be_visible()
    press(seen, "Show it")
    expect(page.get_by_text(SENTENCE)).to_be_visible()
    assert page.locator("img").count() == 0
    fit(seen)
    press(seen, "Read the question")
    press(seen, NO)
    expect(page.get_by_text("Your no is saved.")).to_be_visible()
    fit(seen)
    press(seen, "Anyone with the link")
    expect(page.get_by_text("Your yes is saved.")).to_be_visible()
    assert page.url.endswith(link) is seen.javascript
    page.reload()  # without scripts this sends the yes again
    if seen.javascript:
        press(seen, "Read the question")
    expect(page.get_by_role("button", name="Anyone with the link (your answer)")).to_be_visible()
    press(seen, NO)
    expect(page.get_by_role("button", name="No (your answer)")).to_be_visible()
    page.goto(page.url)  # the address after a press, as an app passes it to a browser
    expect(page.get_by_role("button", name="Read the question")).to_be_visible()


def is_told_at_the_photograph(seen, link: str) -> None:
    seen.look(link.partition("photographs/")[0])
    press(seen, "Show photograph 1")
    expect(seen.page.get_by_text(SENTENCE)).to_be_visible()
    expect(seen.page.get_by_role("button", name="Show photograph 1")).to_be_visible()
    assert seen.page.locator("img").count() == 0
    fit(seen)


def is_told_at_the_named_link(seen, link: str) -> None:
    seen.look(link)
    press(seen, "Read the story")
    expect(seen.page.get_by_text(SENTENCE)).to_be_visible()
    fit(seen)


def sends(seen, link: str, file: Path) -> None:
    page = seen.page
    seen.look(link)
    press(seen, "See what they ask for")
    fit(seen)
    send_photographs(page, [str(file)])
    if seen.javascript:
        expect(page.locator("[data-status]")).to_have_text("It has arrived. You can close this.", timeout=60_000)
        press(seen, "Say who took them")
    else:
        expect(page.get_by_text("Your photograph has arrived. You can close this.")).to_be_visible(timeout=60_000)
        fit(seen)
    page.get_by_label("Who took it?").first.fill("Grandpa")
    press(seen, "Save these words")
    expect(page.get_by_text("Your words are saved. You can close this page.")).to_be_visible()
