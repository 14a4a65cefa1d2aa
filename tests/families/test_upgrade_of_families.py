"""The upgrade to 0006: an existing family has no uptime of its beginning, and one that is made afterwards has."""

from datetime import timedelta

from held.families.models import Family
from tests.clock import Clocks
from tests.consent.former import former_tables, upgrade


def test_only_a_family_of_before_has_no_uptime(transactional_db, monkeypatch) -> None:
    with former_tables(("families", "0005_no_column_names_the_account_of_a_person")) as apps:
        before = apps.get_model("families", "Family").objects.create(key="k" * 32)
        upgrade()
        Clocks(monkeypatch).stay_open(timedelta(hours=1))
        after = Family.objects.create()
        assert Family.objects.get(pk=before.pk).made_uptime is None
        assert Family.objects.get(pk=after.pk).made_uptime == 3600
