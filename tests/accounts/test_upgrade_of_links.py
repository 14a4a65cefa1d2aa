"""The upgrade to 0003, on links as the former version stored them: by the machine's clock alone."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db.migrations.state import StateApps

from held.accounts import one_time_links
from held.accounts.models import Account, Link
from held.accounts.one_time_links import CannotBeUsed
from held.lib.clock import now
from held.lib.tokens import new_token, token_hash
from held.uptime.current import forget_uptime
from held.uptime.models import Uptime
from tests.cast import person
from tests.clock import Clocks
from tests.consent.former import former_tables, upgrade

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
OPEN_FOR = 40 * 24 * 3600  # seconds, at the upgrade


@pytest.fixture
def former(transactional_db: None) -> Iterator[StateApps]:
    with former_tables(("accounts", "0002_link_remembers_which_browser_used_it")) as apps:
        yield apps


def a_former_link(former: StateApps, account: Account, purpose: Link.Purpose, **columns: object) -> str:
    token = new_token()
    rows = former.get_model("accounts", "Link").objects
    rows.create(account_id=account.pk, token_hash=token_hash(token), purpose=purpose, made_by="program", **columns)
    return token


def test_links_of_the_former_version_end_when_they_said(former: StateApps, monkeypatch: pytest.MonkeyPatch) -> None:
    ana, clocks = person("Ana"), Clocks(monkeypatch)
    Uptime.objects.create(pk=1, seconds=OPEN_FOR)
    forget_uptime()
    lasting = a_former_link(former, ana, Link.Purpose.INVITATION, ends_at=now() + DAY)
    ended = a_former_link(former, ana, Link.Purpose.INVITATION, ends_at=now() - HOUR)
    upgrade()
    assert one_time_links.find_link(lasting)
    clocks.leap(-30 * DAY)  # the clock was ahead, and is corrected
    with pytest.raises(CannotBeUsed):
        one_time_links.find_link(ended)
    clocks.pass_by(25 * HOUR)
    with pytest.raises(CannotBeUsed):
        one_time_links.find_link(lasting)


def test_a_recovery_of_the_former_version_waits_a_day_once_more(
    former: StateApps, monkeypatch: pytest.MonkeyPatch
) -> None:
    clocks = Clocks(monkeypatch)
    token = a_former_link(
        former, person("Ben"), Link.Purpose.RECOVERY, starts_at=now() - HOUR, ends_at=now() + 13 * DAY
    )
    upgrade()
    assert one_time_links.find_link_to_come(token)
    clocks.pass_by(25 * HOUR)
    assert one_time_links.find_link(token)


def test_a_link_used_before_the_upgrade_still_works_again(former: StateApps, monkeypatch: pytest.MonkeyPatch) -> None:
    clocks = Clocks(monkeypatch)
    used = {"used_at": now(), "used_from": token_hash("hers"), "ends_at": now() + DAY}
    token = a_former_link(former, person("Ana"), Link.Purpose.INVITATION, **used)
    upgrade()
    assert one_time_links.used_a_moment_ago(token, browser="hers")
    clocks.leap(-30 * DAY)
    clocks.pass_by(timedelta(minutes=16))
    with pytest.raises(CannotBeUsed):
        one_time_links.used_a_moment_ago(token, browser="hers")
