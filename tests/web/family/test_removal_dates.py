"""The pages of a removed photograph show the later date of both clocks, and say what makes it later still."""

from datetime import timedelta

import pytest
from django.utils.formats import date_format

from held.lib.clock import now
from held.pictures.removal import GRACE
from held.publishing import placing
from tests import cast as people
from tests.clock import Clocks
from tests.photographs import photograph

DAY = timedelta(days=1)
LATER = ", or later if this place has been switched off"


@pytest.fixture
def removed(cast):
    leaf = photograph(cast, people.write_story(cast)).leaf
    placing.remove(leaf, by=cast.ana)
    return leaf


@pytest.mark.parametrize("leap", [-3650, 0, 10, 3650])
@pytest.mark.parametrize("open_for", [0, 10])
def test_every_page_shows_the_later_date(cast, signed_in, removed, monkeypatch, leap, open_for):
    clocks = Clocks(monkeypatch)
    clocks.leap(leap * DAY)
    clocks.pass_by(open_for * DAY)
    mother = signed_in(cast.ana, key=True)
    gone = date_format(now() + GRACE - open_for * DAY, "j F Y")
    destroying = mother.get(f"/family/photographs/{removed.pk}/destroying/").content.decode()
    assert f"It’s removed around {gone}." in destroying
    for path in ("removal/", ""):
        page = mother.get(f"/family/photographs/{removed.pk}/{path}" if path else f"/family/photographs/{removed.pk}/")
        assert f"{gone}{LATER}" in page.content.decode(), path
    album = mother.get(f"/family/stories/{removed.story_id}/photographs/").content.decode()
    assert f"A parent is removing it, for good on {gone}{LATER}." in album
