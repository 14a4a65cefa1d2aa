"""A family begins, a parent is invited, and an unused invitation is taken back."""

import pytest

from held.accounts.models import Account, Link
from held.accounts.one_time_links import CannotBeUsed, find_link, use_link
from held.families import inviting
from held.families.models import Family, Member
from held.lib.idempotency.used_forms import FormUsedBefore


def test_a_family_begins_with_one_parent_and_one_link(cast):
    family, link, token = inviting.begin_family(label="Ana and Ben", by=cast.hilde)
    assert Family.objects.get(pk=family.pk).label == "Ana and Ben"
    assert Member.objects.get(family=family).account == link.account
    assert find_link(token) == link


def test_a_parent_asked_in_belongs_to_the_family_and_comes_in_once(cast):
    link, token = inviting.invite_parent(cast.family, by=cast.ana)
    assert Member.objects.filter(family=cast.family, account=link.account).exists()
    assert use_link(token).account == link.account
    with pytest.raises(CannotBeUsed):
        use_link(token)


def test_a_button_pressed_twice_asks_one_parent_in(cast):
    before = Member.objects.filter(family=cast.family).count()
    first = inviting.invite_parent(cast.family, by=cast.ana, once="form")
    second = inviting.invite_parent(cast.family, by=cast.ana, once="form")
    assert first == second
    assert Member.objects.filter(family=cast.family).count() == before + 1
    use_link(first[1])
    with pytest.raises(FormUsedBefore):
        inviting.invite_parent(cast.family, by=cast.ana, once="form")


def test_a_second_first_link_ends_the_former(cast):
    link, former = inviting.invite_parent(cast.family, by=cast.ana)
    _link, token = inviting.invite_again(Member.objects.get(account=link.account), by=cast.ana)
    with pytest.raises(CannotBeUsed):
        find_link(former)
    assert find_link(token).account == link.account


def test_nobody_makes_a_first_link_for_somebody_who_came_in(cast):
    link, token = inviting.invite_parent(cast.family, by=cast.ana)
    use_link(token)
    with pytest.raises(inviting.AlreadyHere):
        inviting.invite_again(Member.objects.get(account=link.account), by=cast.ana)


def test_a_family_of_ones_own_is_begun_once(cast):
    assert inviting.begin_own_family(by=cast.hilde) == inviting.begin_own_family(by=cast.hilde)


def test_the_label_of_a_family_is_stored_sealed(cast):
    family, _link, _token = inviting.begin_family(label="Ana and Ben", by=cast.hilde)
    assert b"Ana" not in bytes(Family.objects.get(pk=family.pk).sealed_label)
    assert Account.objects.count() == Link.objects.count() + 4
