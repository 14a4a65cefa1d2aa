"""Pages for readers and contributors get frozen dataclasses, words and ids. No row of any table reaches them.

From a row a template can go on: from a story to its family, its author and its drafts. So every page of these two
folders is requested, in each way that tests know, and every value it is given is searched for rows.
"""

import ast
import importlib
import io
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from django.db.models import Model
from django.utils.functional import SimpleLazyObject

from held.publishing.named_readers import reading_of
from held.stories.models import Publication, Story
from held.web.contributor.opened import opening_of
from held.web.reader import views
from tests import cast as people
from tests.doors import every_door
from tests.drawn import drawn_png
from tests.promises.rows import WEB, rows_in, watching
from tests.promises.walking import fill, path_of
from tests.web.reader.asking import IMAGE, OURS, pictures_on

FOLDERS = ("reader", "contributor")


LAST = ("contributor:ending",)  # after it the link opens nothing
SENT = {"name": "Omar", "words": "Here.", "answer": "no", "scope": "public", "tells": "no"}  # what forms here send


@pytest.fixture
def walked(cast, anyone):
    """Requests every page of these folders, in a browser that opened every link; returns the findings, and the pages
    requested."""
    story = people.write_story(cast)
    people.open_to(story, Publication.Circle.EVERYONE, by=cast.ana, wished="noor")
    filled = fill(cast, story)
    anyone.cookies["named"] = reading_of(filled["named_token"])
    asked = set()
    with watching(*FOLDERS) as found:
        for name, before, path in _ways_to_pictures(filled):
            anyone.cookies["opened"] = opening_of(filled["asked_token"])
            asked |= {name} if _look(anyone, before, path) else set()
        for door in sorted(every_door(), key=lambda door: door.name in LAST):
            if door.name.partition(":")[0] in FOLDERS:
                anyone.cookies["opened"] = opening_of(
                    filled["envelope_token" if "envelope" in door.path else "asked_token"]
                )
                asked |= {door.name} if _ask(anyone, path_of(door, filled)) else set()
    return found, asked


def _ways_to_pictures(filled: dict[str, str]) -> list[tuple[str, str, str]]:
    """The page that gives the bytes, the beginning of its address, and the page on which a photograph is asked for."""
    return [
        ("reader:picture", "", f"/stories/{filled['address']}/photographs/{filled['name']}"),
        ("contributor:picture", "/c", f"/c/a/{filled['asked_token']}/photograph"),
    ]


def _look(browser, before: str, path: str) -> bool:
    """Ask for a photograph and fetch its bytes; returns whether they came."""
    browser.post(path, headers=OURS)
    addresses = pictures_on(browser.get(path).content.decode())
    return bool(addresses) and browser.get(before + addresses[0], headers=IMAGE).status_code == 200


def _ask(browser, path: str) -> bool:
    """Load it, and press what such a page has; returns whether the page exists."""
    file = io.BytesIO(drawn_png(hue=9))
    file.name = "IMG_1.PNG"
    sent = [SENT, {"photographs": file}] if path.endswith("/photographs") else [SENT]
    heard = [browser.get(path), *(browser.post(path, one, headers=OURS) for one in sent)]
    return any(answer.status_code in {200, 303} for answer in heard)


def test_no_row_reaches_a_page_of_readers_or_contributors(walked):
    found, asked = walked
    assert not found
    never = {door.name for door in every_door() if door.name.partition(":")[0] in FOLDERS} - asked
    assert never == {"reader:address_check", "reader:knock"}  # a secret of the command; a story for named people alone


@dataclass(frozen=True)
class Handed:
    """What a page could be given, with a row in it."""

    story: Story


@pytest.mark.parametrize(
    "hide",
    [
        lambda row: row,
        lambda row: (1, [{"story": row}]),
        Handed,
        lambda row: partial(print, row),
        lambda row: lambda: row,
        lambda row: SimpleLazyObject(lambda: row),
        lambda row: Handed(row).__repr__,
        lambda _row: Story.objects.all(),
    ],
)
def test_a_row_is_found_however_it_is_hidden(hide):
    hidden = hide(Story(pk=1, key="none"))
    if isinstance(hidden, SimpleLazyObject):
        str(hidden)  # it is empty until somebody looks into it
    assert list(rows_in(hidden))


def test_a_row_that_is_handed_to_a_page_is_found(cast, anyone, monkeypatch):
    monkeypatch.setattr(views, "our_address", lambda: Handed(Story(pk=1, key="none")))
    with watching(*FOLDERS) as found:
        anyone.get("/")
    assert ("reader/views.py:front", "is given by <lambda>", "Story") in found
    assert ("reader/front.html", "is rendered with", "Story") in found


def classes_imported(path: Path) -> list[type]:
    """Every class that a module imports by its name, even those only for the type checker."""
    found = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            module = importlib.import_module(node.module)
            found += [getattr(module, alias.name, None) for alias in node.names]
    return [one for one in found if isinstance(one, type)]


def test_no_module_of_these_pages_names_a_class_of_rows():
    """No matter where the class is defined: its module may have any name, not only `models`."""
    modules = [path for folder in FOLDERS for path in (WEB / folder).glob("*.py")]
    named = {(path.name, one.__name__) for path in modules for one in classes_imported(path) if issubclass(one, Model)}
    assert not named


def test_a_class_of_rows_is_found_outside_models(tmp_path):
    page = tmp_path / "page.py"
    page.write_text("if TYPE_CHECKING:\n    from held.gathering.models import Envelope\n")
    assert [one.__name__ for one in classes_imported(page) if issubclass(one, Model)] == ["Envelope"]
