"""A host confirms the date that the clock shows; the pages are tested in tests/web/host/test_date.py."""

from datetime import timedelta

import pytest

from held.history.models import AuditEntry
from held.lib.clock import now
from held.place.confirming_date import IsFarAway, confirm_date, date_in_doubt
from held.uptime.clock_agreement import agree, agrees
from tests.cast import person
from tests.clock import Clocks

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_the_day_that_is_shown_can_be_confirmed(monkeypatch: pytest.MonkeyPatch) -> None:
    clocks, hilde = Clocks(monkeypatch), person("Hilde")
    agree()
    assert date_in_doubt() is None
    clocks.leap(-300 * DAY)
    doubt = date_in_doubt()
    assert doubt is not None
    assert str(now().year) in doubt.answer
    assert not confirm_date((now() + DAY).date().isoformat(), by=hilde)
    assert not agrees()
    assert confirm_date(now().date().isoformat(), by=hilde)
    assert agrees()
    assert AuditEntry.objects.get(action="place.date-confirmed").by == str(hilde.key)


def test_a_date_that_nobody_doubts_is_not_noted() -> None:
    agree()
    assert confirm_date(now().date().isoformat(), by=person("Hilde"))
    assert not AuditEntry.objects.filter(action="place.date-confirmed").exists()


def test_a_date_far_away_is_confirmed_when_it_is_said_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    clocks, hilde = Clocks(monkeypatch), person("Hilde")
    agree()
    clocks.leap(-3650 * DAY)
    day = now().date().isoformat()
    with pytest.raises(IsFarAway):
        confirm_date(day, by=hilde)
    assert not agrees()
    assert confirm_date(day, by=hilde, sure=True)
    assert agrees()
