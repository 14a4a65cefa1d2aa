"""Ask somebody outside the family for photographs: a link for one named person, with limits and an end."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet

from held.accounts.models import Account
from held.gathering.models import Envelope
from held.history import audit_log
from held.jail.limits import BYTES
from held.lib.clock import now
from held.lib.idempotency.used_forms import FormUsedBefore, secret_of, use
from held.lib.stored_strings import DERIVED_ENVELOPE
from held.lib.tokens import token_hash
from held.place.disk_reserve import with_disk_reserve
from held.stories.models import Story
from held.uptime.moments import this_moment

MOST_PICTURES = 200
MOST_BYTES = 5 * 1000**3


@dataclass(frozen=True)
class Asked:
    """Who is asked, for what, for how many photographs at most, and for how long."""

    called: str
    purpose: str
    most_pictures: int
    lasts: timedelta

    @property
    def most_bytes(self) -> int:
        """The bytes of this many photographs of the largest size, but at most the limit of one envelope."""
        return min(self.most_pictures * BYTES, MOST_BYTES)


@transaction.atomic
def make_envelope(story: Story, asked: Asked, *, by: Account, once: str = "") -> tuple[Envelope, str]:
    """An envelope for what they send, and the token of their link, which is not stored.

    The same form arriving again (`once`) finds the envelope it made. Raises FormUsedBefore if it has ended.
    """
    Story.objects.select_for_update().get(pk=story.pk)
    token = secret_of(once, DERIVED_ENVELOPE, str(story.pk), by.key)
    before = Envelope.objects.select_related("story").filter(token_hash=token_hash(token)).first()
    if before is not None and before.has_ended():
        raise FormUsedBefore
    if before is not None:
        return before, token
    use(token)
    end = this_moment().after(asked.lasts)
    envelope = Envelope(
        story=story,
        token_hash=token_hash(token),
        most_pictures=min(asked.most_pictures, MOST_PICTURES),
        most_bytes=asked.most_bytes,
        ends_at=end.at,
        ends_uptime=end.uptime,
        by=by,
    )
    envelope.write({"called": asked.called, "purpose": asked.purpose})
    envelope.save(force_insert=True)
    audit_log.record("envelope.made", f"envelope {envelope.pk}", by=by)
    return envelope, token


@with_disk_reserve
@transaction.atomic
def end_envelope(envelope: Envelope, *, by: Account) -> None:
    """End their link from the next request on. What arrived stays, with the sender's words about it."""
    if _end(Envelope.objects.filter(pk=envelope.pk)):
        audit_log.record("envelope.ended", f"envelope {envelope.pk}", by=by)


def end_every_envelope() -> None:
    """After a restore, end every envelope: it is unknown which links were ended since the copy."""
    _end(Envelope.objects.all())


def _end(envelopes: QuerySet[Envelope]) -> int:
    """End those that nobody has ended yet; returns how many. No clock reopens them: an uptime of 0 is always over."""
    return envelopes.filter(ends_uptime__gt=0).update(ends_at=now(), ends_uptime=0)
