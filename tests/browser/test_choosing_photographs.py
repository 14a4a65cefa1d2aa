"""Photographs as they are chosen: dropped on the page, and gone from the device before they were sent.

Those that can no longer be read hold up no other, and their sender is asked to choose them again, by their names.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.browsing import watched
from tests.drawn import drawn_png

pytestmark = pytest.mark.browser
ARRIVED = "This one has arrived, sealed."
CHOSEN = "Array.from(document.querySelector('#photographs').files).map(file => file.name)"
HEADS = """const status = document.querySelector("[data-how-far]"); window.heads = [];
    new MutationObserver(() => window.heads.push(status.innerText)).observe(status, { childList: true });"""
GONE = "This device couldn’t read this one. Perhaps it was moved or deleted. Please choose it again."


@pytest.fixture
def ana(browser, place):
    """On the page where she sends photographs; its waits are skipped as soon as they begin."""
    with watched(browser, place.url, session=place.known["cookies"]["ana"]) as seen:
        seen.page.clock.install()
        seen.look(f"/family/stories/{place.known['story']}/photographs/")
        yield seen


def lines(page) -> list[tuple[str, str]]:
    """Each file's name, and what is said about it."""
    return [tuple(one.split("\n")) for one in page.locator("[data-files] li").all_inner_texts()]


def said_of(page, name: str, words: str) -> None:
    """In the end this is said about the file, no matter how many waits it takes."""
    line = page.locator("[data-files] li", has_text=name).locator("span")
    for _ in range(40):
        if line.inner_text() == words:
            return
        page.clock.run_for(2_000)
        page.wait_for_timeout(50)
    expect(line).to_have_text(words)


def test_files_gone_from_the_phone_hold_up_no_other(ana, tmp_path):
    """They are gone while they wait their turn: two are sent at once."""
    files = [tmp_path / f"IMG_{number}.PNG" for number in range(4)]
    for number, path in enumerate(files):
        path.write_bytes(drawn_png(hue=number + 1))

    def lose_the_others(route) -> None:
        files[2].unlink(missing_ok=True)
        files[3].write_bytes(drawn_png(hue=9) + b"changed")
        route.continue_()

    ana.page.route("**/photographs/", lose_the_others, times=1)
    ana.page.evaluate(HEADS)
    ana.page.set_input_files("#photographs", files)
    said_of(ana.page, "IMG_0.PNG", ARRIVED)
    said_of(ana.page, "IMG_1.PNG", ARRIVED)
    said_of(ana.page, "IMG_2.PNG", GONE)
    said_of(ana.page, "IMG_3.PNG", GONE)
    status = ana.page.locator("[data-status]")
    expect(status).to_contain_text("Two have arrived. This device couldn’t read")
    expect(status).to_contain_text("IMG_2.PNG")
    expect(status).to_contain_text("IMG_3.PNG")
    expect(status).not_to_contain_text("IMG_0.PNG")
    heads = ana.page.evaluate("window.heads")
    expected = "Sending four|One of four has|Two of four have"
    assert all(re.match(expected, head) for head in heads if head), heads
    assert not ana.axe()
    files[2].write_bytes(drawn_png(hue=3))
    ana.page.set_input_files("#photographs", files[2:])
    said_of(ana.page, "IMG_2.PNG", ARRIVED)
    said_of(ana.page, "IMG_3.PNG", ARRIVED)
    expect(ana.page.locator("[data-files] li")).to_have_count(4)
    expect(status).to_have_text("All four have arrived.")


def test_a_file_lost_halfway_through_is_told_apart(ana, tmp_path):
    """It could be read when sending began; the network was not at fault."""
    path, other = tmp_path / "half.PNG", tmp_path / "other.PNG"
    path.write_bytes(drawn_png(hue=20))
    other.write_bytes(drawn_png(hue=21))

    def lose(route) -> None:
        path.unlink(missing_ok=True)
        route.abort("failed")

    ana.page.route("**/photographs/", lambda route: lose(route) if _sends(route) else route.continue_(), times=1)
    ana.page.set_input_files("#photographs", [path])
    said_of(ana.page, "half.PNG", GONE)
    ana.page.set_input_files("#photographs", [other])
    said_of(ana.page, "other.PNG", ARRIVED)


def _sends(route) -> bool:
    return route.request.method == "POST"


def drop(seen, selector: str, *files) -> None:
    """Drop it on this part of the page, as from a folder of the computer."""
    box = seen.page.locator(selector).first.bounding_box()
    point = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
    data = {"items": [], "files": [str(file) for file in files], "dragOperationsMask": 1}
    for kind in ("dragEnter", "dragOver", "drop"):
        seen.scripts.send("Input.dispatchDragEvent", {"type": kind, "data": data, **point})


@pytest.mark.parametrize("where", [".drop", "h1", ".page-place"])
def test_dropped_anywhere_on_the_page_they_are_sent(ana, place, tmp_path, where):
    files = [tmp_path / "one.png", tmp_path / "two.png"]
    for path in files:
        place.hue += 1
        path.write_bytes(drawn_png(hue=100 + place.hue))
    ana.page.evaluate("addEventListener('drop', event => { window.isTaken = event.defaultPrevented; })")
    drop(ana, where, *files)
    assert ana.page.evaluate("window.isTaken")  # if not taken, a browser opens the file
    said_of(ana.page, "one.png", ARRIVED)
    said_of(ana.page, "two.png", ARRIVED)


def test_words_dropped_on_the_page_choose_nothing(ana):
    prevented = ana.page.evaluate(
        """() => { const data = new DataTransfer(); data.setData("text/plain", "words");
        const drop = new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true });
        document.querySelector("h1").dispatchEvent(drop); return drop.defaultPrevented; }"""
    )
    assert not prevented
    assert ana.page.evaluate(CHOSEN) == []
