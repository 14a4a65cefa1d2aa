"""How many words each page shows before anything is unfolded, against `words.txt`; the family's own are not counted.

`WRITE_WORDS=1 python -m pytest tests/web/test_words_of_each_page.py` writes what was counted into the table; the diff
then shows which rose. `python -m tests.words` prints it.
"""

import os
from pathlib import Path

import pytest

from held.families.models import Recovery
from held.stories.models import Publication
from tests import cast as people
from tests.cast import TITLE, Cast
from tests.photographs import SHOWS, photograph
from tests.web.each_page import EachPage
from tests.words import TOLD, WORD, by_room, count, median_and_p90, seen, strings

TABLE = Path(__file__).with_name("words.txt")
ALL_STRINGS = 16_200
MEDIAN, P90 = 80, 200
"""Of pages of the desk (family, guardian, host) and of the entrance."""
DESK_AND_ENTRANCE = ("family:", "guardian:", "host:", "entrance:")
SIGNED_OUT = ("entrance:come_in", "entrance:link")
OWN = (TITLE, SHOWS, "Ana", "Ben", "Otto", "Hilde", "Gwen", "Nele", "Mika", "Omar", "Ida")
SLACK = 10
"""A page this much shorter than its limit has to lower it."""


def pages_of(cast: Cast, signed_in, anyone) -> dict[str, str]:
    """The HTML of each page that answers GET, at a small open story with everything in it."""
    story = people.write_story(cast)
    for _ in range(2):
        photograph(cast, story)
    people.open_to(story, Publication.Circle.EVERYONE, by=cast.ana, wished="noor")
    each = EachPage(cast, signed_in, story)
    asked = {name: (anyone if name in SIGNED_OUT else browser, path) for name, browser, path in each.doors()}
    desk, path = asked["family:desk"]
    answers = {"family:desk, a link was asked for": desk.get(path)}  # said on each of the family's pages
    Recovery.objects.all().delete()
    answers |= {name: browser.get(path) for name, (browser, path) in asked.items()}
    answers["errors:404"] = anyone.get("/no-such-page")
    return {
        name: answer.content.decode()
        for name, answer in answers.items()
        if name != "host:specimen"  # which shows every element there is
        and answer.get("Content-Type", "").startswith("text/html")
        and (answer.status_code == 200 or "errors" in name)
    }


def limits() -> dict[str, int]:
    """The limit of each page."""
    lines = [
        line.rsplit(maxsplit=1) for line in TABLE.read_text().splitlines() if line.strip() and not line.startswith("#")
    ]
    return {name.strip(): int(words) for name, words in lines}


def differences(told: dict[str, int], counted: dict[str, int]) -> list[str]:
    """Pages above their limit, pages far below it, and pages that only one of the two has."""
    return [
        f"{name}: at most {told.get(name, 'nothing')} in the table, {counted.get(name, 'nothing')} counted"
        for name in sorted(told.keys() | counted.keys())
        if name not in told or name not in counted or not 0 <= told[name] - counted[name] < SLACK
    ]


def lines_of(counted: dict[str, int]) -> list[str]:
    """The table, longest page first, and what half and nine in ten of the pages have at most."""
    inside = [words for name, words in counted.items() if name.startswith(DESK_AND_ENTRANCE)]
    middle, most = median_and_p90(inside)
    rows = [f"{name:36} {words:4}" for name, words in sorted(counted.items(), key=lambda one: (-one[1], one[0]))]
    return [f"# Desk and entrance: {len(inside)} pages, median {middle}, p90 {most}.", "#", *rows]


@pytest.fixture
def counted(cast, signed_in, anyone) -> dict[str, int]:
    return {name: len(WORD.findall(seen(page, OWN))) for name, page in pages_of(cast, signed_in, anyone).items()}


def test_each_page_has_at_most_its_words(counted):
    lines = lines_of(counted)
    if os.environ.get(TOLD):
        print("", "words of each page as seen", *lines, sep="\n")
    if os.environ.get("WRITE_WORDS"):
        head = ["# The most words a page may show before anything is unfolded (tests/web/test_words_of_each_page.py)."]
        TABLE.write_text("\n".join([*head, *lines]) + "\n")
    assert not differences(limits(), counted)
    inside = [words for name, words in counted.items() if name.startswith(DESK_AND_ENTRANCE)]
    middle, most = median_and_p90(inside)
    assert (middle <= MEDIAN, most <= P90) == (True, True), lines[0]


def test_all_strings_together_stay_few():
    rooms = by_room(strings())
    assert rooms.total() <= ALL_STRINGS, dict(rooms)
    assert min(rooms[room] for room in ("family", "Python, family", "host", "entrance", "contributor")) > 100


def test_a_longer_shorter_new_and_gone_page_is_told():
    told = {"same": 50, "near": 50, "longer": 50, "shorter": 50, "gone": 50}
    found = {"same": 50, "near": 45, "longer": 51, "shorter": 40, "new": 9}
    assert [line.partition(":")[0] for line in differences(told, found)] == ["gone", "longer", "new", "shorter"]


def test_a_sentence_planted_in_a_page_is_counted():
    page = "<body><h1>Your stories</h1>{}<p dir='auto'>Ana wrote this</p></body>"
    bare = len(WORD.findall(seen(page.format(""))))
    planted = "<p>A long sentence is added, and it says again what is <b>seen</b> already.</p>"
    assert (bare, len(WORD.findall(seen(page.format(planted))))) == (2, 15)


@pytest.mark.parametrize(
    "unseen",
    [
        "<details><p>folded</p></details>",
        "<p hidden>for a script</p>",
        '<span class="visually-hidden">read aloud</span>',
        "<script>const words = 1</script>",
        "<noscript><p>without scripts</p></noscript>",
        '<div class="prose"><p>their words</p></div>',
        "<select><option></option><option>not chosen</option></select>",
        "<textarea>typed</textarea>",
    ],
)
def test_what_nobody_sees_is_not_counted(unseen):
    assert seen(f"<body><p>Kept</p>{unseen}<p>here<br>too</p></body>") == "Kept here too"


def test_a_summary_and_what_is_unfolded_count():
    assert seen("<details><summary>More <b>acts</b></summary><p>no</p></details>") == "More acts"
    assert seen("<details open><summary>More</summary><p>acts</p></details>") == "More acts"


@pytest.mark.parametrize(
    ("file", "source"),
    [
        ("held/web/templates/family/a.html", '{% translate "Six words are said right here" %}'),
        ("held/web/templates/b.html", "{% blocktranslate %}Six words {{ n }} are said here now{% endblocktranslate %}"),
        ("held/web/templates/a.html", '{% include "b.html" with said=_("Six words are said right here") %}'),
        ("held/web/static/js/a.js", 'line.textContent = "Six words are said right here";'),
        ("held/web/host/a.py", 'SAID = _("Six words are " "said right here")'),
        ("held/web/host/a.py", 'ngettext("Six words are", "said right here", 2)'),
    ],
)  # fmt: skip
def test_words_of_each_kind_of_file_are_counted(tmp_path, file, source):
    for folder in ("held/web/templates", "held/web/static/js"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / file).write_text(source)
    assert by_room(strings(tmp_path)).total() == 6


def test_names_that_are_filled_in_are_no_words():
    assert count("Ask %(name)s, <b>{{ who }}</b> and {name} again") == 3
