"""How what a family tells about a baby is worded."""

import pytest

from held.stories.babies import facts_to_say, is_living, is_number_up_to, weeks_in_words


@pytest.mark.parametrize(
    ("number", "days", "about", "said"),
    [
        ("20", "3", "", "20 weeks and 3 days"),
        ("20", "3", "yes", "about 20 weeks and 3 days"),
        ("20", "", "yes", "about 20 weeks"),
        ("1", "1", "", "1 week and 1 day"),
        ("", "4", "", "4 days"),
        ("", "", "yes", ""),
        ("twenty or so", "", "", "twenty or so"),
        ("between 19 and 20", "3", "", "between 19 and 20 and 3 days"),
        ("99999999999", "", "", "99999999999"),
        ("٢٠", "", "", "٢٠"),
        ("20", "9", "", "20 weeks and 9 days"),
    ],
)
def test_weeks_are_said_as_they_were_given(number, days, about, said):
    given = {"weeks_number": number, "weeks_days": days, "weeks_about": about}
    assert weeks_in_words({name: words for name, words in given.items() if words}) == said


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"sex": "girl"}, [("sex", "A girl")]),
        ({"sex": "not_said"}, []),
        ({"sex": "not_said", "sex_own": "ours"}, []),
        ({"sex": "own", "sex_own": "our little one"}, [("sex", "our little one")]),
        ({"sex_own": "our little one"}, [("sex", "our little one")]),
        ({"sex": "own"}, []),
        ({"status": "not_said"}, []),
        ({"status": "before_birth"}, [("status", "Died before birth")]),
        ({"sex": "something nobody offered"}, []),
        ({}, []),
    ],
)
def test_what_they_would_rather_not_say_is_not_said(given, said):
    assert facts_to_say(given) == said


def test_a_living_child_is_recognized_by_status():
    assert is_living({"status": "living"})
    assert not is_living({"status": "not_said"})
    assert not is_living({})


def test_only_small_whole_numbers_are_accepted():
    assert is_number_up_to(6, " 6 ")
    assert not any(is_number_up_to(6, given) for given in ("7", "-1", "3.5", "six", "", "٣", "9" * 5000))
