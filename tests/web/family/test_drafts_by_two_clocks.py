"""An open form is valid for sixty days by the earlier of two clocks; refused or not, its words come back."""

from datetime import timedelta

import pytest
from django.core import signing
from django.urls import reverse

from held.lib.stored_strings import SIGNED_DRAFT
from held.stories.models import Leaf, Version
from tests.cast import Cast
from tests.clock import Clocks
from tests.web.family.conftest import newest

DAY, YEAR = timedelta(days=1), timedelta(days=365)
WORDS = "Noor had dark hair."


@pytest.fixture
def clocks(monkeypatch: pytest.MonkeyPatch) -> Clocks:
    return Clocks(monkeypatch)


def test_a_form_ends_after_its_days_although_the_clock_was_set_back(
    cast: Cast, signed_in, essay: Leaf, open_form, clocks: Clocks
) -> None:
    form = open_form(signed_in(cast.ana), essay)
    clocks.leap(-YEAR)
    clocks.pass_by(59 * DAY)
    assert form.save(signed_in(cast.ana), body=WORDS).status_code == 303
    clocks.pass_by(2 * DAY)
    answer = form.save(signed_in(cast.ana), body="Later")
    assert answer.status_code == 409
    assert "Later" in answer.content.decode()
    assert newest(essay)["body"] == WORDS


def test_a_clock_leap_loses_no_words_of_an_open_form(
    cast: Cast, signed_in, essay: Leaf, open_form, clocks: Clocks
) -> None:
    browser = signed_in(cast.ana)
    form = open_form(browser, essay)
    clocks.leap(YEAR)
    before = Version.objects.filter(leaf=essay).count()
    answer = form.save(browser, body=WORDS)
    assert answer.status_code == 409
    assert WORDS in answer.content.decode()
    assert Version.objects.filter(leaf=essay).count() == before
    clocks.leap(-YEAR)
    assert form.save(browser, body=WORDS).status_code == 303
    assert newest(essay)["body"] == WORDS


def test_a_form_that_was_open_during_the_upgrade_saves(
    cast: Cast, signed_in, essay: Leaf, open_form, clocks: Clocks
) -> None:
    browser = signed_in(cast.ana)
    form = open_form(browser, essay)
    told = signing.loads(form.carries["draft"], salt=SIGNED_DRAFT)
    form.carries["draft"] = signing.dumps(told[:4], salt=SIGNED_DRAFT)  # as the previous version signed it
    assert form.save(browser, body=WORDS).status_code == 303
    clocks.leap(-YEAR)
    clocks.pass_by(61 * DAY)
    assert form.save(signed_in(cast.ana), body="Later").status_code == 409


def test_a_form_that_was_not_signed_here_is_refused(cast: Cast, signed_in, essay: Leaf) -> None:
    made_up = signing.dumps([cast.ana.pk, essay.pk], salt=SIGNED_DRAFT)
    sent = {"draft": made_up, "body": WORDS}
    assert signed_in(cast.ana).post(reverse("family:leaf", args=[essay.pk]), sent).status_code == 409
