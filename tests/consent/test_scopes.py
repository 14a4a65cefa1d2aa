"""A scope is written in one way; an outlet's name is the same name however it was typed."""

import pytest

from held.consent import scopes
from held.consent.scopes import FIXED, in_our_hands, is_scope, press
from held.stories.models import Publication

NO_NAME = r"^Not the name of an outlet\.$"


def test_the_fixed_scopes_are_these():
    assert FIXED == ("keep", "named", "link", "public", "print")
    assert (scopes.KEEP, scopes.NAMED, scopes.LINK, scopes.PUBLIC, scopes.PRINT) == FIXED
    assert all(is_scope(one) for one in FIXED)


def test_what_readers_can_ask_for_is_in_our_hands_and_nothing_else():
    of_circles = {circle.scope for circle in Publication.Circle}
    assert {one for one in FIXED if in_our_hands(one)} == of_circles == set(scopes.READERS)
    assert not in_our_hands(press("The Weekly Hill"))


@pytest.mark.parametrize(
    "typed",
    ["The Weekly Hill", " the weekly hill ", "THE\tWEEKLY\n HILL", "The\u00a0Weekly\u2003Hill", "Ｔｈｅ Weekly Hill"],
)
def test_an_outlet_is_one_however_its_name_was_typed(typed):
    assert press(typed) == "press:the weekly hill"
    assert is_scope(press(typed))


def test_accents_typed_in_two_ways_and_letters_of_two_sizes_are_one_name():
    assert press("Caf\u00e9") == press("cafe\u0301") == press("CAFE\u0301")
    assert press("Straße") == press("STRASSE")


def test_two_outlets_are_two():
    assert press("The Weekly Hill") != press("The Weekly Hills") != press("TheWeeklyHills")


def test_a_name_of_forty_letters_is_one_and_a_longer_one_is_none():
    assert press("x" * 40) == f"press:{'x' * 40}"
    assert press(f"  {'x' * 20}    {'y' * 19}  ") == f"press:{'x' * 20} {'y' * 19}"
    for longer in ("x" * 41, "ß" * 21):
        with pytest.raises(ValueError, match=NO_NAME):
            press(longer)


@pytest.mark.parametrize("typed", ["", " ", "\n\t", "\u00a0", "a\u200bb", "a\u202eb", "\0", "\ud800", "a\u2028b\x07"])
def test_what_is_no_name_is_no_outlet(typed):
    with pytest.raises(ValueError, match=NO_NAME):
        press(typed)


@pytest.mark.parametrize(
    "given",
    [
        *("", "press", "press:", "press: ", "Public", " keep", "everyone", "keep,link", "the weekly hill"),
        "press:The Weekly Hill",
        "press: the hill",
        "press:the  hill",
        "PRESS:hill",
        f"press:{'x' * 41}",
        "press:a\u200bb",
    ],
)
def test_what_is_written_in_any_other_way_is_no_scope(given):
    assert not is_scope(given)


def test_whatever_is_typed_its_scope_is_one_and_stays_the_same():
    for point in range(0x3000):
        for typed in (chr(point), f"a{chr(point)}b"):
            try:
                scope = press(typed)
            except ValueError:
                continue
            assert is_scope(scope)
            assert press(scope.removeprefix("press:")) == scope


def test_an_outlet_called_like_a_fixed_scope_is_not_that_scope():
    assert {press(one) for one in FIXED}.isdisjoint(FIXED)
