"""Which photographs readers may ask for, at which addresses: one function, asked with and without a name."""

import pytest

from held.access.viewer import SOMEBODY, Reader
from held.access.what_readers_see import addresses_that_open, photographs_allowed
from held.consent import answering
from held.consent.models import Involvement
from held.consent.states import Event
from held.lib.tokens import token_hash
from held.publishing import publication
from held.publishing.models import Address
from held.publishing.named_readers import name_reader, reading_of
from held.stories.models import Publication
from tests import cast as people
from tests.photographs import photograph

EVERYONE, LINK, NAMED = Publication.Circle.EVERYONE, Publication.Circle.LINK, Publication.Circle.NAMED


@pytest.fixture
def story(cast):
    return people.write_story(cast)


@pytest.fixture
def placed(cast, story):
    one = photograph(cast, story)
    people.open_to(story, LINK, by=cast.ana)
    people.open_to(story, EVERYONE, by=cast.ana, wished="noor")
    return one


@pytest.fixture
def nele(cast, story):
    """The browser cookie of somebody whom Ana named."""
    _named, token = name_reader(story, "Nele", by=cast.ana)
    return Reader(frozenset({token_hash(reading_of(token))}))


def circles(reader: Reader, **which) -> list[set[str]]:
    """For each allowed photograph, the circles of the addresses at which it is shown."""
    kept = dict(Address.objects.values_list("lookup", "circle"))
    return [{kept[one] for one in photo.through} for photo in photographs_allowed(addresses_that_open(reader), **which)]


def test_it_is_allowed_at_each_address_that_opens(placed, nele):
    assert circles(SOMEBODY) == [{LINK, EVERYONE}]
    assert circles(nele) == [{NAMED, LINK, EVERYONE}]


def test_a_no_for_one_circle_closes_its_address_alone(placed, nele):
    involvement = Involvement.objects.get(picture=placed.leaf.picture)
    answering.answer(involvement, "public", Event.DECLINE, language="en")
    assert circles(nele) == [{NAMED, LINK}]
    for scope in ("link", "named"):
        answering.answer(involvement, scope, Event.DECLINE, language="en")
    assert circles(nele) == []


def test_asked_by_name_it_is_the_same_answer(cast, story, placed):
    second = photograph(cast, story)
    both = photographs_allowed(addresses_that_open(SOMEBODY))
    assert [one.name for one in both] == [placed.name, second.name]
    for one in both:
        assert photographs_allowed(addresses_that_open(SOMEBODY), name=one.name) == [one]


def test_where_no_address_opens_nothing_is_allowed(cast, story, placed):
    assert photographs_allowed(Address.objects.none()) == []
    publication.take_back(story, by=cast.ana)
    assert circles(SOMEBODY) == []


def test_two_statements_however_many_photographs(cast, story, placed, django_assert_num_queries):
    for _ in range(2):
        photograph(cast, story)
    with django_assert_num_queries(2):
        assert len(photographs_allowed(addresses_that_open(SOMEBODY), leaf__story=story)) == 3
