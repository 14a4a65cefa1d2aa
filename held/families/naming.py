"""How a family is called among its own people."""

from django.db import transaction

from held.accounts.models import Account
from held.families.models import Family
from held.history.noting import note


@transaction.atomic
def call_family(family: Family, label: str, *, by: Account) -> None:
    """From now on it is called so: exactly as they wrote it, or by no name."""
    if family.label == label:
        return
    family.label = label
    family.save(update_fields=["sealed_label"])
    note("family.named", f"family {family.pk}", by=by)
