"""Somebody's own name."""

from django.db import transaction

from held.accounts.models import Account
from held.history import audit_log
from held.lib.visible import seen_or_empty


@transaction.atomic
def call_account(account: Account, name: str) -> None:
    """Set their name, exactly as they wrote it; it may be empty."""
    name = seen_or_empty(name)
    if account.name == name:
        return
    account.name = name
    account.save(update_fields=["sealed_name"])
    audit_log.record("account.named", f"account {account.pk}", by=account)
