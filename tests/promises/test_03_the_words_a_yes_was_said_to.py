"""Promise 3, for words: everyone in a photograph is shown the words that readers get, and is told when they changed
since their answer; parents are told that they changed, whatever was answered."""

import random
import re
from contextlib import nullcontext

import pytest
from django.test import Client

from held.access import question_words as words_of_access
from held.consent import consent_links
from held.publishing import placing, publication
from held.stories import writing
from held.stories.described import Description
from held.stories.models import Leaf
from tests.promises.describing import CHANGED, HERE, TEXTS, TOLD_TO_PARENTS, Walk, begin, words_on
from tests.said import answer_said

WALKS, STEPS = 3, 8
SEED = 20261129


@pytest.fixture
def walk(cast, signed_in) -> Walk:
    return begin(cast, signed_in(cast.ana, key=True))


STATES = {
    "drafted": (),
    "edited before anything is published": (("write", 0, "Four"),),
    "published": (("publish", 0),),
    "edited after it was published": (("publish", 0), ("write", 0, "Four")),
    "published again": (("publish", 0), ("write", 0, "Four"), ("publish", 0)),
    "brought back": (("write", 0, "Four"), ("publish", 0), ("write", 0, "Three"), ("publish", 0)),
    "in two stories": (("publish", 0), ("write", 1, "Five"), ("publish", 1)),
    "in the second story alone": (("write", 1, "Five"), ("publish", 1)),
    "taken back": (("publish", 0), ("write", 0, "Four"), ("take_back", 0)),
    "taken back in one of two": (("publish", 0), ("write", 1, "Five"), ("publish", 1), ("take_back", 0)),
    "hidden": (("publish", 0), ("write", 0, "Four"), ("hide", 0)),
    "taken out": (("publish", 0), ("write", 0, "Four"), ("take_out", 0)),
    "its entry is hidden": (("publish", 0), ("write", 0, "Four"), ("hide_entry", 0)),
    "in another entry": (("publish", 0), ("write", 0, "Four"), ("place_elsewhere", 0)),
}


def test_they_are_shown_the_words_of_readers(walk):
    assert walk.to_each(STATES) == {}


@pytest.mark.parametrize("number", range(WALKS))
def test_whatever_a_family_does_the_words_agree(walk, number):
    assert walk.walk(random.Random(SEED + number), STEPS) == [], f"seed {SEED + number}"


def test_an_edit_that_nobody_reads_yet_changes_nothing(walk):
    walk.publish(0)
    walk.write(0, "Four")
    assert CHANGED not in walk.page()
    assert TOLD_TO_PARENTS not in walk.parents_page()


def test_a_change_back_is_no_change_for_who_answered_before(walk):
    """Their yes was said to the same words that readers get. Parents are told, as others may have answered in
    between."""
    for name in ("Four", "Three"):
        walk.write(0, name)
        walk.write(1, name)
    assert CHANGED not in walk.page()
    assert TOLD_TO_PARENTS in walk.parents_page()


def test_a_changed_page_offers_the_way_back_beside_it(walk):
    walk.write(0, "Four")
    page = walk.page()
    said = page.index(CHANGED)
    assert "Your yes still counts." in page[said:]
    assert page.index('class="ladder"') - said < 500  # nothing is between them
    walk.mika.post(f"/c/a/{walk.link}/answer", {"scope": "readers", "answer": "no"}, headers=HERE)
    walk.publish(0)
    assert not words_on(walk.rosa.get("/stories/story-0/").content.decode())


def test_a_yes_on_an_old_page_is_not_kept_unread(walk):
    old = walk.page().split('name="words" value="')[1].split('"')[0]
    walk.mika.post(f"/c/a/{walk.link}/withdrawing", headers=HERE)
    walk.write(0, "Four")
    given = {"scope": "public", "words": old}
    answered = walk.mika.post(f"/c/a/{walk.link}/answer", given | {"answer": "yes"}, headers=HERE)
    assert answered["Location"].endswith("other-words")
    assert "we didn’t save that yes" in walk.mika.get(answered["Location"]).content.decode()
    walk.publish(0)
    assert not words_on(walk.rosa.get("/stories/story-0/").content.decode())
    answered = walk.mika.post(f"/c/a/{walk.link}/answer", given | {"answer": "no"}, headers=HERE)
    assert answer_said(answered["Location"]).endswith("said=no")


def test_words_that_a_form_makes_up_are_not_believed(walk):
    for words in (None, "", "no version", "0" * 32):
        given = {"scope": "public", "answer": "yes"} | ({} if words is None else {"words": words})
        with walk.undoing():
            walk.mika.post(f"/c/a/{walk.link}/answer", given, headers=HERE)
            page = walk.page()
        may_have_changed = "The description may have changed since you said yes." in page
        assert may_have_changed == (words in {None, "no version"}), words
        assert CHANGED not in page, words  # an answer to an unread page keeps the one before


def test_parents_are_told_the_same_whatever_was_answered(walk):
    for said in ("yes", "no", "not-now"):
        with walk.undoing():
            walk.answer(said)
            walk.write(0, "Four")
            page = walk.parents_page()
            walk.answer("no")
            later = walk.parents_page()
        assert TOLD_TO_PARENTS in page, said
        assert later.count(TOLD_TO_PARENTS) == page.count(TOLD_TO_PARENTS), said


def test_a_link_made_later_does_not_tell_that_an_answer_is_old(walk, cast):
    later = consent_links.link_anew(walk.involvement, by=cast.ana)
    walk.mika.post(f"/c/a/{later}", headers=HERE)
    before = walk.mika.get(f"/c/a/{later}").content.decode().replace(TEXTS["Three"], "")
    walk.write(0, "Four")
    walk.write(1, "Four")
    after = walk.mika.get(f"/c/a/{later}").content.decode()
    assert CHANGED not in after
    assert "The description may have changed since." in before
    assert "The description may have changed since." in after


def test_a_yes_by_a_later_link_does_not_hide_that_words_changed(walk, cast):
    later = consent_links.link_anew(walk.involvement, by=cast.ana)
    parent = Client(headers={"host": "localhost"})
    parent.post(f"/c/a/{later}", headers=HERE)
    walk.write(0, "Four")
    words = re.findall(r'name="words" value="([^"]*)"', parent.get(f"/c/a/{later}").content.decode())[0]
    for _ in range(2):
        given = {"scope": "public", "answer": "yes", "words": words}
        parent.post(f"/c/a/{later}/answer", given, headers=HERE)
        page = walk.page()
        assert CHANGED in page
        assert "This was answered with another link." not in page, "a later link makes no yes its own"


# ── planted faults: each is found by the same states or walks ────────────────────────────────────────────


def newest_of_first_leaf(picture):
    """What this page showed until now."""
    leaf = Leaf.objects.filter(picture=picture).select_related("current", "story", "picture").order_by("pk").first()
    return (Description(leaf.current_id, leaf.current.read(leaf.key)),)


def test_the_newest_words_of_the_first_leaf_are_found(walk, monkeypatch):
    monkeypatch.setattr(words_of_access, "descriptions_of", newest_of_first_leaf)
    for state in ("edited after it was published", "in two stories"):
        with walk.undoing():
            assert walk.to(STATES[state]), state


FORGETFUL = [
    (writing, "edited before anything is published"),
    (publication, "published again"),
    (publication, "in two stories"),
    (publication, "taken back"),
    (publication, "hidden"),
    (publication, "its entry is hidden"),
    (placing, "taken out"),
    (placing, "in another entry"),
]


def test_an_act_that_notes_no_new_words_is_found(walk, monkeypatch):
    for where, state in FORGETFUL:
        with monkeypatch.context() as planted, walk.undoing():
            planted.setattr(where, "noting_new_words", lambda _story, **_by: nullcontext())
            assert walk.to(STATES[state]), (where.__name__, state)
