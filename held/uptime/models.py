"""The single row that stores how long held has been open."""

from django.db import models

from held.lib.clock import now
from held.lib.data_policy import data_policy


class Uptime(models.Model):
    """`seconds` for which held has been open in all. `beat_at`: the machine's clock when that was stored, or what it
    would have shown if it had continued from the last heartbeat at which it agreed with the uptime.

    `agreed_at`: when, by that clock, a host last confirmed the date; `agreed_uptime`: the uptime then. For each night
    without power `agreed_at` moves forward by the night's length.
    """

    data_policy = data_policy(keep="id seconds beat_at agreed_at agreed_uptime", restore="keep")

    seconds = models.BigIntegerField(default=0)
    beat_at = models.DateTimeField(null=True)
    agreed_at = models.DateTimeField(default=now)
    agreed_uptime = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="there_is_one_uptime")]
