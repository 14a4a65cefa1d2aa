"""A key shown counts for a quarter hour by the earlier of two clocks."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.test import RequestFactory

from held.accounts.models import Account
from held.accounts.sessions import SessionStore
from held.web.audiences import viewer_of
from held.web.entrance.signing_in import PASSKEY, sign_in
from tests.cast import person
from tests.clock import Clocks

pytestmark = pytest.mark.django_db
MINUTE, YEAR = timedelta(minutes=1), timedelta(days=365)


@pytest.fixture
def clocks(monkeypatch: pytest.MonkeyPatch) -> Clocks:
    return Clocks(monkeypatch)


def came_in_with_key(account: Account) -> HttpRequest:
    request = RequestFactory().get("/")
    request.session, request.user = SessionStore(), AnonymousUser()
    sign_in(request, account, shown=PASSKEY)
    return request


@pytest.mark.parametrize("leap", [-YEAR, -2 * MINUTE, timedelta(0)])
def test_the_quarter_hour_ends_although_the_clock_was_set_back(clocks: Clocks, leap: timedelta) -> None:
    request = came_in_with_key(person("Ana"))
    clocks.leap(leap)
    clocks.pass_by(14 * MINUTE)
    assert viewer_of(request).key_shown
    clocks.pass_by(2 * MINUTE)
    assert not viewer_of(request).key_shown


def test_a_clock_set_ahead_ends_it_at_once(clocks: Clocks) -> None:
    request = came_in_with_key(person("Ana"))
    clocks.leap(YEAR)
    assert not viewer_of(request).key_shown


def test_a_key_shown_before_an_upgrade_counts_a_quarter_hour(clocks: Clocks) -> None:
    request = came_in_with_key(person("Ana"))
    for record in request.session["account_authentication_methods"]:
        del record["uptime"]  # as it was stored before any uptime was counted
    assert viewer_of(request).key_shown
    clocks.leap(-YEAR)
    clocks.pass_by(16 * MINUTE)
    assert not viewer_of(request).key_shown
