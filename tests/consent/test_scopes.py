"""A scope is written in one way; an outlet's name is the same name however it was typed."""

import pytest

from held.consent import scopes
from held.consent.scopes import FIXED, is_scope, press
from held.stories.models import Publication

NO_NAME = r"^Not the name of an outlet\.$"


def test_the_five_fixed_scopes_keep_their_names():
    assert FIXED == ("keep", "named", "link", "public", "print")
    assert (scopes.KEEP, scopes.NAMED, scopes.LINK, scopes.PUBLIC, scopes.PRINT) == FIXED
    assert all(is_scope(one) for one in FIXED)


def test_the_scopes_for_readers_are_those_of_the_circles():
    assert {circle.scope for circle in Publication.Circle} == set(scopes.READERS)


@pytest.mark.parametrize(
    "typed",
    ["The Weekly Hill", " the weekly hill ", "THE\tWEEKLY\n HILL", "The\u00a0Weekly\u2003Hill", "Ｔｈｅ Weekly Hill"],
)
def test_an_outlet_is_one_however_its_name_was_typed(typed):
    assert press(typed) == "press:the weekly hill"
    assert is_scope(press(typed))


def test_accents_and_case_make_no_other_outlet_name():
    assert press("Caf\u00e9") == press("cafe\u0301") == press("CAFE\u0301")
    assert press("Straße") == press("STRASSE")


def test_outlets_with_similar_names_differ():
    assert press("The Weekly Hill") != press("The Weekly Hills") != press("TheWeeklyHills")


def test_an_outlet_name_has_at_most_forty_letters():
    assert press("x" * 40) == f"press:{'x' * 40}"
    assert press(f"  {'x' * 20}    {'y' * 19}  ") == f"press:{'x' * 20} {'y' * 19}"
    for longer in ("x" * 41, "ß" * 21):
        with pytest.raises(ValueError, match=NO_NAME):
            press(longer)


@pytest.mark.parametrize("typed", ["", " ", "\n\t", "\u00a0", "a\u200bb", "a\u202eb", "\0", "\ud800", "a\u2028b\x07"])
def test_an_outlet_needs_a_printable_name(typed):
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
