"""Somebody writes that they are in a photograph: the families that are here read it, whatever the clock showed."""

from datetime import timedelta
from uuid import uuid4

import pytest

from held.access.lost_links import lost_link_request_to_link, lost_link_requests_to_answer
from held.access.viewer import Viewer
from held.accounts.models import Account
from held.consent.lost_links import put_request_away, save_request
from held.consent.models import LostLinkRequest
from held.families.models import Family, Member
from tests.cast import Cast, person
from tests.clock import Clocks
from tests.lost_link_requests import on_page

YEARS = timedelta(days=3650)
GIVEN = {"name": "Mika", "words": "I am in it, and I held the lamp."}
each_leap = pytest.mark.parametrize("leap", [-YEARS, YEARS], ids=["behind", "ahead"])


@pytest.fixture
def clocks(monkeypatch: pytest.MonkeyPatch) -> Clocks:
    return Clocks(monkeypatch)


def comes() -> LostLinkRequest:
    """Somebody writes; returns what they wrote, as it is stored."""
    before = list(LostLinkRequest.objects.values_list("pk", flat=True))
    save_request(uuid4(), GIVEN)
    return LostLinkRequest.objects.exclude(pk__in=before).get()


def waits_for(account: Account) -> list[LostLinkRequest]:
    return list(lost_link_requests_to_answer(Viewer(account)))


def guardian_of(family: Family) -> Account:
    account = person("Gwen")
    Member.objects.create(family=family, account=account, role=Member.Role.GUARDIAN)
    return account


@each_leap
def test_a_message_that_came_by_a_wrong_clock_waits_in_every_family(
    cast: Cast, clocks: Clocks, leap: timedelta
) -> None:
    clocks.leap(leap)
    came = comes()
    clocks.leap(-leap)
    for family in (cast.family, cast.other_family):
        account = guardian_of(family)
        assert waits_for(account) == [came]
        assert lost_link_request_to_link(Viewer(account), came.pk) == came


@each_leap
def test_a_family_made_by_a_wrong_clock_reads_what_comes_after_it(cast: Cast, clocks: Clocks, leap: timedelta) -> None:
    comes()
    clocks.leap(leap)
    account = guardian_of(Family.objects.create())
    clocks.leap(-leap)
    came = comes()
    assert waits_for(account) == [came]


@each_leap
def test_put_away_it_waits_no_more_whatever_the_clock_showed(cast: Cast, clocks: Clocks, leap: timedelta) -> None:
    clocks.leap(leap)
    came = comes()
    clocks.leap(-leap)
    account, of_others = guardian_of(cast.family), guardian_of(cast.other_family)
    put_request_away(came, on_page(came), [cast.family], by=account)
    assert waits_for(account) == []
    assert waits_for(of_others) == [came]
