"""Claims as they were stored before, one row for each family, become one row that every family reads."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import import_module
from uuid import UUID

import pytest

from held.consent import lost_links
from held.consent.likeness import likeness_of
from held.consent.models import LostLinkRequest, LostLinkRequestClosed
from held.keyring.text import forget_key, seal
from tests import cast as people
from tests.consent.former import former_tables, upgrade

FIRST = import_module("held.consent.migrations.0006_claims_of_the_place").Migration
BEFORE = [one for one in FIRST.dependencies if one[0] == "consent"]
MARCH, APRIL = datetime(2026, 3, 31, 23, tzinfo=UTC), datetime(2026, 4, 2, tzinfo=UTC)
LAMP, DOOR = {"name": "Mika", "words": "I held the lamp."}, {"name": "Omar", "words": ""}


@pytest.fixture
def before(transactional_db) -> Iterator[type]:
    """The former table, empty."""
    with former_tables(*BEFORE) as apps:
        yield apps.get_model("consent", "Claim")


def row(table: type, family, form: int, given: dict[str, str], at: datetime, put_away_at: datetime | None = None):
    """As the former `Claim.write` sealed it: under the key of the family, bound to the row."""
    made = table(family_id=family.pk, form=UUID(int=form), at=at, put_away_at=put_away_at)
    made.sealed = seal(family.key, f"claim {made.pk}", json.dumps(given, ensure_ascii=False))
    made.save()
    return made


def test_rows_of_each_family_become_one_and_what_they_answered_stays(before):
    cast = people.assemble()
    for family, put_away_at in ((cast.family, APRIL), (cast.other_family, None)):
        row(before, family, 1, LAMP, MARCH, put_away_at)
        row(before, family, 2, DOOR, APRIL)
    upgrade()
    lamp, door = LostLinkRequest.objects.order_by("at")
    assert (lamp.form, lamp.at, lamp.read(), lamp.likeness) == (UUID(int=1), MARCH, LAMP, likeness_of(LAMP))
    assert (door.form, door.at, door.read()) == (UUID(int=2), APRIL, DOOR)
    assert [(one.lost_link_request, one.family, one.at) for one in LostLinkRequestClosed.objects.all()] == [
        (lamp, cast.family, APRIL)
    ]
    assert len({lamp.key, door.key, cast.family.key, cast.other_family.key}) == 4


def test_the_key_of_one_family_that_is_gone_takes_no_words_along(before):
    cast = people.assemble()
    for family in (cast.family, cast.other_family):
        row(before, family, 1, LAMP, MARCH)
    forget_key(cast.family.key)
    upgrade()
    assert LostLinkRequest.objects.get().read() == LAMP


def test_what_opens_for_nobody_stays_as_it_was_for_each_family(before):
    cast = people.assemble()
    made = {family.pk: row(before, family, 1, LAMP, MARCH) for family in (cast.family, cast.other_family)}
    sealed = {one.pk: bytes(one.sealed) for one in made.values()}
    forget_key(cast.family.key)
    forget_key(cast.other_family.key)
    upgrade()
    assert {one.pk: bytes(one.sealed) for one in LostLinkRequest.objects.all()} == sealed
    assert len(set(LostLinkRequest.objects.values_list("form", flat=True))) == 2
    for family, other in ((cast.family, cast.other_family), (cast.other_family, cast.family)):
        closed_for = LostLinkRequestClosed.objects.filter(lost_link_request=made[family.pk].pk).values_list(
            "family", flat=True
        )
        assert list(closed_for) == [other.pk]


def test_different_words_under_one_form_are_both_kept(before):
    cast = people.assemble()
    row(before, cast.family, 1, LAMP, MARCH)
    row(before, cast.other_family, 1, DOOR, APRIL)
    upgrade()
    assert [one.read() for one in LostLinkRequest.objects.order_by("at")] == [LAMP, DOOR]
    assert len(set(LostLinkRequest.objects.values_list("form", flat=True))) == 2


def test_a_claim_of_this_month_goes_on_under_the_key_of_the_month(before):
    cast = people.assemble()
    row(before, cast.family, 1, LAMP, MARCH)
    upgrade()
    assert lost_links.key_of_month(MARCH.replace(minute=30)) == LostLinkRequest.objects.get().key


def test_a_place_without_claims_goes_on(before):
    upgrade()
    assert not LostLinkRequest.objects.exists()
