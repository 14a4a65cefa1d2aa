"""Somebody comes in by a one-time link."""

import pytest

from held.accounts import one_time_links, sign_in_keys
from held.accounts.models import RECOVERY_WAITS, Link
from held.accounts.one_time_links import CannotBeUsed
from held.families import recovery
from held.families.arriving import arrive
from held.families.models import Member, Recovery
from tests.clock import Clocks


def test_using_an_invitation_keeps_all_keys(cast):
    sign_in_keys.write_codes(cast.ana)
    _link, token = one_time_links.make_link(cast.ana, purpose=Link.Purpose.INVITATION, by="program")
    assert arrive(token, browser="hers").account == cast.ana
    assert sign_in_keys.has_key(cast.ana)


def test_a_link_for_lost_keys_ends_them_and_the_request_says_so(cast, monkeypatch):
    sign_in_keys.write_codes(cast.ana)
    _asked, token = recovery.ask_for_new_link(Member.objects.get(account=cast.ana), by=cast.ben)
    Clocks(monkeypatch).pass_by(RECOVERY_WAITS)
    before = cast.ana.sign_in_salt
    arrived = arrive(token, browser="hers")
    assert arrived.account.sign_in_salt != before
    assert not sign_in_keys.has_key(cast.ana)
    assert Recovery.objects.get().link.used_at


def test_using_a_recovery_link_again_keeps_the_new_keys(cast, monkeypatch):
    _asked, token = recovery.ask_for_new_link(Member.objects.get(account=cast.ana), by=cast.ben)
    Clocks(monkeypatch).pass_by(RECOVERY_WAITS)
    arrive(token, browser="hers")
    sign_in_keys.write_codes(cast.ana)
    arrive(token, browser="hers")
    assert sign_in_keys.has_key(cast.ana)


def test_another_browser_does_not_come_again(cast):
    _link, token = one_time_links.make_link(cast.ana, purpose=Link.Purpose.INVITATION, by="program")
    arrive(token, browser="hers")
    with pytest.raises(CannotBeUsed):
        arrive(token, browser="another")
