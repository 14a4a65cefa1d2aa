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

    `keeper` and its ways to be reached are what the host says about itself; anyone can read them, and `description` on
    the front page, which search engines list only with `front_may_be_listed`.
    """

    class KeptFor(models.TextChoices):
        """Whose stories are kept here."""

        OWN = "OWN"
        OTHERS = "OTHERS"

    data_policy = data_policy(
        keep="id name address kept_for second_copy time_zone asked_up_to backed_up_at backed_up_uptime backed_up_to "
        "restored_since_copy refusals_put_back_at keeper keeper_mail keeper_phone keeper_hours "
        "description front_may_be_listed",
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
    keeper = models.CharField(max_length=300, blank=True, default="")
    keeper_mail = models.CharField(max_length=254, blank=True, default="")
    keeper_phone = models.CharField(max_length=60, blank=True, default="")
    keeper_hours = models.CharField(max_length=120, blank=True, default="")
    description = models.CharField(max_length=300, blank=True, default="")
    front_may_be_listed = models.BooleanField(default=False)

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


class HelpContact(models.Model):
    """People to talk to, as the host wrote them; anyone can read it. A host looked it up at `checked_at` by the
    machine's clock, at an uptime of `checked_uptime` seconds.

    `age` is written by a chore, so that a page never changes by the clock alone.
    """

    class Age(models.TextChoices):
        """How long ago it was checked."""

        LATELY = "LATELY"
        A_YEAR = "A_YEAR"
        TWO_YEARS = "TWO_YEARS"

    data_policy = data_policy(
        keep="id name phone web_address hours language checked_at checked_uptime age", restore="keep"
    )

    name = models.CharField(max_length=120)
    phone = models.CharField(max_length=60, blank=True, default="")
    web_address = models.CharField(max_length=200, blank=True, default="")
    hours = models.CharField(max_length=120, blank=True, default="")
    language = models.CharField(max_length=80, blank=True, default="")
    checked_at = models.DateTimeField()
    checked_uptime = models.BigIntegerField()
    age = models.CharField(max_length=9, choices=Age.choices, default=Age.LATELY)

    def checked(self) -> Moment:
        """When a host last looked it up."""
        return Moment(self.checked_at, self.checked_uptime)


class LastCheck(models.Model):
    """What the last regular check told: names of checks, problems, remedies. No words or names of families."""

    data_policy = data_policy(keep="id at told used_bytes", restore="keep")

    at = models.DateTimeField()
    told = models.JSONField(default=list)
    used_bytes = models.BigIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="there_is_one_last_check")]
