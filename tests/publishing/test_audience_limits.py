"""If the parents of a family set different limits, the narrower one applies; no page says whose it is."""

import itertools

import pytest

from held.families.models import Member
from held.publishing import publication
from held.publishing.audience_limits import WIDTH, keep_limit, limit_of, widest_allowed
from held.publishing.limiting import limit_audience
from held.publishing.models import AudienceLimit
from held.stories.models import Publication
from tests import cast as people

Circle = Publication.Circle
CIRCLES = (None, *Circle)


@pytest.fixture
def story(cast):
    return people.write_story(cast)


def test_the_circles_are_told_from_the_narrowest_to_the_widest():
    assert sorted(CIRCLES, key=WIDTH.__getitem__) == list(CIRCLES)


@pytest.mark.parametrize(("anas", "bens"), [*itertools.product(CIRCLES, CIRCLES)])
def test_the_narrower_of_two_limits_applies(cast, story, anas, bens):
    keep_limit(story, anas, by=cast.ana)
    keep_limit(story, bens, by=cast.ben)
    assert WIDTH[widest_allowed(story)] == min(WIDTH[anas], WIDTH[bens])
    assert widest_allowed(story, besides=cast.ana) == bens
    assert (limit_of(story, cast.ana), limit_of(story, cast.ben)) == (anas, bens)


@pytest.mark.parametrize(("bens", "to"), [*itertools.product(CIRCLES, Circle)])
def test_a_parent_opens_as_far_as_the_other_allows(cast, story, bens, to):
    keep_limit(story, bens, by=cast.ben)
    if WIDTH[to] <= WIDTH[bens]:
        people.open_to(story, to, by=cast.ana)
        assert publication.circle_of(story) == to
        return
    with pytest.raises(publication.LimitedByAnotherParent):
        people.open_to(story, to, by=cast.ana)
    assert publication.circle_of(story) is None


@pytest.mark.parametrize(("at", "limit"), [*itertools.product(Circle, CIRCLES)])
def test_a_narrower_limit_narrows_and_a_wider_opens_nothing(cast, story, at, limit):
    people.open_to(story, at, by=cast.ana)
    limit_audience(story, limit, by=cast.ben)
    narrower = min(at, limit, key=WIDTH.__getitem__)
    assert publication.circle_of(story) == narrower


def test_who_took_it_back_opens_it_again_and_the_other_does_not(cast, story):
    people.open_to(story, Circle.EVERYONE, by=cast.ana)
    publication.take_back(story, by=cast.ben)
    with pytest.raises(publication.LimitedByAnotherParent):
        people.open_to(story, Circle.LINK, by=cast.ana)
    people.open_to(story, Circle.LINK, by=cast.ben)
    assert publication.circle_of(story) == Circle.LINK


def test_a_limit_goes_with_who_leaves_and_opens_nothing_by_that(cast, story):
    limit_audience(story, None, by=cast.ben)
    Member.objects.filter(account=cast.ben).delete()
    assert not AudienceLimit.objects.exists()
    assert publication.circle_of(story) is None
    people.open_to(story, Circle.LINK, by=cast.ana)


@pytest.mark.parametrize("by", ["program", "otto", "ida"])
def test_only_a_parents_limit_on_readers_is_kept(cast, story, by):
    ida = people.friend(cast, "Ida", Member.Role.HELPER)
    keep_limit(story, None, by={"program": "program", "otto": cast.otto, "ida": ida}[by])
    assert not AudienceLimit.objects.exists()
    assert widest_allowed(story) == Circle.EVERYONE
