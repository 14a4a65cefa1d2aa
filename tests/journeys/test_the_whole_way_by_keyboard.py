"""From a photograph of a phone to taking it back, by keyboard only: Ana sends it, Mika is in it, Rosa asks for it."""

import re

import httpx
import pytest
from playwright.sync_api import Locator, expect

from tests.browsing import DESK, IN_HAND, Watched, watched
from tests.by_keyboard import choose_files, press, press_here, tick, write
from tests.drawn import drawn_png
from tests.photographs import SHOWS
from tests.running import Running
from tests.seeding import seed

pytestmark = pytest.mark.browser
FOR = "Anyone with the link"
IS_AFTER = """() => document.querySelector('.after-photograph').compareDocumentPosition(document.activeElement)
    & Node.DOCUMENT_POSITION_FOLLOWING"""
WAYS = pytest.mark.parametrize(
    ("javascript", "window"), [(True, DESK), (False, IN_HAND)], ids=["with scripts", "without scripts"]
)


@WAYS
def test_by_keyboard_alone_the_whole_way_is_walked(browser, tmp_path, javascript, window):
    known, way = seed(tmp_path / "place"), {"javascript": javascript}
    story = f"/family/stories/{known['story']}/"
    with (
        Running(tmp_path / "place") as place,
        watched(browser, place.url, session=known["cookies"]["ana"], **way) as ana,
        watched(browser, place.url, **way) as mika,
        watched(browser, place.url, **way) as rosa,
    ):
        for person in (ana, mika, rosa):
            person.page.set_viewport_size(window)
        ana.look(story)
        send(ana)
        look_and_cover(ana)
        describe_and_name(ana)
        link = make_the_link(ana)
        answer(mika, link)
        ana.look(story)
        address = let_readers_ask(ana)
        ask_and_read_on(rosa, address)
        withdraw(mika)
        assert SHOWS.encode() not in httpx.get(address).raise_for_status().content
        agree_again_and_end_the_link(mika)
        ana.look(story)
        take_back(ana)
        rosa.page.reload()
        expect(rosa.page.get_by_text(SHOWS)).to_have_count(0)
        for person in (ana, mika, rosa):
            assert not person.elsewhere
            assert not person.refused


def named(name: str) -> re.Pattern[str]:
    """What is seen of a name; a screen reader is also told of which photograph or person, in brackets."""
    return re.compile(rf"^{re.escape(name)}(\s*\(.*\))?$")


def button(person: Watched, name: str) -> Locator:
    return person.page.get_by_role("button", name=named(name))


def link(person: Watched, name: str) -> Locator:
    return person.page.get_by_role("link", name=named(name))


def send(ana: Watched) -> None:
    """Only the device's own window, in which a file is chosen, is not walked."""
    press(ana, link(ana, "Send photographs"))
    file = {"name": "IMG_2043.PNG", "mimeType": "image/png", "buffer": drawn_png(640, 480)}
    choose_files(ana, ana.page.locator("#photographs"), [file])
    if ana.javascript:
        expect(link(ana, "Describe now")).to_be_visible()
        press(ana, link(ana, "Describe now"))
    else:
        press(ana, button(ana, "Send these photographs"))
        press(ana, link(ana, "Describe it"))


def asks(person: Watched, what: Locator, shows: Locator, key: str = "Enter") -> None:
    """Show a photograph, or cover it: in its place where scripts run, on the next page where they do not."""
    if person.javascript:
        press_here(person, what, shows, key)
    else:
        press(person, what, key)
        expect(shows).to_be_visible()


def look_and_cover(ana: Watched) -> None:
    asks(ana, button(ana, "Show it to me"), ana.page.locator("figure img"), "Space")
    asks(ana, button(ana, "Cover it"), button(ana, "Show it to me"))
    expect(ana.page.locator("figure img")).to_have_count(0)


def describe_and_name(ana: Watched) -> None:
    page = ana.page
    write(ana, page.get_by_label("What it shows"), SHOWS)
    tick(ana, page.get_by_role("group", name="Who took it").get_by_label("You", exact=True))
    in_it = page.get_by_role("group", name="Who is in it")
    tick(ana, in_it.get_by_label("Somebody else"))
    write(ana, in_it.get_by_label("Their name"), "Mika")
    write(ana, in_it.get_by_label("How you reach them"), "the house beside")
    tick(ana, page.get_by_label("That’s everyone"))
    tick(ana, page.get_by_role("group", name="Your own answer").get_by_label(FOR))
    press(ana, button(ana, "Save"))
    expect(page.locator(".album-status").get_by_text("Not everyone has said yes")).to_be_visible()


def make_the_link(ana: Watched) -> str:
    page = ana.page
    press(ana, link(ana, "Who is in it"))
    press(ana, link(ana, "Ask them"))
    tick(ana, page.get_by_label(FOR))
    press(ana, button(ana, "Make their link"))
    return page.locator(".address").inner_text()


def answer(mika: Watched, link: str) -> None:
    mika.page.goto(link)
    press(mika, button(mika, "Read the question"))
    press(mika, button(mika, "Show it"), "Space")
    expect(mika.page.locator("picture img")).to_be_visible()
    press(mika, mika.page.get_by_text("Cover it", exact=True))
    press(mika, button(mika, "Not now"), "Space")
    expect(mika.page.get_by_text("Your “not now” is saved.")).to_be_visible()
    press(mika, button(mika, FOR), "Space")
    expect(mika.page.get_by_text("Your yes is saved.")).to_be_visible()


def let_readers_ask(ana: Watched) -> str:
    """Returns the address."""
    press(ana, link(ana, "Let somebody read it"))
    press(ana, ana.page.get_by_role("link", name="See what this means (anyone with the link)"))
    tick(ana, ana.page.get_by_label("Let readers ask for photograph 1"))
    press(ana, button(ana, "Let anyone with the link read it"))
    expect(ana.page.get_by_text("Readers may ask for it", exact=True)).to_be_visible()
    return ana.page.locator(".address").first.inner_text()


def ask_and_read_on(rosa: Watched, address: str) -> None:
    show, picture = button(rosa, "Show photograph 1"), rosa.page.locator("picture img")
    rosa.page.goto(address)
    asks(rosa, show, picture, "Space")
    asks(rosa, link(rosa, "Cover again"), show)
    expect(picture).to_have_count(0)
    asks(rosa, show, picture)
    asks(rosa, link(rosa, "Read on"), rosa.page.locator(".leave a"))
    expect(rosa.page).to_have_url(re.compile("#after-"))
    rosa.page.keyboard.press("Tab")
    assert rosa.page.evaluate(IS_AFTER), "the next stop is not after the photograph"


def withdraw(mika: Watched) -> None:
    press(mika, button(mika, "No"))
    expect(mika.page.get_by_text("Your no is saved.")).to_be_visible()


def agree_again_and_end_the_link(mika: Watched) -> None:
    press(mika, button(mika, FOR), "Space")
    press_here(mika, mika.page.locator("summary", has_text="This link"), button(mika, "End this link"))
    press(mika, button(mika, "End this link"))
    expect(mika.page.get_by_role("heading", name="This link has ended")).to_be_visible()


def take_back(ana: Watched) -> None:
    press(ana, button(ana, "Stop showing it"))
    expect(ana.page.get_by_text("Readers can’t ask for it any more.")).to_be_visible()
