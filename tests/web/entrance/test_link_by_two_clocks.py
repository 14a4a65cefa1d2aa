"""What pages say about a recovery's day while the machine's clock is wrong or the place was switched off."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.formats import date_format

from held.accounts import one_time_links
from held.families.models import Member
from held.families.recovery import ask_for_new_link
from tests.cast import Cast
from tests.clock import Clocks

DAY = timedelta(days=1)
OFF = "or later if this place has been switched off"


def test_after_a_clock_leap_a_recovery_says_when_it_opens(
    cast: Cast, anyone: Client, signed_in, monkeypatch: pytest.MonkeyPatch
) -> None:
    _recovery, token = ask_for_new_link(Member.objects.get(account=cast.ben), by=cast.hilde)
    clocks = Clocks(monkeypatch)
    clocks.pass_by(timedelta(minutes=30))
    clocks.leap(3 * DAY)
    page = anyone.get(f"/entrance/link/{token}/")
    said = "or later if this place has been switched off."
    assert page.status_code == 404
    assert said in page.content.decode()
    assert said in signed_in(cast.hilde).get("/host/").content.decode()
    opens_at = date_format(one_time_links.find_link_to_come(token).opens_at(), "j F Y, H:i")
    assert f"It opens on {opens_at}, {OFF}" in signed_in(cast.ana).get("/family/").content.decode()


def test_the_host_reads_that_an_unused_link_has_ended(cast: Cast, signed_in, monkeypatch: pytest.MonkeyPatch) -> None:
    ask_for_new_link(Member.objects.get(account=cast.ben), by=cast.hilde)
    clocks = Clocks(monkeypatch)
    clocks.pass_by(DAY)
    assert "It can be used now." in signed_in(cast.hilde).get("/host/").content.decode()
    clocks.pass_by(one_time_links.GOOD_FOR)
    assert "It has ended." in signed_in(cast.hilde).get("/host/").content.decode()
