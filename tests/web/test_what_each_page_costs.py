"""What each page costs, at a small and a larger story, against `costs.txt`. The figures only fall.

A page that costs more breaks the build. One that costs less has to lower its figure. A new page enters its own.
`WRITE_COSTS=1 python -m pytest tests/web/test_what_each_page_costs.py` writes the figures that were counted into the
table; the diff then shows which rose.
"""

import dataclasses
import os
from pathlib import Path

import pytest
from django.test import Client

from held.stories import writing
from held.stories.models import Leaf, Publication, Story
from held.stories.writing import OpenForm
from tests import cast as people
from tests.cast import Cast
from tests.counting import Cost, counting
from tests.photographs import photograph
from tests.web.each_page import EachPage
from tests.web.reader.asking import IMAGE, OURS, pictures_on

TABLE = Path(__file__).with_name("costs.txt")
SIZES = {"small": 2, "larger": 12}  # entries of the story, and photographs in it
NOTHING = (0, 0, 0, 0)


def table(size: str) -> dict[str, tuple[int, ...]]:
    """The figures of each page at the story of this size: statements, decryptions, keys, checks of tickets."""
    lines = [line.split() for line in TABLE.read_text().splitlines() if line.strip() and not line.startswith("#")]
    at = slice(4 * list(SIZES).index(size), 4 * list(SIZES).index(size) + 4)
    return {name: tuple(int(figure) for figure in figures[at]) for name, *figures in lines}


def write(size: str, counted: dict[str, Cost]) -> None:
    """Write these figures into the table."""
    costs = {one: table(one) for one in SIZES}
    costs[size] = {name: dataclasses.astuple(cost) for name, cost in counted.items()}
    head = [line for line in TABLE.read_text().splitlines() if line.startswith("#")]
    rows = [
        f"{name:32}" + "  ".join("".join(f"{figure:4}" for figure in costs[one].get(name, NOTHING)) for one in SIZES)
        for name in sorted(counted)
    ]
    TABLE.write_text("\n".join([*head, *rows]) + "\n")


def differences(told: dict[str, tuple[int, ...]], counted: dict[str, Cost]) -> list[str]:
    """Each page whose figures differ from the table, higher or lower; and pages that only one of the two has."""
    costs = {name: dataclasses.astuple(cost) for name, cost in counted.items()}
    return [
        f"{name}: {told.get(name, 'nothing')} in the table, {costs.get(name, 'nothing')} counted"
        for name in sorted(told.keys() | costs.keys())
        if told.get(name) != costs.get(name)
    ]


def a_story(cast: Cast, size: int) -> Story:
    """This many entries and photographs, with somebody named in each, open to everyone."""
    story = people.write_story(cast)
    for number in range(size - 1):
        entry = writing.add_leaf(story, Leaf.Kind.ENTRY, by=cast.ana)
        writing.save(entry, {"title": f"Day {number}", "body": people.ESSAY}, form=OpenForm(), by=cast.ana)
    for _ in range(size):
        photograph(cast, story)
    people.open_to(story, Publication.Circle.EVERYONE, by=cast.ana, wished="noor")
    return story


def look(browser: Client, path: str, sent: dict[str, str] | None = None, **headers: str) -> tuple[Cost, bytes, int]:
    """The cost of one request, a POST if something is sent, its response, and its status."""
    with counting() as cost:
        answer = browser.get(path, headers=headers) if sent is None else browser.post(path, sent, headers=headers)
    return cost, answer.content, answer.status_code


def way_of_a_picture(browser: Client, path: str, before: str) -> dict[str, Cost]:
    """The three requests for one photograph: asking, the page that shows it, its bytes."""
    asking, _nothing, _status = look(browser, path, {"show": "yes"}, **OURS)
    page, content, _status = look(browser, path)
    bytes_of_it, _picture, status = look(browser, before + pictures_on(content.decode())[0], **IMAGE)
    assert status == 200, path
    return {"asking": asking, "shown": page, "bytes": bytes_of_it}


def costs_of(cast: Cast, signed_in, size: int) -> dict[str, Cost]:
    """The cost of each page that answers GET."""
    story = a_story(cast, size)
    pages = EachPage(cast, signed_in, story)
    filled, placed, outside, browsers = pages.filled, pages.placed, pages.outside, pages.browsers
    found: dict[str, Cost] = {}
    for name, browser, path in pages.doors():
        cost, _content, status = look(browser, path)
        found |= {name: cost} if status == 200 else {}
    pictures = {
        "reader:photograph": (outside, f"/stories/noor/photographs/{filled['name']}", ""),
        "contributor:looking": (outside, f"/c/a/{filled['asked_token']}/photograph", "/c"),
        "family:photograph": (browsers["ana"], f"/family/photographs/{placed.pk}/", "/family"),
    }
    pictures["family:contact_sheet"] = (browsers["ana"], f"/family/stories/{story.pk}/photographs/small/", "/family")
    for name, way in pictures.items():
        found |= {f"{name}:{step}": cost for step, cost in way_of_a_picture(*way).items()}
    return found


@pytest.fixture
def counted(cast, signed_in, request) -> dict[str, Cost]:
    return costs_of(cast, signed_in, SIZES[request.param])


@pytest.mark.parametrize("counted", SIZES, indirect=True)
def test_no_page_costs_more_than_its_table_says(counted, request):
    size = request.node.callspec.params["counted"]
    if os.environ.get("WRITE_COSTS"):
        write(size, counted)
    assert not differences(table(size), counted), f"at the {size} story"


def test_dearer_cheaper_new_and_gone_pages_are_told():
    told = {"same": (1, 2, 3, 0), "dearer": (1, 2, 3, 0), "cheaper": (1, 2, 3, 0), "gone": (1, 2, 3, 0)}
    counted = {"same": Cost(1, 2, 3), "dearer": Cost(1, 3, 3), "cheaper": Cost(1, 2, 2), "new": Cost(1)}
    assert [line.partition(":")[0] for line in differences(told, counted)] == ["cheaper", "dearer", "gone", "new"]
