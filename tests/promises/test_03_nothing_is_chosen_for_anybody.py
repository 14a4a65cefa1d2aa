"""Promise 3: no page has an answer, a person or “That’s everyone” chosen before somebody chooses.

Every page of the family is fetched as it is served, in every state that offers such a choice.
"""

import pytest
from django.urls import reverse

from held.stories.models import Publication
from tests import cast as people
from tests.doors import every_door
from tests.forms import forms_on
from tests.photographs import agree, arrived_photograph, photograph
from tests.promises.walking import ask_door, fill

ABOUT_PEOPLE = {"took", "in", "complete", "mine", "with_baby", "who", "in_it", "took_it", "answer", "scope"}
"""Fields that say who is in a photograph, who took it, that this is everyone, or what somebody answers or is asked."""


def chosen(page: str) -> list[tuple[str, str]]:
    """What is chosen on a page, of what nobody may choose for somebody."""
    checked = page.replace('<input type="hidden"', "<i")  # a hidden field chooses nothing that a person could choose
    return [pair for form in forms_on(checked) for pair in form.fields if pair[0] in ABOUT_PEOPLE and pair[1]]


@pytest.fixture
def story(cast):
    story = people.write_story(cast)
    people.open_to(story, Publication.Circle.LINK, by=cast.ana)
    return story


@pytest.mark.parametrize("who", ["ana", "ben"])
def test_no_page_of_the_family_has_it_chosen_as_it_is_served(cast, signed_in, story, who):
    browser = signed_in(getattr(cast, who), key=True)
    filled, walked = fill(cast, story), 0
    for door in every_door():
        if door.name.startswith(("family:", "entrance:", "guardian:", "contributor:")):
            answer = ask_door(browser, "GET", door, filled)
            walked += answer.status_code == 200
            assert not chosen(answer.content.decode(errors="replace")), door.name
    assert walked > 40


def test_no_state_of_a_photograph_has_it_chosen(cast, signed_in, story):
    bare, described = arrived_photograph(cast, story), photograph(cast, story, agreed=False).leaf
    named = photograph(cast, story).leaf
    agree(arrived_photograph(cast, story), cast.ben)
    browser = signed_in(cast.ana, key=True)
    for leaf in (bare, described, named):
        page = browser.get(reverse("family:photograph", args=[leaf.pk])).content.decode()
        assert not chosen(page)
        assert "selected" in page  # only the place


def test_a_planted_choice_is_found_by_the_walk():
    for field in (
        '<input type="radio" name="took" value="me" checked>',
        '<input checked name="complete" type="checkbox" value="yes">',
        '<input type="radio" name="mine" value="link"\n checked>',
    ):
        assert chosen(f'<form method="post">{field}</form>')
    assert not chosen('<form method="post"><input type="radio" name="took" value="me"></form>')
