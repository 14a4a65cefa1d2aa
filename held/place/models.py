"""The single row that describes this installation, and the accounts that host it."""

from django.db import models

from held.accounts.models import Account
from held.lib.clock import now
from held.lib.data_policy import data_policy
from held.uptime.moments import Moment


class Place(models.Model):
    """What the host entered at setup; empty fields were left for later. The last backup was made at `backed_up_at`
    by the machine's clock, at an uptime of `backed_up_uptime` seconds.

    `restored_since_copy`: a restore was done after the last copy was made. `refusals_put_back_at`: when refusals
    missing from the log next to the keys were last added there.
    """

    class KeptFor(models.TextChoices):
        """Whose stories are kept here."""

        OWN = "OWN"
        OTHERS = "OTHERS"

    data_policy = data_policy(
        keep="id name address kept_for second_copy time_zone asked_up_to backed_up_at backed_up_uptime backed_up_to "
        "restored_since_copy refusals_put_back_at",
        restore="close",
    )

    name = models.CharField(max_length=120, blank=True, default="")
    address = models.CharField(max_length=200, blank=True, default="")
    kept_for = models.CharField(max_length=6, blank=True, default="", choices=KeptFor.choices)
    second_copy = models.CharField(max_length=400, blank=True, default="")
    time_zone = models.CharField(max_length=64, blank=True, default="")
    asked_up_to = models.PositiveSmallIntegerField(default=0)
    backed_up_at = models.DateTimeField(null=True)
    backed_up_uptime = models.BigIntegerField(default=0)
    backed_up_to = models.CharField(max_length=400, blank=True, default="")
    restored_since_copy = models.BooleanField(default=False)
    refusals_put_back_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="there_is_one_place")]

    def last_copy(self) -> Moment | None:
        """When the last backup was made; None before the first."""
        return Moment(self.backed_up_at, self.backed_up_uptime) if self.backed_up_at else None


class Hosting(models.Model):
    """This account is a host. Without the row it is not."""

    data_policy = data_policy(shred="account", keep="id at", restore="keep")

    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=now)
