"""Somebody lost every key."""

from datetime import timedelta

import pytest

from held.accounts import keys, links
from held.accounts.links import CannotBeUsed, UsedAlready
from held.accounts.models import Link
from held.families import recovery
from held.families.models import Member, Recovery


@pytest.fixture
def ana_is_out(cast):
    keys.write_codes(cast.ana)
    return Member.objects.get(account=cast.ana)


def test_the_link_opens_after_a_day_and_not_before(cast, ana_is_out, monkeypatch):
    _asked, token = recovery.ask_for_new_link(ana_is_out, by=cast.ben)
    begun = links.now()
    monkeypatch.setattr(links, "now", lambda: begun + timedelta(hours=23, minutes=59))
    with pytest.raises(CannotBeUsed):
        links.use_link(token)
    monkeypatch.setattr(links, "now", lambda: begun + timedelta(hours=24, minutes=1))
    assert links.use_link(token).account == cast.ana


def test_a_stopped_request_opens_nothing_ever(cast, ana_is_out):
    asked, token = recovery.ask_for_new_link(ana_is_out, by=cast.ben, once="form")
    recovery.stop(asked, by=cast.ana)
    open_all_links()
    with pytest.raises(CannotBeUsed):
        links.find_link(token)
    with pytest.raises(UsedAlready):
        recovery.ask_for_new_link(ana_is_out, by=cast.ben, once="form")
    assert not Recovery.objects.exists()


def test_asking_again_begins_the_day_anew_and_ends_the_former_link(cast, ana_is_out):
    _former, token = recovery.ask_for_new_link(ana_is_out, by=cast.ben)
    fresh, _token = recovery.ask_for_new_link(ana_is_out, by=cast.hilde)
    assert Recovery.objects.get() == fresh
    open_all_links()
    with pytest.raises(CannotBeUsed):
        links.find_link(token)


def test_the_same_form_asks_once(cast, ana_is_out):
    first, again = (recovery.ask_for_new_link(ana_is_out, by=cast.ben, once="form") for _time in range(2))
    assert first == again
    assert Link.objects.count() == 1


def test_until_the_link_is_used_the_keys_stay(cast, ana_is_out):
    recovery.ask_for_new_link(ana_is_out, by=cast.ben)
    assert keys.has_key(cast.ana)


def open_all_links():
    Link.objects.update(starts_at=links.now())
