"""Every word that the program itself says goes through gettext: in a language of brackets, all words are in
brackets."""

import re
from html import unescape

import pytest
from django.utils import translation

from held.stories.models import Publication
from tests import cast as people
from tests.promises.walking import ask_every_door

OPEN, CLOSE = "⟦", "⟧"
GIVEN = (people.CANARY, people.TITLE, "The Lantern", "Ana", "Ben", "Otto", "Hilde", "held", "noor")
HIDDEN = re.compile(r"<(script|style|head|svg|select)\b.*?</\1>|<!--.*?-->", re.DOTALL | re.IGNORECASE)
THEIRS = re.compile(r'<(\w+)[^>]*(?:translate="no"|class="prose"|dir="auto"|dir="ltr")[^>]*>.*?</\1>', re.DOTALL)
SPOKEN = re.compile(r'\b(?:aria-label|alt|title|placeholder)="([^"]*)"')


@pytest.fixture
def in_brackets(monkeypatch):
    """A language in which every sentence is in brackets."""

    def put(message: str) -> str:
        return f"{OPEN}{message}{CLOSE}" if message else message

    monkeypatch.setattr(translation._trans, "gettext", put, raising=False)
    monkeypatch.setattr(translation._trans, "pgettext", lambda _context, message: put(message), raising=False)
    monkeypatch.setattr(
        translation._trans, "ngettext", lambda one, many, n: put(one if n == 1 else many), raising=False
    )
    monkeypatch.setattr(
        translation._trans, "npgettext", lambda _context, one, many, n: put(one if n == 1 else many), raising=False
    )


def bare_words(page: str) -> list[str]:
    """Words a person can read that are outside brackets and were not given by anybody."""
    page = THEIRS.sub(" ", HIDDEN.sub(" ", page))
    spoken = " ".join(SPOKEN.findall(page))
    text = unescape(re.sub(r"<[^>]*>", " ", page) + " " + spoken)
    while OPEN in text:
        shorter = re.sub(f"{OPEN}[^{OPEN}{CLOSE}]*{CLOSE}", " ", text)
        if shorter == text:
            break
        text = shorter
    for given in GIVEN:
        text = text.replace(given, " ")
    return re.findall(r"[A-Za-z]{4,}", text)


@pytest.mark.parametrize("who", ["anyone", "ana", "hilde"])
def test_every_sentence_of_ours_goes_through_gettext(cast, anyone, signed_in, in_brackets, who):
    story = people.write_story(cast)
    people.open_to(story, Publication.Circle.EVERYONE, by=cast.ana, wished="noor")
    browser = anyone if who == "anyone" else signed_in(getattr(cast, who), key=True)
    found = {}
    for method in ("GET", "POST"):
        for door, answer in ask_every_door(browser, cast, story, method):
            if answer.content and answer.get("Content-Type", "").startswith("text/html"):
                assert OPEN in answer.content.decode(), f"{door.name}: nothing was put in brackets"
                words = bare_words(answer.content.decode())
                if words:
                    found[door.name] = words[:12]
    assert not found


def test_an_untranslated_sentence_is_found():
    assert bare_words(f"<p>{OPEN}Said{CLOSE} Forgotten words</p>") == ["Forgotten", "words"]
    assert bare_words('<button aria-label="Forgotten"></button>') == ["Forgotten"]
