"""A clock that was set back locks nobody out: allauth counts tries by the machine's clock alone."""

import time
from datetime import timedelta

import pytest
from django.test import Client

from held.accounts import sign_in_keys
from tests.cast import Cast
from tests.clock import Clocks

YEAR = timedelta(days=365)


@pytest.fixture
def clocks(monkeypatch: pytest.MonkeyPatch) -> Clocks:
    """Moves the clock that allauth uses too."""
    clocks, really = Clocks(monkeypatch), time.time
    monkeypatch.setattr(time, "time", lambda: really() + clocks.ahead.total_seconds())
    return clocks


def come_in(browser: Client, cast: Cast, code: str) -> int:
    return browser.post("/entrance/", {"sheet": cast.ana.handle, "code": code}).status_code


def try_too_often(browser: Client, cast: Cast) -> None:
    for _try in range(10):
        come_in(browser, cast, "1")
    assert come_in(browser, cast, "1") == 429


def test_a_clock_set_back_locks_nobody_out(cast: Cast, anyone: Client, clocks: Clocks) -> None:
    code = sign_in_keys.write_codes(cast.ana)[0]
    try_too_often(anyone, cast)
    clocks.leap(-YEAR)
    assert come_in(anyone, cast, code) == 303


def test_what_was_counted_while_the_clock_was_ahead_locks_nobody_out(
    cast: Cast, anyone: Client, clocks: Clocks
) -> None:
    code = sign_in_keys.write_codes(cast.ana)[0]
    come_in(anyone, cast, "1")
    clocks.leap(YEAR)
    try_too_often(anyone, cast)
    clocks.leap(-YEAR)
    assert come_in(anyone, cast, code) == 303


def test_a_small_correction_forgets_no_try(cast: Cast, anyone: Client, clocks: Clocks) -> None:
    code = sign_in_keys.write_codes(cast.ana)[0]
    try_too_often(anyone, cast)
    clocks.leap(timedelta(seconds=-30))
    assert come_in(anyone, cast, code) == 429


def test_after_the_leap_tries_are_counted_as_before(cast: Cast, anyone: Client, clocks: Clocks) -> None:
    sign_in_keys.write_codes(cast.ana)
    try_too_often(anyone, cast)
    clocks.leap(-YEAR)
    try_too_often(anyone, cast)
