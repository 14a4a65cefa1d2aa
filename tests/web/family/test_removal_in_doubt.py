"""While the date is in doubt no page says when a photograph is destroyed: words say that this waits for the host."""

from datetime import timedelta

import pytest
from django.test import Client

from held.publishing import placing
from held.stories.models import Leaf
from held.uptime.clock_agreement import agree
from tests import cast as people
from tests.cast import Cast
from tests.clock import Clocks
from tests.photographs import photograph

DAY = timedelta(days=1)
WAITS = "so we can’t name the day"
DATES = ("It’s removed for good on", "for good on", "It’s removed around", "or later if this place")


@pytest.fixture
def removed(cast: Cast) -> Leaf:
    leaf = photograph(cast, people.write_story(cast)).leaf
    placing.remove(leaf, by=cast.ana)
    return leaf


def pages(browser: Client, leaf: Leaf) -> list[str]:
    about = f"/family/photographs/{leaf.pk}"
    paths = [f"{about}/destroying/", f"{about}/removal/", f"{about}/"]
    paths.append(f"/family/stories/{leaf.story_id}/photographs/")
    return [browser.get(path).content.decode() for path in paths]


@pytest.mark.parametrize("leap", [3, 40, -3650])
def test_no_page_tells_a_date_that_is_in_doubt(
    cast: Cast, signed_in, removed: Leaf, monkeypatch: pytest.MonkeyPatch, leap: int
) -> None:
    agree()
    clocks = Clocks(monkeypatch)
    clocks.stay_open(40 * DAY)
    clocks.leap((40 + leap) * DAY)
    mother = signed_in(cast.ana, key=True)
    for page in pages(mother, removed):
        assert WAITS in page
        assert not any(date in page for date in DATES)
    agree()
    for page in pages(mother, removed):
        assert WAITS not in page


def test_removing_names_a_day_only_if_one_is_sure(cast: Cast, signed_in, monkeypatch: pytest.MonkeyPatch) -> None:
    agree()
    clocks = Clocks(monkeypatch)
    mother, story = signed_in(cast.ana, key=True), people.write_story(cast)
    for said, leap in (("Until the day below you can still keep it", 0), ("You can still keep it.", 10)):
        clocks.leap(leap * DAY)
        leaf = photograph(cast, story).leaf
        page = mother.post(f"/family/photographs/{leaf.pk}/removal/", follow=True).content.decode()
        assert said in page
        assert ("Until the day below" in page) is not bool(leap)
