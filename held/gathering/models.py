"""What somebody outside the family sends: an envelope for each link that asks for photographs, and its contents."""

import uuid
from datetime import datetime

from django.db import models

from held.accounts.models import Account
from held.keyring.sealed import KeepsWords, SealedWords
from held.lib.clock import now
from held.lib.data_policy import data_policy
from held.lib.stored_strings import SEALED_ENVELOPE, SEALED_SENT
from held.pictures.models import Picture
from held.uptime.moments import Moment, expected_end, has_ended


class Envelope(KeepsWords, models.Model):
    """A request to one named person for a limited number of photographs until a day, by a link of their own.

    The link ends by the earlier of two clocks: held/uptime/moments.py. `ends_uptime` is 0 once it was ended for good.

    What arrived stays when the link ends. Until it is taken out it is no leaf of the story: nobody can describe it,
    place it, show it or see it.
    """

    data_policy = data_policy(
        export="sealed made_at ends_at",
        shred="sealed token_hash by",
        keep="id story most_pictures most_bytes arrived arrived_bytes made_at ends_at ends_uptime",
        restore="close",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    story = models.ForeignKey("stories.Story", on_delete=models.CASCADE, related_name="+")
    sealed = models.BinaryField()  # `called` and `purpose`: the family's name for them, and what it asks for
    form_words = SealedWords(SEALED_ENVELOPE, key="story.key")
    token_hash = models.CharField(max_length=64, unique=True)  # of the token in their link
    most_pictures = models.PositiveIntegerField()
    most_bytes = models.PositiveBigIntegerField()
    arrived = models.PositiveIntegerField(default=0)  # deleted ones count too; those that were taken back don't
    arrived_bytes = models.PositiveBigIntegerField(default=0)  # of all that ever arrived
    made_at = models.DateTimeField(default=now)
    ends_at = models.DateTimeField()
    ends_uptime = models.BigIntegerField(default=0)
    by = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+")

    def has_ended(self) -> bool:
        """Whether its link no longer works."""
        return has_ended(self._end())

    def closes_at(self) -> datetime:
        """When its link ends at the latest."""
        return expected_end(self._end())

    def _end(self) -> Moment:
        return Moment(self.ends_at, self.ends_uptime)


class Sent(KeepsWords, models.Model):
    """One photograph in an envelope. Its sender's words about it are lost for good with the photograph.

    `leaf` is set once a member of the family took it out, or if the family already had the photograph: `had_before`.
    Its sender can take it back while nobody has taken it out. If the family had it before, nobody ever does.
    """

    data_policy = data_policy(
        export="sealed at leaf", shred="sealed", keep="id envelope picture number leaf had_before at", restore="keep"
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    envelope = models.ForeignKey(Envelope, on_delete=models.CASCADE, related_name="+")
    picture = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="+")
    leaf = models.ForeignKey("stories.Leaf", null=True, on_delete=models.CASCADE, related_name="+")
    had_before = models.BooleanField(default=False)
    number = models.PositiveIntegerField()  # in the order of arrival
    sealed = models.BinaryField()  # `name`, `took`, `who`: its file's name on their device, who took it, who is in it
    form_words = SealedWords(SEALED_SENT, key="picture.key")
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["envelope", "picture"], name="one_photograph_once_an_envelope")]
