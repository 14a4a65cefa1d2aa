"""The upgrade to 0013: existing claims reach the families that were here when they came, and no others."""

from collections.abc import Iterator
from datetime import timedelta
from importlib import import_module
from uuid import uuid4

import pytest
from django.db.models import Model

from held.consent.models import LostLinkRequest
from held.families.models import Family
from held.lib.clock import now
from tests.consent.former import former_tables, upgrade

MIGRATION = import_module("held.consent.migrations.0013_a_claim_knows_its_families").Migration
BEFORE = [one for one in MIGRATION.dependencies if one[0] == "consent"]
DAY = timedelta(days=1)


@pytest.fixture
def before(transactional_db: None) -> Iterator[type[Model]]:
    """The former table of claims, empty."""
    with former_tables(*BEFORE) as apps:
        yield apps.get_model("consent", "Claim")


def test_claims_of_before_reach_the_families_that_they_reached(before: type[Model]) -> None:
    first, second = (Family.objects.create(made_at=now() - days * DAY) for days in (9, 5))
    for days in (10, 7, 1):
        before.objects.create(form=uuid4(), key="key", sealed=b"", likeness=str(days), at=now() - days * DAY)
    upgrade()
    reached = dict(LostLinkRequest.objects.values_list("likeness", "newest_family"))
    assert reached == {"10": 0, "7": first.pk, "1": second.pk}
