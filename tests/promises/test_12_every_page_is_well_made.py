"""Promise 12: the HTML of every page is without a fault for the Nu Html Checker, and each page has one filled button,
which says what one most likely came for."""

import os
import re

import pytest

from tests.every_page import PEOPLE, full_place
from tests.nu_checker import find_java, findings

pytestmark = pytest.mark.harness
FILLED = re.compile(r'<(?:a|button)\b[^>]*class="[^"]*\bbutton-main\b')
# Pages on which nothing is more likely, or nothing may weigh more, than the rest.
NONE_FILLED = {
    "contributor:picture": "the same page for everything that does not open",
    "entrance:answers": "it has as many answers as there are questions, none of which may weigh more",
    "entrance:remove_passkey": "it ends something, so both buttons weigh the same",
    "family:as_a_reader": "it is read",
    "family:destroying": "it ends something, so both buttons weigh the same",
    "family:leaving": "it ends something, so both buttons weigh the same",
    "family:letting_go": "it ends something, so both buttons weigh the same",
    "family:removal": "it ends something, so both buttons weigh the same",
    "family:people": "whom one invites, if anybody, is not ours to say",
    "family:circle": "how far a story is open is not ours to say, once it is open",
    "family:story_link": "Share or Copy, which need a script, are filled by it",
    "family:version": "it is read",
    "family:versions": "it is read",
    "guardian:desk": "letting somebody read and putting it away weigh the same",
    "reader:for_families": "it is read",
    "reader:for_friends": "it is read",
    "reader:front": "it is read",
    "reader:help": "it is read",
    "reader:quiet": "there is nothing to do",
    "reader:stories": "it is read",
    "reader:story": "it is read",
    "reader:words": "it is read",
    "after contributor:asked 200": "no answer may weigh more",
    **dict.fromkeys(
        [
            "after family:asking 200",
            "after family:asking_guardian 200",
            "after family:asking_helper 200",
            "after family:asking_once_more 200",
            "after family:new_link 200",
            "after family:one_more_link 200",
            "after host:new_link 200",
        ],
        "Share or Copy, which need a script, are filled by it",
    ),
}


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """The HTML of every page, then of those after a press: a person and the name of a route, and the text."""
    found = {}
    with full_place(tmp_path_factory.mktemp("place") / "data") as place:
        for who, called in PEOPLE.items():
            with place.hand(who) as hand:
                found |= {(called, name): page.text for name, page in place.answers(hand).items()}
        after = {page: answer.text for page, answer in place.after_presses().items()}
    assert len(found) > 100
    assert len(after) > 25
    found |= after
    return found


def written(pages, folder):
    for (called, name), text in pages.items():
        (folder / f"{called}-{name.replace(':', '-').replace(' ', '-')}.html").write_text(text)
    return folder


def test_the_checker_finds_nothing_on_any_page(pages, tmp_path):
    if find_java() is None and not os.environ.get("CI"):
        pytest.skip("there is no Java here")
    assert not findings(written(pages, tmp_path))


def test_the_checker_finds_what_was_planted(pages, tmp_path):
    if find_java() is None and not os.environ.get("CI"):
        pytest.skip("there is no Java here")
    text = next(iter(pages.values()))
    (tmp_path / "date.html").write_text(text.replace("</main>", '<time datetime="soon">soon</time></main>'))
    (tmp_path / "form.html").write_text(text.replace("</main>", "Cafe\u0301</main>"))
    assert {found.partition(":")[0] for found in findings(tmp_path)} == {"date.html", "form.html"}


def test_each_page_has_one_filled_button(pages):
    filled = {page: len(FILLED.findall(text)) for page, text in pages.items()}
    assert not [page for page, number in filled.items() if number > 1 and page[1] != "host:specimen"]  # shows all
    bare = [page for page, number in filled.items() if not number and not page[1].endswith(" 404")]
    assert not [page for page in bare if page[1] not in NONE_FILLED]
    assert not set(NONE_FILLED) - {page[1] for page, number in filled.items() if not number}
