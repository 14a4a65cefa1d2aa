"""Screenshots of every page of every person, and of those after a press, on a phone and on a desk, by day and by night.

    python -m tests.screenshots [FOLDER] [PART OF A NAME …]

seeds an invented place, and writes `person-route-width-theme.png` and an index.html that shows them all. With parts of
names, only those pages.
"""

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import django
from playwright.sync_api import Browser, ViewportSize

from tests.browsing import DESK, IN_HAND, Watched, chromium, watched
from tests.every_page import PEOPLE, FullPlace, full_place, look_after


def main(arguments: list[str]) -> int:
    """Returns 0 when they are written."""
    folder = Path(arguments[0] if arguments else "screenshots")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        set_up(Path(temporary) / "routes")
        with full_place(Path(temporary) / "data") as place, chromium() as browser:
            written = [file.name for file in take_all(place, browser, folder, arguments[1:])]
    (folder / "index.html").write_text(index(written))
    print(f"{len(written)} screenshots are in {folder}; index.html there shows them.")
    return 0


def set_up(data: Path) -> None:
    """Make the routes known in this process, with a folder that is nobody's."""
    os.environ.update(HELD_DATA=str(data), DJANGO_SETTINGS_MODULE="held.settings")
    django.setup()


def take_all(place: FullPlace, browser: Browser, folder: Path, wanted: list[str]) -> Iterator[Path]:
    """Take every page of every person."""
    for who, called in PEOPLE.items():
        session = place.known["cookies"].get(who, "")
        with watched(browser, place.url, session=session) as seen:
            for route, path in place.pages(who).items():
                name = f"{called}-{route.replace(':', '-')}"
                if not wanted or any(part in name for part in wanted):
                    seen.look(path)
                    yield from take(seen, folder / name)
    with watched(browser, place.url) as seen:
        for (called, act), answer in place.after_presses().items():
            name = f"{called}-{act.replace(':', '-').replace(' ', '-')}"
            if not wanted or any(part in name for part in wanted):
                look_after(seen, answer)
                yield from take(seen, folder / name)


def take(seen: Watched, name: Path) -> Iterator[Path]:
    """The open page, in four ways."""
    for window in (IN_HAND, DESK):
        for theme in ("light", "dark"):
            file = name.with_name(f"{name.name}-{window['width']}-{theme}.png")
            picture(seen, file, window, dark=theme == "dark")
            yield file


def picture(seen: Watched, file: Path, window: ViewportSize, *, dark: bool, whole: bool = True) -> None:
    """The open page in one way: as long as it is, or as much as the window shows."""
    seen.page.set_viewport_size(window)
    seen.page.emulate_media(color_scheme="dark" if dark else "light", reduced_motion="reduce")
    seen.page.screenshot(path=file, full_page=whole, animations="disabled", caret="hide")


def index(names: list[str]) -> str:
    """One page with all of them, each as a link to its full size."""
    rows = "".join(f'<p><a href="{name}">{name}</a><br><img src="{name}" width="320" alt=""></p>' for name in names)
    return f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Screenshots</title><body>{rows}'


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
