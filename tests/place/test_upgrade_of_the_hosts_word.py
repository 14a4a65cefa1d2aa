"""The upgrade to 0005: an evening that was over stays over, and nothing is said of a host who wrote nothing."""

import pytest

from held.place.first_host import this_place
from held.place.help_contacts import keeper_of, people_to_talk_to
from tests.consent.former import former_tables, upgrade


@pytest.mark.parametrize(("before", "after"), [(5, 6), (3, 3), (0, 0)])
def test_an_evening_that_was_over_stays_over(transactional_db, before: int, after: int) -> None:
    with former_tables(("place", "0004_restored_and_refusals_put_back")) as apps:
        apps.get_model("place", "Place").objects.update_or_create(
            pk=1, defaults={"name": "The Lantern", "asked_up_to": before}
        )
        upgrade()
        place = this_place()
        assert (place.asked_up_to, place.name) == (after, "The Lantern")
        assert not keeper_of(place)
        assert people_to_talk_to() == []
