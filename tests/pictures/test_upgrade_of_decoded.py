"""The upgrade to 0003, on existing photographs: what could be shown still can, and no reason is invented."""

from uuid import uuid4

import pytest

from held.keyring.text import new_key
from held.pictures.models import Picture
from held.pictures.reveal import renditions_of
from tests import cast as people
from tests.consent.former import former_tables, upgrade


@pytest.fixture
def former(transactional_db):
    with former_tables(("pictures", "0002_days_of_grace_by_both_clocks")) as apps:
        yield apps


def test_photographs_of_before_are_whole_or_did_not_open(former):
    cast = people.assemble()
    pictures = former.get_model("pictures", "Picture").objects
    told = [{"key": new_key(), "lookup": uuid4().hex * 2, "original": uuid4().hex[:26]} for _ in range(2)]
    shown, unopened = (
        pictures.create(family_id=cast.family.pk, format="jpeg", size=1, sealed_name=b"", **one) for one in told
    )
    former.get_model("pictures", "Rendition").objects.create(
        picture_id=shown.pk, box=480, format="jpeg", width=4, height=3, blob="b" * 26
    )
    upgrade()
    assert Picture.objects.get(pk=shown.pk).decoded == Picture.Decoded.WHOLE
    assert all(rendition.whole for rendition in renditions_of(shown.pk))
    assert Picture.objects.get(pk=unopened.pk).decoded == Picture.Decoded.UNREADABLE
