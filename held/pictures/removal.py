"""Removing a photograph: closed at once, its key destroyed when the days of grace are over, or when they ask again."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from held.accounts.models import Account
from held.history.noting import note
from held.keyring import words
from held.lib.clock import now
from held.pictures import vault
from held.pictures.models import KeptAfterAll, Picture, Removal, Rendition
from held.place.disk_reserve import with_disk_reserve
from held.uptime.moments import Moment, expected_over, over, this_moment

GRACE = timedelta(days=30)


@with_disk_reserve
@transaction.atomic
def remove(picture: Picture, *, by: Account) -> Removal:
    """Closed for everybody from the very next request, also for its family. Asking twice changes nothing."""
    removal, made = Removal.objects.get_or_create(picture=picture, defaults={"by": by})
    if made:
        KeptAfterAll.objects.filter(picture=picture).delete()
        note("picture.removed", f"picture {picture.pk}", by=by)
    return removal


@transaction.atomic
def keep_after_all(picture: Picture, *, by: Account) -> bool:
    """The family has it again, and nobody else has. False: too late, its key is destroyed or is being destroyed."""
    if Removal.objects.filter(picture=picture, claimed_at=None).delete()[0]:
        KeptAfterAll.objects.get_or_create(picture=picture, defaults={"by": by})
        note("picture.kept-after-all", f"picture {picture.pk}", by=by)
    return Picture.objects.filter(pk=picture.pk).exclude(pk__in=Removal.objects.values("picture")).exists()


def was_kept_after_all(picture: Picture) -> bool:
    """Whether somebody asked to remove it, it was kept, and nobody has asked again."""
    return KeptAfterAll.objects.filter(picture=picture).exists()


def destroy(picture: Picture, *, by: object) -> bool:
    """Gone for good: the key first, and with it every copy of these bytes, wherever it lies; then the rest.

    False when nobody asks to remove it any more: then it stays. Cut off in between, doing it again ends it.
    """
    return _destroy(picture, Removal.objects.all(), by=by)


def destroy_what_is_due() -> None:
    """Destroy what was removed so long ago that its days of grace are over by both clocks."""
    _destroy_all(Removal.objects.filter(over(GRACE, at="asked_at", uptime="asked_uptime")))


def destroy_claimed() -> None:
    """Finish what was cut off while it was being destroyed: a parent asked for it, or its days were over.

    No date decides this, so it does not wait until a host confirms the date.
    """
    _destroy_all(Removal.objects.filter(claimed_at__isnull=False))


def destroyed_on(removal: Removal) -> datetime:
    """When its days of grace are over, if the place stays open until then."""
    return expected_over(Moment(removal.asked_at, removal.asked_uptime), GRACE)


def _destroy_all(asked: QuerySet[Removal]) -> None:
    for removal in asked.select_related("picture"):
        _destroy(removal.picture, asked, by="program")


def _destroy(picture: Picture, asked: QuerySet[Removal], *, by: object) -> bool:
    words.refuse_if_a_key_does_not_open()
    if not _claim(picture, asked):
        return False
    blobs = [picture.original, *Rendition.objects.filter(picture=picture).values_list("blob", flat=True)]
    _forget(picture, by=by)
    for blob in blobs:
        vault.drop(blob)
    return True


def begin_grace_anew() -> None:
    """After a restore: what a copy says of when somebody asked may be long ago, and undone since."""
    here = this_moment()
    Removal.objects.filter(claimed_at=None).update(asked_at=here.at, asked_uptime=here.uptime)


@with_disk_reserve
def _claim(picture: Picture, asked: QuerySet[Removal]) -> bool:
    """In one statement: what is claimed can be kept no more, and what was kept before is not claimed."""
    return bool(asked.filter(picture=picture).update(claimed_at=now()))


@with_disk_reserve
def _forget(picture: Picture, *, by: object) -> None:
    words.destroy_key(picture.key)
    with transaction.atomic():
        note("picture.destroyed", f"picture {picture.pk}", by=by)
        picture.delete()
