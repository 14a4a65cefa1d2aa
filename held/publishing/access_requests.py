"""Requests to read by people who were not named; the family's answerers let them in or silently dismiss them."""

import uuid

from django.db import transaction

from held.accounts.models import Account
from held.history import audit_log
from held.lib.idempotency.used_forms import use, was_used
from held.publishing.models import AccessRequest, NamedReader
from held.publishing.named_readers import name_reader
from held.stories.models import Story, Words

MOST = 200  # waiting at one story; more than any one network may send (`ACCOUNT_RATE_LIMITS`)


class TooManyWait(Exception):
    """Too many requests are waiting, so this one is refused and not saved."""


class AnsweredAlready(Exception):
    """Somebody else let them in a moment ago, and holds their link."""


class LetInSince(Exception):
    """They were let in after the page was made on which somebody dismisses their request."""


@transaction.atomic
def request_access(story_id: int, form: uuid.UUID, given: Words) -> uuid.UUID:
    """Save their request for those who answer, and return its id.

    The same form arriving again is one request. Raises TooManyWait.
    """
    story = Story.objects.select_for_update().get(pk=story_id)
    before = AccessRequest.objects.filter(pk=form).first()
    if before is not None and before.story_id == story_id:
        if before.named_reader_id is None:  # sent once more after going back: the new words replace the old ones
            before.write(given)
            before.save(update_fields=["sealed"])
        return before.pk
    if AccessRequest.objects.filter(story=story, named_reader=None).count() >= MOST:
        raise TooManyWait
    known = was_used(f"knock {form}")  # for another story, or answered since
    came = AccessRequest(pk=uuid.uuid4() if known else form, story=story)
    came.write(given)
    came.save(force_insert=True)
    if not known:
        use(f"knock {form}")
    audit_log.record("knock.came", f"knock {came.pk}", by="reader")
    return came.pk


def is_kept(story_id: int, form: uuid.UUID) -> bool:
    """Whether this form has already arrived at this story; arriving again adds no request."""
    return AccessRequest.objects.filter(pk=form, story=story_id).exists()


@transaction.atomic
def let_in(came: AccessRequest, *, by: Account) -> tuple[NamedReader, str]:
    """Name them as a reader: returns the row and their link's token. Pressing again returns the same link.

    Raises AnsweredAlready, FormUsedBefore.
    """
    came = AccessRequest.objects.select_for_update(of=("self",)).select_related("story", "named_reader").get(pk=came.pk)
    if came.named_reader is not None and came.named_reader.by_id != by.pk:
        raise AnsweredAlready
    named, token = name_reader(came.story, came.read().get("name", ""), by=by, once=f"knock {came.pk}")
    AccessRequest.objects.filter(pk=came.pk).update(named_reader=named)
    audit_log.record("knock.let-in", f"knock {came.pk}", by=by)
    return named, token


@transaction.atomic
def put_away(came: AccessRequest, *, by: Account, seen_let_in: bool) -> None:
    """Dismiss the request. Nobody is told; a person who was let in can still read.

    `seen_let_in`: whether the page whose button was pressed said that they may read. Raises LetInSince.
    """
    now = AccessRequest.objects.select_for_update().filter(pk=came.pk).first()
    if now is not None and now.named_reader_id is not None and not seen_let_in:
        raise LetInSince
    audit_log.record("knock.put-away", f"knock {came.pk}", by=by)
    AccessRequest.objects.filter(pk=came.pk).delete()
