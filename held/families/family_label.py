"""A family's name among its own members."""

from django.db import transaction

from held.accounts.models import Account
from held.families.models import Family
from held.history import audit_log
from held.lib.visible import seen_or_empty


@transaction.atomic
def call_family(family: Family, label: str, *, by: Account) -> None:
    """Set the name, exactly as they wrote it; it may be empty."""
    label = seen_or_empty(label)
    if family.label == label:
        return
    family.label, family.label_by_family = label, True
    family.save(update_fields=["sealed_label", "label_by_family"])
    audit_log.record("family.named", f"family {family.pk}", by=by)


def is_named_by_the_host(family: Family) -> bool:
    """Whether the host who made the family wrote its name, and no member has changed it."""
    return bool(family.label) and not family.label_by_family
