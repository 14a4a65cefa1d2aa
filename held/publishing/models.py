"""The addresses of open stories, named readers, requests to read, and each parent's limit on who may read."""

import uuid

from django.db import models

from held.accounts.models import Account
from held.families.models import Member
from held.keyring.sealed import KeepsWords, SealedText, SealedWords
from held.lib.clock import now
from held.lib.data_policy import data_policy
from held.lib.stored_strings import SEALED_ACCESS_REQUEST, SEALED_ADDRESS, SEALED_NAMED_READER
from held.stories.models import Publication, Story


class Address(models.Model):
    """The address of an opened story, found by a keyed hash; the address itself is sealed like the words."""

    data_policy = data_policy(export="sealed circle", shred="sealed lookup", keep="id story circle", restore="close")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="+")
    circle = models.CharField(max_length=8, choices=Publication.Circle.choices)
    lookup = models.CharField(max_length=64, unique=True)
    sealed = models.BinaryField()
    text = SealedText(SEALED_ADDRESS, key="story.key")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["story", "circle"], name="one_address_a_circle")]


class AudienceLimit(models.Model):
    """A parent wants the story read by no wider circle than this. Without the row they set no limit."""

    data_policy = data_policy(export="circle", shred="member", keep="id story circle", restore="keep")

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="+")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    circle = models.CharField(max_length=8, choices=Publication.Circle.choices, blank=True)  # empty: the family alone

    class Meta:
        constraints = [models.UniqueConstraint(fields=["story", "member"], name="one_wish_a_parent")]


class NamedReader(models.Model):
    """A reader named by the family: by their own link they read while the story is open.

    Delete the row, and that link and every browser it was opened in can't read any more. When they read is never
    recorded.
    """

    data_policy = data_policy(
        export="sealed_name made_at",
        shred="sealed_name token_hash reading_hash by",
        keep="id story used made_at",
        restore="delete",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="+")
    sealed_name = models.BinaryField()
    name = SealedText(SEALED_NAMED_READER, column="sealed_name", key="story.key")  # the family's name for them
    token_hash = models.CharField(max_length=64, unique=True)  # of the token in their link
    reading_hash = models.CharField(max_length=64, unique=True)  # of what their browsers keep once it was opened
    used = models.BooleanField(default=False)
    made_at = models.DateTimeField(default=now)
    by = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+")


class AccessRequest(KeepsWords, models.Model):
    """Somebody who was not named asks to read. Their words are sealed; `named_reader` is set once they were let in."""

    data_policy = data_policy(export="sealed at", shred="sealed", keep="id story named_reader at", restore="keep")

    id = models.UUIDField(primary_key=True, editable=False)  # chosen by the form, so that it arrives once
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="+")
    named_reader = models.OneToOneField(NamedReader, null=True, on_delete=models.CASCADE, related_name="+")
    sealed = models.BinaryField()
    form_words = SealedWords(SEALED_ACCESS_REQUEST, key="story.key")
    at = models.DateTimeField(default=now)


class Indexing(models.Model):
    """The family lets search engines list the story while it is open to everyone."""

    data_policy = data_policy(export="story", shred="by", keep="id story at", restore="keep")

    story = models.OneToOneField(Story, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=now)
    by = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+")
