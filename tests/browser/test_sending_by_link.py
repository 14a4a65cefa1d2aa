"""Somebody who was asked for photographs sends them on an old phone: on a line that breaks, on a page that is closed,
with and without scripts. Nothing arrives twice, nothing is lost, and no photograph is shown to them again."""

import json
import re
from hashlib import sha256
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browsing import IN_HAND, send_photographs, watched
from tests.drawn import drawn_png
from tests.inside import inside
from tests.jail.drawing import NEEDS_CORPORA, corpora
from tests.taps import words

pytestmark = pytest.mark.browser
WAIT = 60_000  # ms: nine of them are opened in the jail one after the other
MAKE = """
from datetime import timedelta
from held.accounts.models import Account
from held.gathering.envelopes import Asked, make_envelope
from held.stories.models import Story
story = Story.objects.get()
ana = next(account for account in Account.objects.all() if account.name == "Ana")
asked = Asked("Mum", "The pictures you took on the Sunday.", most_pictures=12, lasts=timedelta(days=30))
print(make_envelope(story, asked, by=ana)[1])
"""
CAME = """
import json
from hashlib import sha256
from held.lib.tokens import token_hash
from held.pictures import vault
from held.gathering.models import Sent
came = []
theirs = Sent.objects.filter(envelope__token_hash=token_hash("{token}")).select_related("picture")
for sent in theirs.order_by("number"):
    one = sent.picture
    with vault.original(one.original, one.key, vault.where_original(one.pk), one.size) as file:
        came.append([sha256(file.read()).hexdigest(), sent.leaf_id, sent.read()])
print(json.dumps(came))
"""


@pytest.fixture
def token(place) -> str:
    return inside(place.data, MAKE).strip()


@pytest.fixture(params=["light", "dark"])
def mum(request, browser, place, token):
    """Her phone, in which the link was opened."""
    with watched(browser, place.url, dark=request.param == "dark") as seen:
        seen.page.set_viewport_size(IN_HAND)
        yield opened(seen, token)


def opened(seen, token):
    seen.look(f"/c/{token}")
    assert not seen.axe()
    seen.page.get_by_role("button", name="See what they ask for").click()
    expect(seen.page.get_by_role("heading", level=1)).to_have_text("Ana is asking you for photographs")
    return seen


def chosen(place, folder: Path, how_many: int) -> list[Path]:
    """Files as on a phone, none of them sent before."""
    files = []
    for number in range(how_many):
        place.hue += 1
        files.append(folder / f"IMG_{number + 1:04}.PNG")
        files[-1].write_bytes(drawn_png(hue=place.hue))
    return files


def send(page: Page, files: list[Path]) -> None:
    send_photographs(page, [str(file) for file in files])


def four_go_and_the_line_breaks(page: Page) -> None:
    """The line breaks in the middle, as in a tunnel."""
    went = []

    def break_it(route) -> None:
        went.append(1)
        route.continue_() if len(went) <= 4 else route.abort("internetdisconnected")

    page.route("**/photographs", break_it)


def came(place, token: str) -> list:
    return json.loads(inside(place.data, CAME.replace("{token}", token)))


def digests(files: list[Path]) -> list[str]:
    return sorted(sha256(file.read_bytes()).hexdigest() for file in files)


def nothing_twice_and_nothing_lost(place, token, files):
    there = came(place, token)
    assert sorted(one[0] for one in there) == digests(files)
    assert {one[1] for one in there} == {None}


def test_a_broken_line_or_closed_page_loses_no_photo(mum, place, token, tmp_path):
    files, status = chosen(place, tmp_path, 9), mum.page.locator("[data-status]")
    four_go_and_the_line_breaks(mum.page)
    send(mum.page, files)
    expect(status).to_contain_text("still on this device", timeout=WAIT)
    mum.page.context.set_offline(True)
    expect(mum.page.locator("[data-files] li", has_text="This one has arrived.")).to_have_count(4, timeout=WAIT)
    mum.page.close()
    mum.page.context.set_offline(False)
    page = mum.page.context.new_page()
    page.set_viewport_size(IN_HAND)
    posts = []
    page.on("request", lambda asked: asked.method == "POST" and posts.append(asked.url))
    page.goto(f"{place.url}/c/{token}")
    send(page, files)
    expect(page.locator("[data-status]")).to_have_text("All nine have arrived. You can close this.", timeout=WAIT)
    expect(page.locator("[data-files] li span")).to_have_text(["This one has arrived."] * 9)
    assert len(posts) == 5  # files that this browser knew to have arrived were not sent again
    nothing_twice_and_nothing_lost(place, token, files)
    assert not mum.elsewhere
    assert page.locator("img, picture, canvas, video").count() == 0


def test_where_a_browser_keeps_nothing_the_place_knows_what_it_has(mum, place, token, tmp_path):
    files = chosen(place, tmp_path, 2)
    for _ in range(2):
        send(mum.page, files)
        expect(mum.page.locator("[data-status]")).to_have_text("Both have arrived. You can close this.", timeout=WAIT)
        mum.page.evaluate("localStorage.clear()")
        mum.page.reload()
    nothing_twice_and_nothing_lost(place, token, files)


def test_an_answer_that_was_lost_is_asked_for_again(mum, place, token, tmp_path):
    def lose(route):
        route.fetch()
        route.abort()

    mum.page.route("**/photographs", lose, times=1)
    files = chosen(place, tmp_path, 1)
    send(mum.page, files)
    expect(mum.page.locator("[data-status]")).to_have_text("It has arrived. You can close this.", timeout=WAIT)
    nothing_twice_and_nothing_lost(place, token, files)


def test_stopped_and_chosen_again_they_are_counted_once(mum, place, token, tmp_path):
    mum.page.route("**/photographs", lambda _route: None)
    files, status = chosen(place, tmp_path, 3), mum.page.locator("[data-status]")
    send(mum.page, files)
    mum.page.get_by_role("button", name="Stop sending").click()
    expect(status).to_contain_text("Sending has stopped.")
    mum.page.unroute("**/photographs")
    send(mum.page, files)
    expect(status).to_have_text("All three have arrived. You can close this.", timeout=WAIT)
    expect(mum.page.locator("[data-files] li span")).to_have_text(["This one has arrived."] * 3)
    nothing_twice_and_nothing_lost(place, token, files)


def test_one_that_was_not_taken_is_sent_again_when_it_is_chosen_again(mum, place, token, tmp_path):
    lost = "This one was lost on its way. It’s unchanged on your device. Please send it again."
    answer = {"said": "", "files": [{"name": "IMG_0001.PNG", "kept": False, "said": lost}]}
    mum.page.route("**/photographs", lambda route: route.fulfill(status=200, json=answer), times=1)
    files, said = chosen(place, tmp_path, 1), mum.page.locator("[data-files] li span")
    send(mum.page, files)
    expect(said).to_have_text([lost])
    send(mum.page, files)
    expect(said).to_have_text(["This one has arrived."], timeout=WAIT)
    expect(mum.page.locator("[data-status]")).to_have_text("It has arrived. You can close this.")
    nothing_twice_and_nothing_lost(place, token, files)


def test_without_part_of_the_script_the_plain_button_sends(mum, place, token, tmp_path):
    mum.page.context.route("**/send-one*.js", lambda route: route.abort())
    mum.look(f"/c/{token}")
    files = chosen(place, tmp_path, 2)
    send(mum.page, files)
    expect(mum.page.get_by_role("status").first).to_have_text(
        "Your photographs have arrived. You can close this.", timeout=WAIT
    )
    nothing_twice_and_nothing_lost(place, token, files)


def test_a_browser_stores_no_link_and_no_file_name(mum, place, token, tmp_path):
    send(mum.page, chosen(place, tmp_path, 1))
    expect(mum.page.locator("[data-status]")).to_have_text("It has arrived. You can close this.", timeout=WAIT)
    kept = mum.page.evaluate("JSON.stringify(Object.assign({}, localStorage))")
    assert "held.sent." in kept
    assert token not in kept
    assert "IMG_" not in kept


def test_who_took_it_and_who_is_in_it_can_be_said_afterwards(mum, place, token, tmp_path):
    files, status = chosen(place, tmp_path, 2), mum.page.locator("[data-status]")
    send(mum.page, files)
    expect(status).to_have_text("Both have arrived. You can close this.", timeout=WAIT)
    assert not mum.axe()
    assert not mum.small_targets()
    mum.page.get_by_role("button", name="Say who took them").click()
    mum.page.get_by_label(re.compile(r"Who took it\?\s+\(\d+\. IMG_0001\.PNG\)")).fill("Grandpa")
    mum.page.get_by_label(re.compile(r"Who is in it\?\s+\(\d+\. IMG_0002\.PNG\)")).fill("Ana and Noor")
    assert not mum.axe()
    assert not mum.small_targets()
    assert mum.too_wide() <= 0
    mum.page.get_by_role("button", name="Save these words").click()
    expect(mum.page.get_by_role("status").first).to_have_text("Your words are saved. You can close this page.")
    said = {one[2]["name"]: (one[2]["took"], one[2]["who"]) for one in came(place, token)}
    assert said == {"IMG_0001.PNG": ("Grandpa", ""), "IMG_0002.PNG": ("", "Ana and Noor")}
    assert not mum.refused


def test_one_taken_back_can_be_sent_after_all(mum, counted, place, token, tmp_path):
    """The browser that sent it remembers that it arrived, and must not believe that it is still there."""
    files, page = chosen(place, tmp_path, 2), mum.page
    send(page, files)
    expect(page.locator("[data-status]")).to_have_text("Both have arrived. You can close this.", timeout=WAIT)
    page.get_by_role("button", name="Say who took them").click()
    page.get_by_label(re.compile(r"Who is in it\?\s+\(\d+\. IMG_0002\.PNG\)")).fill("Ana")
    with counted(mum, "one sent by mistake is taken back", taps=2, pages=1):
        page.locator(".take-back summary", has_text="IMG_0001.PNG").click()
        assert not mum.axe()
        page.get_by_role("button", name=re.compile(r"Yes, delete it here for good\s+\(\d+\. IMG_0001\.PNG\)")).click()
        expect(page.get_by_role("status").first).to_contain_text("That one is deleted here.")
    assert [one[2] for one in came(place, token)] == [{"name": "IMG_0002.PNG", "took": "", "who": "Ana"}]
    send(page, files)
    expect(page.locator("[data-status]")).to_have_text("Both have arrived. You can close this.", timeout=WAIT)
    nothing_twice_and_nothing_lost(place, token, files)


def test_what_was_taken_back_elsewhere_is_sent_again(browser, place, token, tmp_path):
    """On her computer, while her phone remembers it."""
    files = chosen(place, tmp_path, 1)
    with watched(browser, place.url) as phone, watched(browser, place.url, javascript=False) as computer:
        opened(phone, token)
        send(phone.page, files)
        expect(phone.page.locator("[data-status]")).to_have_text("It has arrived. You can close this.", timeout=WAIT)
        opened(computer, token)
        computer.page.locator(".take-back summary").click()
        computer.page.get_by_role("button", name="Yes, delete it here for good").click()
        expect(computer.page.get_by_role("status").first).to_contain_text("That one is deleted here.")
        phone.page.reload()
        send(phone.page, files)
        expect(phone.page.locator("[data-status]")).to_have_text("It has arrived. You can close this.", timeout=WAIT)
    nothing_twice_and_nothing_lost(place, token, files)


def test_sending_by_a_link_takes_two_taps_and_few_words(browser, counted, place, token, tmp_path):
    with watched(browser, place.url, phone=True) as seen:
        with counted(seen, "photographs sent by a link, from the opened link", taps=2, pages=2):
            seen.look(f"/c/{token}")
            seen.page.get_by_role("button", name="See what they ask for").click()
            expect(seen.page.locator("#photographs")).to_be_attached()
            assert words(seen, own=["The pictures you took on the Sunday."]) <= 80
            send(seen.page, chosen(place, tmp_path, 1))
            status = seen.page.locator("[data-status]")
            expect(status).to_have_text("It has arrived. You can close this.", timeout=WAIT)
        assert words(seen) <= 110


def test_without_scripts_resending_photos_adds_none(browser, place, token, tmp_path):
    files = chosen(place, tmp_path, 3)
    with watched(browser, place.url, javascript=False) as seen:
        seen.page.set_viewport_size(IN_HAND)
        opened(seen, token)
        for _ in range(2):
            send(seen.page, files)
            expect(seen.page.get_by_role("status").first).to_have_text(
                "Your photographs have arrived. You can close this.", timeout=WAIT
            )
        expect(seen.page.get_by_text("Three have arrived. You can close this.")).to_be_visible()
        assert not seen.axe()
        assert seen.too_wide() <= 0
        assert not seen.elsewhere
    nothing_twice_and_nothing_lost(place, token, files)


@NEEDS_CORPORA
def test_what_an_iphone_took_arrives_bit_for_bit(browser, place, token):
    folder = corpora() / "camera" / "heic"
    files = [folder / "IMG_5195.HEIC", folder / "mobile" / "iphone_13_pro_max.HEIC"]
    with watched(browser, place.url) as seen:
        seen.page.set_viewport_size(IN_HAND)
        opened(seen, token)
        send(seen.page, files)
        expect(seen.page.locator("[data-status]")).to_have_text(
            "Both have arrived. You can close this.", timeout=2 * WAIT
        )
    nothing_twice_and_nothing_lost(place, token, files)


def test_at_home_they_wait_in_words_and_are_taken_out_one_at_a_time(browser, place, token, tmp_path):
    with watched(browser, place.url) as seen:
        opened(seen, token)
        send(seen.page, chosen(place, tmp_path, 2))
        expect(seen.page.locator("[data-status]")).to_have_text("Both have arrived. You can close this.", timeout=WAIT)
    with watched(browser, place.url, session=place.known["cookies"]["ana"], phone=True) as ana:
        ana.look(f"/family/stories/{place.known['story']}/photographs/")
        expect(ana.page.get_by_text("Two photographs came from Mum, in a closed envelope.").last).to_be_visible()
        assert not ana.axe()
        ana.page.get_by_role("link", name="Open the envelope").first.click()
        expect(ana.page.get_by_role("heading", level=1)).to_have_text("An envelope from Mum")
        assert ana.page.locator("img").count() == 0
        assert not ana.axe()
        before = ana.page.get_by_role("button", name="Take this one out").count()
        ana.page.get_by_role("button", name="Take this one out").first.click()
        expect(ana.page.get_by_role("status").first).to_contain_text("It’s out of its envelope")
        expect(ana.page.get_by_text("It came from Mum.")).to_be_visible()
        assert ana.page.locator("img").count() == 0
        ana.page.go_back()
        ana.page.reload()
        expect(ana.page.get_by_role("button", name="Take this one out")).to_have_count(before - 1)
        assert not ana.refused
