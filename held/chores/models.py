"""When each chore is due, and who has it in hand."""

from django.db import models

from held.lib.clock import now
from held.lib.data_policy import data_policy


class Chore(models.Model):
    """One chore of `held.chores.table`: due from `due_at` on by the machine's clock, or from `due_uptime` on (seconds)
    by the uptime, whichever comes first; in somebody's hand until `claimed_until`.

    `failed` is the kind of fault of the last try, never its text; `tries` is how often it failed since it was done.
    """

    data_policy = data_policy(keep="id name due_at due_uptime claimed_until done_at failed tries", restore="keep")

    name = models.CharField(max_length=60, unique=True)
    due_at = models.DateTimeField(default=now)
    due_uptime = models.BigIntegerField(default=0)
    claimed_until = models.DateTimeField(default=now)
    done_at = models.DateTimeField(null=True)
    failed = models.CharField(max_length=120, blank=True, default="")
    tries = models.PositiveIntegerField(default=0)
