"""The facts about many pictures in one statement."""

from held.consent.facts import agreed_by_all, facts_of
from held.consent.states import Status
from tests.photographs import agree, arrived_photograph


def test_facts_of_many_photos_take_one_statement(cast, story, django_assert_num_queries):
    leaves = [arrived_photograph(cast, story) for _ in range(4)]
    for leaf, scopes in zip(leaves, (["public"], ["link"], ["public", "link"]), strict=False):
        agree(leaf, cast.ana, scopes)
    first, second, both, _not_asked = pictures = [leaf.picture_id for leaf in leaves]
    with django_assert_num_queries(1):
        agreed = agreed_by_all(pictures, ["public", "link", "print"])
    assert agreed == {"public": {first, both}, "link": {second, both}, "print": set()}


def test_people_not_asked_yet_are_counted_as_such(leaf, mika, ana):
    facts = facts_of([leaf.picture_id], ["public"])[leaf.picture_id]["public"]
    assert facts.standings == (Status.NOT_ASKED, Status.NOT_ASKED)
    assert not facts.everybody_told


def test_a_photo_with_nobody_named_has_no_facts(leaf):
    assert facts_of([leaf.picture_id], ["public"]) == {}
    assert agreed_by_all([leaf.picture_id], ["public"]) == {"public": set()}
