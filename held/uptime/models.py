"""The one row that says for how long this place has been open."""

from django.db import models

from held.lib.clock import now
from held.lib.data_policy import data_policy


class Uptime(models.Model):
    """`seconds` for which the place has been open in all; the machine's clock showed `beat_at` when that was written,
    or would have shown it if it had gone on from the last heartbeat at which it agreed with the uptime.

    A host last said at `agreed_at`, by that clock, that the date is right; the uptime was `agreed_uptime` then. For
    each night without power `agreed_at` moves on by as long as the night was.
    """

    data_policy = data_policy(keep="id seconds beat_at agreed_at agreed_uptime", restore="keep")

    seconds = models.BigIntegerField(default=0)
    beat_at = models.DateTimeField(null=True)
    agreed_at = models.DateTimeField(default=now)
    agreed_uptime = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="there_is_one_uptime")]
