"""The upgrade to 0002, on existing removals: they wait all their days again from the upgrade on."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db.models import Model

from held.keyring.text import new_key
from held.lib.clock import now
from held.pictures import removal
from held.pictures.models import Picture
from tests import cast as people
from tests.cast import Cast
from tests.clock import Clocks
from tests.consent.former import former_tables, upgrade


@pytest.fixture
def former(transactional_db):
    with former_tables(("pictures", "0001_pictures_renditions_removals")) as apps:
        yield apps


def arrived(cast: Cast, former) -> Model:
    """A photograph, as rows of the former tables."""
    told = {"key": new_key(), "lookup": uuid4().hex * 2, "original": uuid4().hex[:26], "sealed_name": b""}
    return former.get_model("pictures", "Picture").objects.create(
        family_id=cast.family.pk, format="jpeg", size=1, **told
    )


def test_a_removal_of_before_waits_all_its_days_again(former, monkeypatch):
    cast = people.assemble()
    clocks = Clocks(monkeypatch)
    removed, claimed = arrived(cast, former), arrived(cast, former)
    rows = former.get_model("pictures", "Removal").objects
    rows.create(picture_id=removed.pk, asked_at=now() - timedelta(days=29))
    rows.create(picture_id=claimed.pk, claimed_at=now())
    upgrade()
    clocks.pass_by(removal.GRACE - timedelta(days=1))
    removal.destroy_what_is_due()
    assert {one.pk for one in Picture.objects.all()} == {removed.pk, claimed.pk}
    removal.destroy_claimed()
    assert {one.pk for one in Picture.objects.all()} == {removed.pk}
    clocks.pass_by(timedelta(days=1))
    removal.destroy_what_is_due()
    assert not Picture.objects.exists()
