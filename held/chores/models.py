"""When each chore is due, and until when it is claimed."""

from django.db import models

from held.lib.clock import now
from held.lib.data_policy import data_policy


class Chore(models.Model):
    """One chore of `held.chores.table`: due from `due_at` by the machine's clock, or from `due_uptime` (seconds) by the
    uptime, whichever comes first; claimed until `claimed_until`.

    `failed` is the exception type of the last try, never its text; `tries` is the number of failures since it was last
    done.
    """

    data_policy = data_policy(keep="id name due_at due_uptime claimed_until done_at failed tries", restore="keep")

    name = models.CharField(max_length=60, unique=True)
    due_at = models.DateTimeField(default=now)
    due_uptime = models.BigIntegerField(default=0)
    claimed_until = models.DateTimeField(default=now)
    done_at = models.DateTimeField(null=True)
    failed = models.CharField(max_length=120, blank=True, default="")
    tries = models.PositiveIntegerField(default=0)
