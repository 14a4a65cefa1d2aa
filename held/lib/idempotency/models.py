"""One row for each form that has been used."""

from django.db import models

from held.lib.data_policy import data_policy


class UsedForm(models.Model):
    """A used form. `form`: a hash of its idempotency key, of what it makes, and of its owner.

    `made`: the key of the row that it made, if the form has to find that row again; else empty.
    """

    data_policy = data_policy(keep="form made", restore="keep")

    form = models.CharField(max_length=64, primary_key=True)
    made = models.CharField(max_length=80, blank=True, default="")
