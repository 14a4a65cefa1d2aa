"""A picture, its renditions, copies of it with a part covered, and the row that removes it."""

import uuid

from django.db import models

from held.accounts.models import Account
from held.families.models import Family
from held.keyring.sealed import SealedText
from held.lib.clock import now
from held.lib.data_policy import data_policy
from held.lib.stored_strings import SEALED_PHOTOGRAPH_NAME
from held.uptime.current import uptime


class Picture(models.Model):
    """A photograph of the family, stored bit for bit as it was sent, sealed under its own key.

    `lookup` recognises the same file within this family; `size` is its length in bytes, without the blob's padding.
    `decoded`: how much of it could be opened when last tried, or why nothing could. `part_decisions`: a number that
    grows each time somebody decides whether readers see the part that opens.
    """

    class Decoded(models.TextChoices):
        """WHOLE and PART have renditions; the others have none."""

        WHOLE = "WHOLE"
        PART = "PART"  # its renditions show the part of it that opens
        CUT_OFF = "CUT_OFF"  # the file ends before the photograph does
        TOO_LARGE = "TOO_LARGE"
        UNREADABLE = "UNREADABLE"

    data_policy = data_policy(
        export="original sealed_name arrived_at by format size",
        shred="original sealed_name lookup by",
        keep="id family key format size arrived_at decoded part_decisions",
        restore="keep",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=32, unique=True)
    lookup = models.CharField(max_length=64)
    original = models.CharField(max_length=26, unique=True)
    format = models.CharField(max_length=4)
    size = models.PositiveIntegerField()
    decoded = models.CharField(max_length=10, choices=Decoded.choices, default=Decoded.WHOLE)
    part_decisions = models.BigIntegerField(default=0)
    sealed_name = models.BinaryField()
    name = SealedText(SEALED_PHOTOGRAPH_NAME, column="sealed_name")  # of the file on its sender's device
    arrived_at = models.DateTimeField(default=now)
    by = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["family", "lookup"], name="one_file_once_a_family")]


class Rendition(models.Model):
    """A picture in one size and format. A picture without renditions has arrived but can't be shown."""

    data_policy = data_policy(shred="blob", keep="id picture box format width height", restore="keep")

    picture = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="+")
    box = models.PositiveIntegerField()  # px, the longest side it was made for
    format = models.CharField(max_length=4)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    blob = models.CharField(max_length=26, unique=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["picture", "box", "format"], name="one_rendition_of_a_kind")]


class ShownInPart(models.Model):
    """A parent let readers see the part of this picture that opens. Without this row they don't see it."""

    data_policy = data_policy(shred="by", keep="id picture at", restore="delete")

    picture = models.OneToOneField(Picture, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=now)
    by = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+")


class Removal(models.Model):
    """The family asked to remove it: closed from that moment, its key destroyed after the days of grace.

    Delete the row before `claimed_at` and the family has it again; from then on its key is being destroyed.
    `asked_uptime`: uptime of the installation in seconds at `asked_at`; the days are over by the later of both clocks.
    """

    data_policy = data_policy(shred="by", keep="id picture asked_at asked_uptime claimed_at", restore="close")

    picture = models.OneToOneField(Picture, on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField(default=now)
    asked_uptime = models.BigIntegerField(default=uptime)
    claimed_at = models.DateTimeField(null=True)
    by = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+")


class KeptAfterAll(models.Model):
    """The family asked to remove it and then kept it. Deleted when somebody asks to remove it again."""

    data_policy = data_policy(shred="by", keep="id picture at", restore="keep")

    picture = models.OneToOneField(Picture, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=now)
    by = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+")


class CoveredCopy(models.Model):
    """`copy` was made from `first` with a part covered or cut off. Readers can't ask for `first` while `copy` is here.

    A copy of a copy has a row for each photograph before it, the newest last.
    """

    data_policy = data_policy(export="first copy", keep="id", restore="keep")

    first = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="+")
    copy = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["first", "copy"], name="one_covered_copy_once")]


class LeftOver(models.Model):
    """A file in this folder of the vault that no row names, with its size in bytes when a sweep first found it.

    A file that grows is still arriving: with another size it is another row. The row is deleted with the file, or when
    a row names the file after all. `seen_uptime`: uptime of the installation in seconds at `seen_at`.
    """

    data_policy = data_policy(shred="name", keep="id folder size seen_at seen_uptime", restore="keep")

    folder = models.CharField(max_length=16)
    name = models.CharField(max_length=26)
    size = models.PositiveBigIntegerField()
    seen_at = models.DateTimeField(default=now)
    seen_uptime = models.BigIntegerField(default=uptime)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["folder", "name", "size"], name="a_file_is_left_over_once")]
