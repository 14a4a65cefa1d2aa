"""The upgrade to 0012, on existing rows: no yes is asked for early, and no looking lasts longer."""

from datetime import timedelta
from uuid import UUID

import pytest

from held.consent import looking, reconfirmation
from held.consent.models import Answer, Involvement
from held.families.persons import add_person
from held.lib.clock import now
from tests import cast as people
from tests.clock import Clocks
from tests.consent.former import former_tables, upgrade
from tests.photographs import arrived_photograph

DAY = timedelta(days=1)
BEFORE = ("consent", "0011_a_no_outlasts_the_question")


@pytest.fixture
def clocks(monkeypatch) -> Clocks:
    return Clocks(monkeypatch)


@pytest.fixture
def former(transactional_db, clocks):
    with former_tables(BEFORE) as apps:
        yield lambda model: apps.get_model("consent", model).objects


@pytest.fixture
def mika(former) -> UUID:
    """Mika is in a photograph; the id of that row."""
    cast = people.assemble()
    leaf = arrived_photograph(cast, people.write_story(cast))
    person = add_person(cast.family, "Mika", "the house beside", by=cast.ana)
    return former("Part").create(picture_id=leaf.picture_id, person_id=person.pk, in_it=True).pk


@pytest.mark.parametrize(("ago", "left"), [(29, 1), (30, 0), (400, 0), (-400, 30)])
def test_looking_of_before_ends_by_the_uptime_when_it_would_have(former, mika, clocks, ago, left):
    former("Looking").create(part_id=mika, asked_at=now() - ago * DAY)
    upgrade()
    clocks.leap(-ago * DAY)  # so that the clock alone would not end it
    if left:
        clocks.stay_open(left * DAY - timedelta(minutes=1))
        assert looking.looks_until(Involvement.objects.get(pk=mika)) is not None
        clocks.stay_open(timedelta(minutes=2))
    assert looking.looks_until(Involvement.objects.get(pk=mika)) is None


def test_a_yes_of_before_waits_its_whole_time_again(former, mika, clocks):
    since = now() - reconfirmation.TIME_TO_ANSWER
    former("Answer").create(part_id=mika, scope="public", standing="confirming", asked=2, turn=3, at=since)
    upgrade()
    clocks.pass_by(reconfirmation.TIME_TO_ANSWER - DAY)
    reconfirmation.confirm_and_lapse()
    assert Answer.objects.get(scope="public").status == "confirming"
    clocks.pass_by(DAY)
    reconfirmation.confirm_and_lapse()
    assert Answer.objects.get(scope="public").status == "lapsed"
