"""The text of the questions: one for each scope, with a version that changes with the words."""

from hashlib import sha256

from held.consent.ladder import Step
from held.consent.questions import (
    AN_OUTLET,
    FOR_PRESS,
    MAY_READERS_SEE,
    QUESTIONS,
    STEPS,
    STRANGERS,
    VERSION,
    WHO_MAY_SEE,
    in_order,
    in_short,
    question,
)

# If the words of a question changed: give VERSION another name, and write the new checksum beside it.
KNOWN = {
    "2026-11": "ca4777d77a54e6cb",
    "2026-11-25": "11e29fba6a8e8a9f",
    "2026-11-30": "6ae369116725a47a",
    "2026-12-01": "61a1e95c1e627e84",
}


def test_a_changed_question_needs_a_new_version():
    told = [WHO_MAY_SEE, MAY_READERS_SEE, *STEPS.values(), STRANGERS, *QUESTIONS.values(), FOR_PRESS]
    text = "\n".join(str(words) for words in told)
    assert KNOWN[VERSION] == sha256(text.encode()).hexdigest()[:16]


def test_the_press_is_asked_for_by_its_name():
    assert question("press:the evening paper") == FOR_PRESS
    assert question("outlet:0123") == FOR_PRESS
    assert in_short("outlet:0123", "the evening paper") == "the evening paper"
    assert in_short("outlet:0123") == AN_OUTLET


def test_from_the_narrowest_to_the_widest():
    assert in_order(["outlet:1", "public", "outlet:2"], {"outlet:1": "zeitung", "outlet:2": "anzeiger"}) == [
        *("public", "outlet:2", "outlet:1"),
    ]
    assert in_order(["press:a", "public", "named", "print", "link"]) == ["named", "link", "public", "print", "press:a"]


def test_every_step_of_the_ladder_has_its_words():
    assert list(STEPS) == list(Step)
