"""The one row that says for how long this place has been open."""

from django.db import models

from held.lib.clock import now
from held.lib.fate import fate


class Uptime(models.Model):
    """`seconds` for which the place has been open in all. A host last said at `agreed_at`, as the machine's clock
    showed it, that the date is right; `agreed_uptime` is the uptime then."""

    fate = fate(keep="id seconds agreed_at agreed_uptime")

    seconds = models.BigIntegerField(default=0)
    agreed_at = models.DateTimeField(default=now)
    agreed_uptime = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="there_is_one_uptime")]
