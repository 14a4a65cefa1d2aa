"""Promise 11, as far as it goes today: words are used exactly as given, and terms for machines go with every page."""

import html

import pytest

from held.stories import writing
from held.stories.models import Leaf, Publication
from tests import cast as people
from tests.promises.walking import ask_every_door

NAMES = [
    "noor",  # no capitals by us
    "VAN DER BERG-ÅSE",
    "Ḿ̀̈",  # combining marks
    "نور",
    "לאה",
    "👼🏽 Õ",
    "O’Brien & <b>Søn</b>",
    "Aino “Pikku” 'A'",
    "undefined",
    "None",
    "  two  spaces ",
    "{{ name }}{% now %}",
    "Ⓝⓞⓞⓡ\u200d\u202e",
]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_shown_exactly_as_it_was_given(cast, anyone, name):
    story = people.write_story(cast)
    baby = writing.add_leaf(story, Leaf.Kind.BABY, by=cast.ana)
    writing.save(baby, {"name": name, "pronouns": name}, form=writing.OpenForm(), by=cast.ana)
    people.open_to(story, Publication.Circle.EVERYONE, by=cast.ana, wished="noor")
    page = anyone.get("/stories/noor/").content.decode()
    assert f'<h3 class="story-name" translate="no" dir="auto">{html.escape(name)}</h3>'.replace(
        "&#x27;", "&#39;"
    ) in page.replace("&#x27;", "&#39;")


def test_the_familys_word_for_what_happened_is_never_changed(cast, anyone):
    story = people.write_story(cast)
    people.open_to(story, Publication.Circle.EVERYONE, by=cast.ana, wished="noor")
    for language in ("en", "fi", "ar", "de"):
        assert (
            "we lost our daughter"
            in anyone.get("/stories/noor/", headers={"accept-language": language}).content.decode()
        )


def test_terms_for_machines_go_with_every_answer(cast, anyone, signed_in):
    story = people.write_story(cast)
    people.open_to(story, Publication.Circle.EVERYONE, by=cast.ana, wished="noor")
    for browser in (anyone, signed_in(cast.ana, key=True), signed_in(cast.hilde, key=True)):
        for door, answer in ask_every_door(browser, cast, story, "GET"):
            assert answer["tdm-reservation"] == "1", door.name
            assert "noai" in answer["X-Robots-Tag"], door.name
            assert "no-store" in answer["Cache-Control"], door.name
            assert "default-src 'none'" in answer["Content-Security-Policy"], door.name


def test_what_looks_like_a_command_to_a_page_stays_words(cast, anyone):
    body = "<script>alert(1)</script> [x](javascript:alert(1)) <img src=x onerror=alert(1)> **so** small"
    story = people.write_story(cast, body=body)
    people.open_to(story, Publication.Circle.EVERYONE, by=cast.ana, wished="noor")
    page = anyone.get("/stories/noor/").content.decode()
    assert "<script>alert" not in page
    assert "<img" not in page
    assert 'href="javascript' not in page
    assert "<strong>so</strong> small" in page
