"""An invitation is taken back, as long as nobody came in by it."""

import pytest

from held.accounts.one_time_links import CannotBeUsed, find_link, use_link
from held.families.inviting import AlreadyHere, invite_parent
from held.families.models import Member
from held.families.uninviting import take_invitation_back


def test_a_withdrawn_invitation_makes_nobody_a_member(cast):
    link, token = invite_parent(cast.family, by=cast.ana)
    take_invitation_back(Member.objects.get(account=link.account), by=cast.ben)
    with pytest.raises(CannotBeUsed):
        find_link(token)
    assert set(Member.objects.filter(family=cast.family).values_list("account", flat=True)) == {
        cast.ana.pk,
        cast.ben.pk,
    }


def test_a_parent_who_signed_in_stays_a_member(cast):
    link, token = invite_parent(cast.family, by=cast.ana)
    use_link(token)
    with pytest.raises(AlreadyHere):
        take_invitation_back(Member.objects.get(account=link.account), by=cast.ana)


def test_a_parent_without_any_invitation_stays(cast):
    with pytest.raises(AlreadyHere):
        take_invitation_back(Member.objects.get(account=cast.ben), by=cast.ana)
    assert Member.objects.filter(account=cast.ben).exists()
