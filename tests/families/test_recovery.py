"""Somebody lost every key: a new link waits a day, and everyone of the family can stop it."""

from datetime import timedelta

import pytest

from held.accounts.models import Link
from held.accounts.one_time_links import CannotBeUsed, find_link
from held.accounts.sign_in_keys import has_key, write_codes
from held.families.arriving import arrive
from held.families.models import Member, Recovery
from held.families.recovery import ask_for_new_link, stop
from held.lib.clock import now
from tests.clock import Clocks
from tests.said import unsigned


@pytest.fixture
def later(monkeypatch):
    """Lets this much time pass."""
    clocks = Clocks(monkeypatch)

    def by(**span: float) -> None:
        clocks.pass_by(timedelta(**span))

    return by


def for_ben(cast, by):
    return ask_for_new_link(Member.objects.get(account=cast.ben), by=by)


@pytest.mark.parametrize("hours", [0, 1, 23.9])
def test_the_link_opens_nothing_before_a_day_has_passed(cast, later, hours):
    _recovery, token = for_ben(cast, cast.ana)
    later(hours=hours)
    with pytest.raises(CannotBeUsed):
        find_link(token)
    with pytest.raises(CannotBeUsed):
        arrive(token, browser="phone")


def test_after_a_day_it_opens_once_and_the_lost_keys_end(cast, later):
    write_codes(cast.ben)
    salt = cast.ben.sign_in_salt
    _recovery, token = for_ben(cast, cast.ana)
    later(hours=24.1)
    account = arrive(token, browser="phone").account
    assert account == cast.ben
    assert not has_key(account)
    assert account.sign_in_salt != salt
    assert Recovery.objects.get().link.used_at
    with pytest.raises(CannotBeUsed):
        arrive(token, browser="another phone")


def test_keys_that_were_not_lost_open_until_the_link_is_used(cast, later):
    write_codes(cast.ben)
    for_ben(cast, cast.ana)
    later(hours=30)
    assert has_key(cast.ben)


def test_after_a_fortnight_more_it_opens_nothing(cast, later):
    _recovery, token = for_ben(cast, cast.ana)
    later(days=15.1)
    with pytest.raises(CannotBeUsed):
        arrive(token, browser="phone")


def test_stopped_it_opens_nothing_ever(cast, later):
    recovery, token = for_ben(cast, cast.hilde)
    stop(recovery, by=cast.ana)
    later(hours=25)
    with pytest.raises(CannotBeUsed):
        arrive(token, browser="phone")
    assert not Recovery.objects.exists()
    assert not Link.objects.filter(purpose=Link.Purpose.RECOVERY).exists()


def test_asking_again_for_a_new_link_restarts_the_day(cast, later):
    _recovery, former = for_ben(cast, cast.ana)
    later(hours=25)
    recovery, token = for_ben(cast, cast.hilde)
    assert Recovery.objects.get() == recovery
    assert recovery.link.starts_at > now() + timedelta(hours=23)
    with pytest.raises(CannotBeUsed):
        find_link(former)
    with pytest.raises(CannotBeUsed):
        find_link(token)


def test_the_same_form_arriving_twice_asks_once(cast):
    member = Member.objects.get(account=cast.ben)
    assert ask_for_new_link(member, by=cast.ana, once="f") == ask_for_new_link(member, by=cast.ana, once="f")


def test_a_used_link_is_told_to_the_family_until_another_puts_that_away(cast, signed_in, later):
    recovery, token = for_ben(cast, cast.hilde)
    later(hours=24.1)
    arrive(token, browser="")
    seen = f"/family/recoveries/{recovery.pk}/seen"
    cast.ben.refresh_from_db()
    ana, ben = signed_in(cast.ana), signed_in(cast.ben, key=True)
    assert "was used on" in ana.get("/family/").content.decode()
    assert ben.post(seen).status_code == 404
    assert "was used on" in ana.get("/family/").content.decode()
    assert signed_in(cast.otto).post(seen).status_code == 404
    assert ana.post(seen).status_code in {302, 303}
    assert "was used on" not in ana.get("/family/").content.decode()


def test_a_used_link_cannot_be_stopped_any_more(cast, signed_in, later):
    recovery, token = for_ben(cast, cast.hilde)
    later(hours=24.1)
    arrive(token, browser="")
    answer = signed_in(cast.ana).post(f"/family/recoveries/{recovery.pk}/stop")
    assert unsigned(answer["Location"]).endswith(f"?of={recovery.pk}&said=stopped-too-late")
    assert ask_for_new_link(Member.objects.get(account=cast.ben), by=cast.ana)[0] != recovery


def test_who_is_alone_in_a_family_puts_it_away_alone(cast, signed_in, later):
    recovery, token = ask_for_new_link(Member.objects.get(account=cast.otto), by=cast.hilde)
    later(hours=24.1)
    arrive(token, browser="")
    cast.otto.refresh_from_db()
    otto = signed_in(cast.otto)
    assert otto.post(f"/family/recoveries/{recovery.pk}/seen").status_code in {302, 303}
