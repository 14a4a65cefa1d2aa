"""Names of time zones: what a host sets, what the machine has, what can be chosen."""

from itertools import chain
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest

from held.lib import time_zone
from held.lib.environment import WrongSetting
from held.lib.time_zone import machines_time_zone, read_time_zone, time_zones_by_region


@pytest.mark.parametrize("given", ["", "Europe/Berlin", "UTC", "Etc/UTC", "Asia/Calcutta"])
def test_a_known_time_zone_name_is_accepted(given):
    assert read_time_zone(given) == given


@pytest.mark.parametrize("given", ["Berlin", "europe/berlin", "CEST+1", "../../etc/passwd", "/usr", "Europe/Atlantis"])
def test_any_other_name_is_refused_with_an_example(given):
    with pytest.raises(WrongSetting, match="such as Europe/Berlin"):
        read_time_zone(given)


@pytest.mark.parametrize("fault", [ZoneInfoNotFoundError("two files differ"), ValueError(), OSError()])
def test_a_machine_that_names_no_zone_is_in_utc(monkeypatch, fault):
    def names_none():
        raise fault

    monkeypatch.setattr(time_zone.tzlocal, "get_localzone_name", names_none)
    assert machines_time_zone() == "UTC"


@pytest.mark.parametrize(
    ("named", "read"),
    [("Asia/Tokyo", "Asia/Tokyo"), ("local", "UTC"), (None, "UTC"), ("Etc/UTC", "UTC"), ("Zulu", "UTC")],
)
def test_the_machine_is_asked_for_its_zone(monkeypatch, named, read):
    monkeypatch.setattr(time_zone.tzlocal, "get_localzone_name", lambda: named)
    assert machines_time_zone() == read


def test_every_zone_to_choose_from_can_be_opened():
    names = list(chain.from_iterable(time_zones_by_region().values()))
    assert len(names) > 300
    assert {"Europe/Berlin", "Asia/Kolkata", "America/Argentina/Buenos_Aires"} < set(names)
    assert all(ZoneInfo(name) and read_time_zone(name) for name in names)
