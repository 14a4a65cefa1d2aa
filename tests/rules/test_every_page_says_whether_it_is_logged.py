"""The decorator of a page says whether the log has a line about it. A page that does not say breaks the build."""

import re

import pytest

from held.web import audiences
from held.web.audiences import is_logged
from tests.doors import Door, every_door

PRIVATE = {
    "asked_token": "the link of somebody who is asked about a photograph",
    "envelope_token": "the link of somebody who is asked for photographs",
    "named_token": "the link of a reader who was named",
    "own_involvement_id": "what somebody answers about themselves",
    "ticket": "a photograph that was asked for",
}
"""Parameters of addresses whose pages are never logged, each with what a line would reveal."""
SHOWN_SMALL = {f"family:contact_sheet{act}" for act in ("", "_placing", "_naming", "_next")}
ALSO_PRIVATE = {
    "reader:photograph",
    "family:seeing",
    "family:photograph",
    "family:covering",
    "entrance:answers",
    "contributor:lost",
    *SHOWN_SMALL,
}
"""Pages that reveal the same without such a parameter: a photograph, somebody's answers, a link that was lost."""
ASKED_BY_US = {"reader:healthz"}
"""Each start asks for it: a line would come between a host and the one link that is printed."""


def silent(doors: list[Door]) -> list[str]:
    """Pages that do not say whether they are logged."""
    return [door.name for door in doors if not isinstance(getattr(door.page, "logged", None), bool)]


def is_private(door: Door) -> bool:
    parameters = set(re.findall(r"<(?:\w+:)?(\w+)>", door.path))
    return bool(parameters & PRIVATE.keys()) or door.name in ALSO_PRIVATE


def test_every_page_says_whether_it_is_logged():
    assert not silent(every_door())


def test_exactly_the_private_pages_are_not_logged():
    doors = every_door()
    assert {door.name for door in doors if not is_logged(door.page)} == {
        door.name for door in doors if is_private(door) or door.name in ASKED_BY_US
    }


@pytest.mark.parametrize("name", [name for name in vars(audiences) if name.startswith("for_")])
def test_no_audience_is_given_without_a_word_about_the_log(name):
    decorator = getattr(audiences, name)
    with pytest.raises(TypeError):
        decorator()
    with pytest.raises(TypeError):
        decorator(lambda _request: None)


def test_a_page_that_says_nothing_is_found_and_not_logged():
    def bare(request):
        return None

    bare.audience = audiences.Audience.ANYONE
    assert silent([Door("reader:planted", "/planted", bare)]) == ["reader:planted"]
    assert not is_logged(bare)
