"""Photographs that open only in part: readers see the part once a parent allows it, until one forbids it."""

from django.db import transaction
from django.db.models import F

from held.accounts.models import Account
from held.consent.looking import end_looking_at
from held.history import audit_log
from held.pictures.models import Picture, ShownInPart
from held.place.disk_reserve import with_disk_reserve
from held.publishing.fingerprint import one_at_a_time
from held.stories.described import noting_new_words
from held.stories.models import Leaf


class ChangedMeanwhile(Exception):
    """Somebody decided about it after the page was shown."""


def let_readers_see(leaf: Leaf, *, fingerprint: str, by: Account) -> None:
    """Let readers ask for the part that opens, if everything else allows it.

    `fingerprint`: `decided_on` for it when the page was shown. Raises ChangedMeanwhile if somebody has decided since,
    or if the picture no longer opens only in part.
    """
    picture = leaf.picture
    if picture is None or picture.decoded != Picture.Decoded.PART:
        raise ChangedMeanwhile
    with transaction.atomic():
        one_at_a_time(leaf.story_id)
        if decided_on(picture) != fingerprint:
            raise ChangedMeanwhile
        with noting_new_words(leaf.story, by=by):
            ShownInPart.objects.get_or_create(picture=picture, defaults={"by": by})
            _decided("picture.part.let", picture, by=by)


@with_disk_reserve
@transaction.atomic
def keep_from_readers(leaf: Leaf, *, by: Account) -> None:
    """From the next request on readers can't see it, and people asked about it can't look any more."""
    if leaf.picture is None:
        return
    one_at_a_time(leaf.story_id)
    end_looking_at([leaf.picture.pk], by=by)
    with noting_new_words(leaf.story, by=by):
        ShownInPart.objects.filter(picture=leaf.picture).delete()
        _decided("picture.part.kept", leaf.picture, by=by)


def decided_on(picture: Picture | None) -> str:
    """A fingerprint for a page of what was decided about it; it changes with each decision."""
    if picture is None:
        return ""
    return str(Picture.objects.filter(pk=picture.pk).values_list("part_decisions", flat=True).first() or "")


def _decided(act: str, picture: Picture, *, by: Account) -> None:
    Picture.objects.filter(pk=picture.pk).update(part_decisions=F("part_decisions") + 1)
    audit_log.record(act, f"picture {picture.pk}", by=by)
