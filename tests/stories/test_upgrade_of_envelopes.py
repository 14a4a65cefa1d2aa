"""The upgrade to 0005, on envelopes as the former version stored them: by the machine's clock alone."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db.migrations.state import StateApps

from held.gathering.models import Envelope
from held.lib.clock import now
from held.stories.models import Story
from held.uptime.current import forget_uptime
from held.uptime.models import Uptime
from tests import cast as people
from tests.clock import Clocks
from tests.consent.former import former_tables, upgrade

DAY = timedelta(days=1)
OPEN_FOR = 40 * 24 * 3600  # seconds, at the upgrade


@pytest.fixture
def former(transactional_db: None) -> Iterator[StateApps]:
    with former_tables(("stories", "0004_envelopes")) as apps:
        yield apps


def test_envelopes_of_the_former_version_end_when_they_said(former: StateApps, monkeypatch: pytest.MonkeyPatch) -> None:
    cast, clocks = people.assemble(), Clocks(monkeypatch)
    story = Story.objects.create(family=cast.family)
    Uptime.objects.create(pk=1, seconds=OPEN_FOR)
    forget_uptime()
    for name, left in (("lasting", 3 * DAY), ("ended", -DAY)):
        columns = {"story_id": story.pk, "sealed": b"", "token_hash": name, "most_pictures": 1, "most_bytes": 1}
        former.get_model("stories", "Envelope").objects.create(**columns, ends_at=now() + left)
    upgrade()
    lasting, ended = (Envelope.objects.get(token_hash=name) for name in ("lasting", "ended"))
    assert not lasting.has_ended()
    clocks.leap(-30 * DAY)  # the clock was ahead, and is corrected
    assert ended.has_ended()
    clocks.pass_by(2 * DAY)
    assert not lasting.has_ended()
    clocks.pass_by(2 * DAY)
    assert lasting.has_ended()
