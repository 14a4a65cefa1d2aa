"""A form that can be sent again from the page that gives words back lets nobody see or do more than before."""

import pytest
from django.db import transaction

from held.families.models import Member
from held.web import words_back
from tests import cast as people
from tests.doors import every_door
from tests.promises.narrowing import Place, place_with_everything
from tests.promises.walking import path_of


@pytest.fixture
def place(cast, signed_in) -> Place:
    return place_with_everything(cast, signed_in)


def widened(place: Place, name: str, sent: dict[str, str]) -> set:
    """What somebody may see or do after this form was taken, and could not before it."""
    door = next(one for one in every_door() if one.name == name)
    path = path_of(door, place.filled)
    with transaction.atomic():
        guards = name.startswith("guardian:")
        who = people.friend(place.cast, "Gwen", Member.Role.GUARDIAN) if guards else place.cast.ana
        browser = place.sign_in(who, key=True)
        before = place.facts()
        answer = browser.post(path, sent)
        gained = set(place.facts() - before)
        transaction.set_rollback(True)
    assert answer.status_code in {200, 303}, name
    return gained


def test_no_form_that_is_sent_again_widens_anything(place):
    for name in words_back.SENT_AGAIN:
        assert widened(place, name, {"name": "Nele", "label": "Ours", "reach": "at home"}) == set(), name


@pytest.mark.parametrize("name", ["family:naming_one", "family:asking"])
def test_a_form_that_gives_somebody_a_link_is_found(place, name):
    """Planted: a form that widens, as if it were on the list."""
    assert widened(place, name, {"name": "Nele", "purpose": "photographs", "once": "planted"})
