"""A link that asks for photographs ends by the earlier of two clocks, and permanently once a parent ended it."""

from datetime import timedelta

import pytest
from django.http import Http404

from held import access
from held.desk.enclosed import envelope_on_desk
from held.gathering import envelopes, sending
from held.gathering.models import Envelope
from held.history.models import AuditEntry
from held.jail import developing
from held.lib.idempotency.used_forms import FormUsedBefore
from held.stories.models import Story
from tests import cast as people
from tests.cast import Cast
from tests.clock import Clocks
from tests.enveloped import an_arrival, an_envelope

HOUR, DAY, YEAR = timedelta(hours=1), timedelta(days=1), timedelta(days=365)


@pytest.fixture
def clocks(monkeypatch: pytest.MonkeyPatch) -> Clocks:
    return Clocks(monkeypatch)


@pytest.fixture
def story(cast: Cast) -> Story:
    return people.write_story(cast)


def opens(token: str) -> bool:
    try:
        access.envelope_to_send_to(token)
    except Http404:
        return False
    return True


@pytest.mark.parametrize("leap", [-YEAR, -HOUR, timedelta(0)])
def test_it_ends_after_its_days_although_the_clock_was_set_back(
    cast: Cast, story: Story, clocks: Clocks, monkeypatch: pytest.MonkeyPatch, leap: timedelta
) -> None:
    envelope, token = an_envelope(story, cast.ana, days=7, once="form")
    arrived = an_arrival(envelope)
    clocks.leap(leap)
    clocks.pass_by(6 * DAY)
    assert opens(token)
    clocks.pass_by(DAY + 2 * HOUR)
    assert not opens(token)
    assert envelope_on_desk(Envelope.objects.get()).ended
    with pytest.raises(FormUsedBefore):
        an_envelope(story, cast.ana, once="form")
    monkeypatch.setattr(developing, "develop", None)
    with pytest.raises(sending.Ended):
        sending.receive(Envelope.objects.get(), arrived)


def test_a_minute_with_the_clock_ahead_ends_none_for_good(cast: Cast, story: Story, clocks: Clocks) -> None:
    _envelope, token = an_envelope(story, cast.ana)
    clocks.leap(YEAR)
    assert not opens(token)
    clocks.leap(-YEAR)
    assert opens(token)


@pytest.mark.parametrize("leap", [-YEAR, YEAR])
def test_ended_by_a_parent_it_stays_ended_however_the_clock_leaps(
    cast: Cast, story: Story, clocks: Clocks, leap: timedelta
) -> None:
    envelope, token = an_envelope(story, cast.ana)
    clocks.leap(leap)
    envelopes.end_envelope(envelope, by=cast.ben)
    clocks.leap(-leap)
    assert not opens(token)
    envelopes.end_envelope(envelope, by=cast.ben)
    assert AuditEntry.objects.filter(action="envelope.ended").count() == 1


@pytest.mark.parametrize("leap", [-YEAR, YEAR])
def test_ended_by_a_restore_all_stay_ended(cast: Cast, story: Story, clocks: Clocks, leap: timedelta) -> None:
    _envelope, token = an_envelope(story, cast.ana)
    clocks.leap(leap)
    envelopes.end_every_envelope()
    clocks.leap(-leap)
    assert not opens(token)
