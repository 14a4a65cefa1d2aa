"""Named readers: each reads by a link of their own, which can be taken back alone."""

import uuid

from django.conf import settings
from django.db import transaction

from held.accounts.models import Account
from held.history import audit_log
from held.lib.idempotency.used_forms import secret_of, use
from held.lib.stored_strings import DERIVED_NAMED_LINK, DERIVED_READING
from held.lib.tokens import derived_token, token_hash
from held.place.disk_reserve import with_disk_reserve
from held.publishing.models import NamedReader
from held.stories.models import Story


@transaction.atomic
def name_reader(story: Story, called: str, *, by: Account, once: str = "") -> tuple[NamedReader, str]:
    """Name one more reader; returns the row and their link's token, which is not stored.

    The same form arriving again (`once`) finds the person it named. Raises FormUsedBefore if their link was taken back
    since.
    """
    Story.objects.select_for_update().get(pk=story.pk)
    token = secret_of(once, DERIVED_NAMED_LINK, str(story.pk), by.key)
    before = NamedReader.objects.select_related("story").filter(token_hash=token_hash(token)).first()
    if before is not None:
        return before, token
    use(token)
    named = NamedReader(story=story, token_hash=token_hash(token), reading_hash=token_hash(reading_of(token)), by=by)
    named.name = called
    named.save(force_insert=True)
    audit_log.record("named.made", f"named {named.pk}", by=by)
    return named, token


def reading_of(token: str) -> str:
    """The value a browser keeps once the link was opened in it; it can't be turned back into the link.

    It is of no use elsewhere.
    """
    return derived_token(settings.SECRET_KEY, DERIVED_READING, token)


def mark_used(named: uuid.UUID) -> None:
    """Record that the link with this id was opened, but not when or how often."""
    NamedReader.objects.filter(pk=named, used=False).update(used=True)


@with_disk_reserve
@transaction.atomic
def take_name_back(named: NamedReader, *, by: Account) -> None:
    """From the next request on, their link and every browser in which it was opened can't read."""
    audit_log.record("named.taken-back", f"named {named.pk}", by=by)
    NamedReader.objects.filter(pk=named.pk).delete()  # by queryset: the caller's object keeps its id for a retry
