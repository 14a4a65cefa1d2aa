"""A story, its leaves, every version of each leaf, and the rows that open it."""

import uuid

from django.db import models

from held.accounts.models import Account
from held.consent import scopes
from held.families.models import Family
from held.keyring.sealed import KeepsWords, SealedWords
from held.keyring.text import new_key
from held.lib.clock import now
from held.lib.data_policy import data_policy
from held.lib.stored_strings import SEALED_VERSION
from held.lib.tokens import new_address
from held.pictures.models import Picture

Words = dict[str, str]  # the words of one leaf: a field's name, and its text exactly as given


class Story(models.Model):
    """An essay and what followed it. Its words are sealed under its own key.

    `decisions`: a number that grows each time somebody decides who reads what of it. `after_restore`: the story's state
    since the last restore; empty if it was begun later, or nothing was ever restored.
    """

    class AfterRestore(models.TextChoices):
        """Closed by the restore; opened by a member of the family since."""

        CLOSED = "CLOSED"
        OPENED = "OPENED"

    data_policy = data_policy(
        export="made_at made_by",
        shred="made_by",
        keep="id family key made_at photographs decisions after_restore",
        restore="close",
    )

    family = models.ForeignKey(Family, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=32, unique=True, default=new_key)
    made_at = models.DateTimeField(default=now)
    made_by = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+")
    photographs = models.PositiveIntegerField(default=0)  # how many ever arrived, so that no number is given twice
    decisions = models.BigIntegerField(default=0)
    after_restore = models.CharField(max_length=6, blank=True, default="", choices=AfterRestore.choices)


class Leaf(models.Model):
    """One leaf of a story: its introduction, one baby, one entry (the essay, a follow-up), or one photograph."""

    class Kind(models.TextChoices):
        """What is written on the leaf."""

        ABOUT = "ABOUT"
        BABY = "BABY"
        ENTRY = "ENTRY"
        PHOTOGRAPH = "PHOTOGRAPH"

    data_policy = data_policy(
        export="kind position author made_at picture",
        shred="author current",
        keep="id story kind position made_at picture number",
        restore="keep",
    )

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    position = models.PositiveIntegerField()
    author = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(default=now)
    current = models.ForeignKey("Version", null=True, on_delete=models.SET_NULL, related_name="+")
    picture = models.ForeignKey(Picture, null=True, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField(null=True)  # of a photograph, in the order of arrival

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["story"], condition=models.Q(kind="ABOUT"), name="a_story_is_about_one_thing"
            ),
            models.UniqueConstraint(fields=["story", "picture"], name="one_sheet_a_photograph"),
            models.CheckConstraint(
                condition=models.Q(kind="PHOTOGRAPH", picture__isnull=False)
                | (~models.Q(kind="PHOTOGRAPH") & models.Q(picture__isnull=True)),
                name="a_photograph_has_its_picture",
            ),
        ]

    @property
    def key(self) -> str:
        """The id of the key of its words; a photograph's words are lost for good with its key."""
        return self.story.key if self.picture is None else self.picture.key


class Placement(models.Model):
    """This photograph is placed in this entry.

    `name` is the random name used in addresses, so that neither gaps nor numbers reveal what is not shown.
    `after_paragraph`: the number, from 1, of a paragraph of the entry's current words; None: at its end. If that
    paragraph is gone, `gone_from` and `gone_number` are the last version that had it, and its number there.
    """

    data_policy = data_policy(
        export="leaf entry position after_paragraph",
        shred="by gone_from",
        keep="id leaf entry position name at after_paragraph gone_number",
        restore="keep",
    )

    leaf = models.OneToOneField(Leaf, on_delete=models.CASCADE, related_name="+")
    entry = models.ForeignKey(Leaf, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveIntegerField()
    after_paragraph = models.PositiveIntegerField(null=True)
    gone_from = models.ForeignKey("Version", null=True, on_delete=models.SET_NULL, related_name="+")
    gone_number = models.PositiveIntegerField(null=True)
    name = models.CharField(max_length=22, unique=True, default=new_address)
    at = models.DateTimeField(default=now)
    by = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+")


class Version(KeepsWords, models.Model):
    """The words of a leaf as saved once; kept for good, never changed."""

    data_policy = data_policy(
        export="sealed at by leaf", shred="sealed based_on by", keep="id leaf at form_id save_number", restore="keep"
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    leaf = models.ForeignKey(Leaf, on_delete=models.CASCADE, related_name="+")
    based_on = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="+")
    sealed = models.BinaryField()
    form_words = SealedWords(SEALED_VERSION, key="leaf.key")
    by = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=now)
    form_id = models.CharField(max_length=32, blank=True, default="")
    save_number = models.PositiveIntegerField(default=0)


class Conflict(models.Model):
    """Two tabs wrote on one leaf. This version waits beside the current one until somebody chooses."""

    data_policy = data_policy(shred="version", keep="id leaf", restore="keep")

    leaf = models.ForeignKey(Leaf, on_delete=models.CASCADE, related_name="+")
    version = models.OneToOneField(Version, on_delete=models.CASCADE, related_name="+")


class PublishedVersion(models.Model):
    """Readers see this version of this leaf. Delete the row and they don't see the leaf.

    `after_paragraph`, `position`: of a photograph, its place in the version of its entry that readers see; without a
    position, the one it has now.
    """

    data_policy = data_policy(
        export="version first_on",
        shred="version",
        keep="id leaf first_on after_paragraph position",
        restore="close",
    )

    leaf = models.OneToOneField(Leaf, on_delete=models.CASCADE, related_name="+")
    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="+")
    first_on = models.DateField()
    after_paragraph = models.PositiveIntegerField(null=True)
    position = models.PositiveIntegerField(null=True)


class Publication(models.Model):
    """The story can be read outside its family. Delete the row and it can't."""

    class Circle(models.TextChoices):
        """Who may read, from the narrowest to the widest; without a row, the family alone."""

        NAMED = "NAMED"
        LINK = "LINK"
        EVERYONE = "EVERYONE"

        @property
        def scope(self) -> str:
            """The scope to which everyone in a photograph must agree before these readers may ask for it."""
            return {"NAMED": scopes.NAMED, "LINK": scopes.LINK, "EVERYONE": scopes.PUBLIC}[self.value]

    data_policy = data_policy(export="circle opened_at", shred="by", keep="id story circle opened_at", restore="close")

    story = models.OneToOneField(Story, on_delete=models.CASCADE, related_name="+")
    circle = models.CharField(max_length=8, choices=Circle.choices)
    opened_at = models.DateTimeField(default=now)
    by = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["circle", "opened_at", "id"], name="open_newest_first")]
