"""Links on a machine whose clock is wrong: a wait is over by the later clock, and access ends by the earlier."""

from datetime import timedelta

import pytest

from held.accounts import one_time_links
from held.accounts.models import Account, Link
from held.accounts.one_time_links import CannotBeUsed
from held.lib.idempotency.used_forms import FormUsedBefore
from tests.cast import person
from tests.clock import Clocks

pytestmark = pytest.mark.django_db
HOUR, DAY, YEAR = timedelta(hours=1), timedelta(days=1), timedelta(days=365)


@pytest.fixture
def clocks(monkeypatch: pytest.MonkeyPatch) -> Clocks:
    return Clocks(monkeypatch)


@pytest.fixture
def ana() -> Account:
    return person("Ana")


def recovery(account: Account) -> str:
    return one_time_links.make_link(account, purpose=Link.Purpose.RECOVERY, by="program")[1]


def invitation(account: Account, **more: str) -> str:
    return one_time_links.make_link(account, purpose=Link.Purpose.INVITATION, by="program", **more)[1]


def opens(token: str) -> bool:
    try:
        one_time_links.find_link(token)
    except CannotBeUsed:
        return False
    return True


@pytest.mark.parametrize("leap", [2 * DAY, 10 * DAY])
def test_a_leap_of_the_clock_ends_no_recoverys_day(clocks: Clocks, ana: Account, leap: timedelta) -> None:
    token = recovery(ana)
    clocks.leap(leap)
    assert not opens(token)
    assert one_time_links.find_link_to_come(token)
    with pytest.raises(CannotBeUsed):
        one_time_links.use_link(token)


def test_the_uptime_alone_ends_no_recoverys_day(clocks: Clocks, ana: Account) -> None:
    token = recovery(ana)
    clocks.stay_open(2 * DAY)
    clocks.leap(HOUR)
    assert not opens(token)


def test_a_recovery_asked_while_the_clock_was_ahead_waits_a_day(clocks: Clocks, ana: Account) -> None:
    clocks.leap(YEAR)
    token = recovery(ana)
    clocks.leap(-YEAR)
    clocks.pass_by(23 * HOUR)
    assert not opens(token)
    clocks.pass_by(2 * HOUR)
    assert opens(token)
    assert one_time_links.use_link(token).account == ana


def test_a_first_link_made_while_the_clock_was_ahead_opens_at_once(clocks: Clocks, ana: Account) -> None:
    clocks.leap(3 * HOUR)
    token = invitation(ana)
    clocks.leap(-3 * HOUR)
    assert opens(token)


def test_a_first_link_opens_after_a_fall_that_lost_minutes_of_uptime(clocks: Clocks, ana: Account) -> None:
    clocks.stay_open(HOUR)
    token = invitation(ana)
    clocks.stay_open(timedelta(minutes=-10))
    assert opens(token)


@pytest.mark.parametrize("behind", [3 * HOUR, YEAR])
def test_a_link_ends_after_its_days_although_the_clock_was_set_back(
    clocks: Clocks, ana: Account, behind: timedelta
) -> None:
    token = invitation(ana, once="form")
    clocks.leap(-behind)
    clocks.pass_by(one_time_links.GOOD_FOR + HOUR)
    assert not opens(token)
    with pytest.raises(CannotBeUsed):
        one_time_links.use_link(token)
    with pytest.raises(CannotBeUsed):
        one_time_links.find_link_to_come(token)


def test_a_minute_with_the_clock_ahead_ends_no_link_for_good(clocks: Clocks, ana: Account) -> None:
    token = invitation(ana)
    clocks.leap(YEAR)
    assert not opens(token)
    clocks.leap(-YEAR)
    assert opens(token)


def test_a_clock_set_back_does_not_extend_the_quarter_hour(clocks: Clocks, ana: Account) -> None:
    token = invitation(ana)
    one_time_links.use_link(token, browser="hers")
    clocks.leap(-YEAR)
    assert one_time_links.used_a_moment_ago(token, browser="hers")
    clocks.pass_by(timedelta(minutes=16))
    with pytest.raises(CannotBeUsed):
        one_time_links.used_a_moment_ago(token, browser="hers")


def test_a_form_does_not_find_its_link_after_its_end(clocks: Clocks, ana: Account) -> None:
    one_time_links.make_link(ana, purpose=Link.Purpose.INVITATION, by=ana, once="form")
    assert one_time_links.made_before("form", by=ana)
    clocks.leap(-YEAR)
    clocks.pass_by(one_time_links.GOOD_FOR + HOUR)
    with pytest.raises(FormUsedBefore):
        one_time_links.made_before("form", by=ana)
