"""One line for each thing that was done."""

from typing import Any

from django.db import models

from held.lib.clock import now
from held.lib.data_policy import data_policy


class LinesAreKept(Exception):
    """A line of history is appended once and neither changed nor removed."""


class Line(models.Model):
    """What was done, to which thing, by whom, when. It says nothing of what was written."""

    data_policy = data_policy(keep="id at act thing by", restore="keep")

    at = models.DateTimeField(default=now, editable=False)
    act = models.CharField(max_length=60)
    thing = models.CharField(max_length=80)
    by = models.CharField(max_length=80)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Append the line. Raises LinesAreKept when it is already there."""
        if not self._state.adding:
            raise LinesAreKept
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> tuple[int, dict[str, int]]:
        """Raises LinesAreKept."""
        raise LinesAreKept
