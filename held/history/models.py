"""The audit log: one entry for each act."""

from typing import Any

from django.db import models

from held.lib.clock import now
from held.lib.data_policy import data_policy


class EntriesAreKept(Exception):
    """An entry of the audit log is appended once and never changed or deleted."""


class AuditEntry(models.Model):
    """Which action, on which subject, by whom, when. It contains nothing that was written."""

    data_policy = data_policy(keep="id at action subject by", restore="keep")

    at = models.DateTimeField(default=now, editable=False)
    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=80)
    by = models.CharField(max_length=80)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Append the entry. Raises EntriesAreKept if it already exists."""
        if not self._state.adding:
            raise EntriesAreKept
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> tuple[int, dict[str, int]]:
        """Raises EntriesAreKept."""
        raise EntriesAreKept
