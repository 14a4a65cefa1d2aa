"""The audit log: one line for each act."""

from typing import Any

from django.db import models

from held.lib.clock import now
from held.lib.data_policy import data_policy


class LinesAreKept(Exception):
    """A line of history is appended once and never changed or deleted."""


class Line(models.Model):
    """Which act, on which thing, by whom, when. It contains nothing that was written."""

    data_policy = data_policy(keep="id at act thing by", restore="keep")

    at = models.DateTimeField(default=now, editable=False)
    act = models.CharField(max_length=60)
    thing = models.CharField(max_length=80)
    by = models.CharField(max_length=80)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Append the line. Raises LinesAreKept if it already exists."""
        if not self._state.adding:
            raise LinesAreKept
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> tuple[int, dict[str, int]]:
        """Raises LinesAreKept."""
        raise LinesAreKept
