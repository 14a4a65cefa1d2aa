"""A photograph that Ana took, with Ben in it; Ana asks, Ben has his link."""

import pytest

from held.consent import consent_links, involved
from held.consent.models import Involvement
from held.families import persons
from held.stories.models import Leaf
from tests import cast as people
from tests.photographs import arrived_photograph


@pytest.fixture
def story(cast):
    return people.write_story(cast)


@pytest.fixture
def leaf(cast, story) -> Leaf:
    return arrived_photograph(cast, story)


@pytest.fixture
def ana(cast, leaf) -> Involvement:
    """Ana’s part: she took it."""
    person = persons.person_of(cast.family, cast.ana)
    return involved.name_person(leaf.picture, person, in_it=False, took_it=True, by=cast.ana)


@pytest.fixture
def mika(cast, leaf) -> Involvement:
    """Mika is in it, and has no account."""
    person = persons.add_person(cast.family, "Mika", "the house beside", by=cast.ana)
    return involved.name_person(leaf.picture, person, in_it=True, took_it=False, by=cast.ana)


@pytest.fixture
def asked(cast, leaf, ana, mika) -> tuple[Involvement, Involvement]:
    """Both were asked whether everyone and named people may see it, and the family said that this is everybody."""
    involved.confirm_list(leaf.picture, with_baby=False, by=cast.ana)
    consent_links.ask_oneself(ana, ["named", "public"], by=cast.ana)
    consent_links.ask(mika, ["named", "public"], by=cast.ana, once="form")
    return ana, mika
