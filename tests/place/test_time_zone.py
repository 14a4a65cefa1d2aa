"""Days and times are shown in the installation's time zone: the setting, the host's choice, or the machine's."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from held.keeping import state
from held.place.first_host import this_place
from held.place.models import Place
from held.place.time_zone import day_and_time, time_zone_of
from held.stories.models import Publication, PublishedVersion
from tests import cast as people
from tests.cast import Cast

pytestmark = pytest.mark.django_db
LATE = datetime(2026, 5, 3, 23, 30, tzinfo=UTC)  # half past eight in the morning of 4 May in Tokyo


@pytest.mark.parametrize(
    ("setting", "told", "shown"),
    [
        ("Asia/Tokyo", "America/Lima", "4 May 2026, 08:30 JST"),
        ("", "America/Lima", "3 May 2026, 18:30 -05"),
        ("", "", "3 May 2026, 23:30 UTC"),
        ("", "Europe/Atlantis", "3 May 2026, 23:30 UTC"),
    ],
)
def test_the_setting_goes_before_what_was_told(cast: Cast, settings, setting, told, shown) -> None:
    settings.HELD_TIME_ZONE, settings.TIME_ZONE = setting, "UTC"
    Place.objects.update(time_zone=told)
    assert day_and_time(LATE) == shown


def test_pages_show_times_in_the_places_time_zone(cast: Cast, signed_in) -> None:
    Place.objects.update(backed_up_at=LATE, backed_up_to="/media/second", time_zone="Asia/Tokyo")
    page = signed_in(cast.hilde).get("/host/").content.decode()
    assert "4 May 2026, 08:30 JST" in page
    assert "23:30" not in page


def test_no_page_keeps_the_zone_of_the_page_before(cast: Cast, signed_in, settings) -> None:
    settings.TIME_ZONE = "UTC"
    Place.objects.update(backed_up_at=LATE, backed_up_to="/media/second", time_zone="Asia/Tokyo")
    hilde: Client = signed_in(cast.hilde)
    hilde.get("/host/")
    Place.objects.update(time_zone="")
    assert "3 May 2026, 23:30 UTC" in hilde.get("/host/").content.decode()


def test_the_day_of_an_entry_is_the_day_at_the_place(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    Place.objects.update(time_zone="Asia/Tokyo")
    monkeypatch.setattr("held.place.time_zone.now", lambda: LATE)
    story = people.write_story(cast)
    people.open_to(story, Publication.Circle.LINK, by=cast.ana)
    assert {row.first_on.isoformat() for row in PublishedVersion.objects.filter(leaf__story=story)} == {"2026-05-04"}


def test_worries_about_copies_name_the_time_of_the_place(cast: Cast) -> None:
    Place.objects.update(backed_up_at=LATE, backed_up_to="/media/second", second_copy="", time_zone="Asia/Tokyo")
    assert "4 May 2026, 08:30 JST" in " ".join(state.copy_worries())


def test_the_time_zone_chosen_by_the_host_counts(cast: Cast, settings) -> None:
    settings.HELD_TIME_ZONE = ""
    Place.objects.update(time_zone="Asia/Tokyo")
    assert time_zone_of(this_place()) == "Asia/Tokyo"
