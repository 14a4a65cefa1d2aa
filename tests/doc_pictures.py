"""The pictures in README.md and docs: pages of the invented family of `held demo`.

    python -m tests.doc_pictures

takes them again. tests/browser/test_doc_pictures.py notices when a page no longer looks like its picture.
"""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize

from tests.browsing import IN_HAND, chromium
from tests.running import Running

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "pictures"
STORY = "/stories/noor-and-the-quince/"
WIDE: ViewportSize = {"width": 1280, "height": 720}
LARGEST = 150_000  # bytes


def main(folder: Path = FOLDER) -> int:
    """Returns 0 when they are taken."""
    folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as data, demo(Path(data)) as place, chromium() as browser:
        for name, picture in taken(place, browser):
            (folder / name).write_bytes(picture)
    return 0


def demo(data: Path) -> Running:
    """The invented family, running."""
    return Running(data / "place", command="demo", really=True)


def taken(place: Running, browser: Browser) -> Iterator[tuple[str, bytes]]:
    """Each picture: its name, and its PNG."""
    look = {"color_scheme": "light", "reduced_motion": "reduce"}
    page = browser.new_context(viewport=IN_HAND, **look).new_page()
    page.goto(place.url + STORY)
    yield "story.png", shot(page)
    page.locator("[data-veil]").first.scroll_into_view_if_needed()
    page.evaluate("document.querySelector('[data-veil]').scrollIntoView({block: 'center'})")
    yield "veil.png", shot(page)
    page.goto(place.links[1])
    page.get_by_role("button", name="Sign in").click()
    page.goto(place.url + "/family/")
    story = page.get_by_role("link", name="Noor, who came in March").get_attribute("href")
    page.get_by_role("link", name="Keep writing").first.click()
    yield "writing.png", shot(page)
    page.goto(f"{place.url}{story}photographs/")
    yield "photographs.png", shot(page)
    page.set_viewport_size(WIDE)
    page.goto(place.url + "/family/")
    yield "desk.png", shot(page)
    page.context.close()


def shot(page: Page) -> bytes:
    """What the window shows."""
    page.wait_for_load_state()
    return page.screenshot(animations="disabled", caret="hide")


if __name__ == "__main__":
    sys.exit(main())
