"""A family begins, and a parent is asked in."""

import pytest

from held.accounts import links
from held.accounts.links import CannotBeUsed, UsedAlready
from held.families import inviting
from held.families.inviting import AlreadyHere
from held.families.models import Family, Member


def test_a_family_begins_with_one_parent_who_comes_in_by_its_link(cast):
    family, _link, token = inviting.begin_family(label="the blue door", by=cast.hilde)
    assert links.use_link(token).account == Member.objects.get(family=family).account
    assert Family.objects.get(pk=family.pk).label == "the blue door"


def test_the_label_of_a_family_is_sealed(cast):
    family, _link, _token = inviting.begin_family(label="the blue door", by=cast.hilde)
    assert b"blue" not in bytes(Family.objects.get(pk=family.pk).sealed_label)


def test_the_same_form_makes_one_family_and_shows_its_link_again(cast):
    before = Family.objects.count()
    first, again = (inviting.begin_family(label="x", by=cast.hilde, once="form") for _time in range(2))
    assert first == again
    assert Family.objects.count() == before + 1
    other = inviting.begin_family(label="x", by=cast.hilde, once="another form")
    assert other[0] != first[0]
    assert other[2] != first[2]


def test_the_form_does_not_show_a_link_that_was_used(cast):
    _family, _link, token = inviting.begin_family(label="x", by=cast.hilde, once="form")
    links.use_link(token)
    with pytest.raises(UsedAlready):
        inviting.begin_family(label="x", by=cast.hilde, once="form")


def test_the_host_begins_a_family_of_their_own_once(cast):
    assert inviting.begin_own_family(by=cast.hilde) == inviting.begin_own_family(by=cast.hilde)
    assert Member.objects.filter(account=cast.hilde).count() == 1


def test_whoever_belongs_to_a_family_already_begins_no_second(cast):
    assert inviting.begin_own_family(by=cast.ana) == cast.family


def test_a_first_link_made_again_ends_the_former(cast):
    _link, former = inviting.invite_parent(cast.family, by=cast.ana)
    member = Member.objects.latest("pk")
    _link, fresh = inviting.invite_again(member, by=cast.ana)
    with pytest.raises(CannotBeUsed):
        links.find_link(former)
    assert links.use_link(fresh).account == member.account


def test_nobody_makes_a_first_link_for_somebody_who_came_in(cast):
    _link, token = inviting.invite_parent(cast.family, by=cast.ana)
    links.use_link(token)
    with pytest.raises(AlreadyHere):
        inviting.invite_again(Member.objects.latest("pk"), by=cast.ana)


def test_a_former_first_link_does_not_come_back_by_its_form(cast):
    _link, former = inviting.invite_parent(cast.family, by=cast.ana, once="form")
    inviting.invite_again(Member.objects.latest("pk"), by=cast.ana, once="another form")
    with pytest.raises(UsedAlready):
        inviting.invite_parent(cast.family, by=cast.ana, once="form")
    with pytest.raises(CannotBeUsed):
        links.find_link(former)
