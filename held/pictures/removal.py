"""Removing a photograph: closed at once, its key destroyed when the days of grace are over, or when they ask again."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from held.accounts.models import Account
from held.history.noting import note
from held.keyring import words
from held.lib.clock import now
from held.pictures import vault
from held.pictures.models import Picture, Removal, Rendition
from held.place.ballast import on_a_full_disk_too

GRACE = timedelta(days=30)
SET_ASIDE_FOR = timedelta(days=30)


@on_a_full_disk_too
@transaction.atomic
def remove(picture: Picture, *, by: Account) -> Removal:
    """Closed for everybody from the very next request, also for its family. Asking twice changes nothing."""
    removal, made = Removal.objects.get_or_create(picture=picture, defaults={"by": by})
    if made:
        note("picture.removed", f"picture {picture.pk}", by=by)
    return removal


@transaction.atomic
def keep_after_all(picture: Picture, *, by: Account) -> bool:
    """The family has it again, and nobody else has. False: too late, its key is destroyed or is being destroyed."""
    if Removal.objects.filter(picture=picture, claimed_at=None).delete()[0]:
        note("picture.kept-after-all", f"picture {picture.pk}", by=by)
    return Picture.objects.filter(pk=picture.pk).exclude(pk__in=Removal.objects.values("picture")).exists()


def destroy(picture: Picture, *, by: object) -> bool:
    """Gone for good: the key first, and with it every copy of these bytes, wherever it lies; then the rest.

    False when nobody asks to remove it any more: then it stays. Cut off in between, doing it again ends it.
    """
    return _destroy(picture, Removal.objects.all(), by=by)


def destroy_what_is_due() -> None:
    """Everything whose days of grace are over, or that was cut off while it was being destroyed."""
    over = Q(asked_at__lte=now() - GRACE) | Q(claimed_at__isnull=False)
    for removal in Removal.objects.filter(over).select_related("picture"):
        _destroy(removal.picture, Removal.objects.filter(over), by="program")


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
    Removal.objects.filter(claimed_at=None).update(asked_at=now())


def left_over(blobs: Iterable[vault.Blob]) -> list[vault.Blob]:
    """Those that no row names: of an arrival or a removal that was cut off."""
    named = _named()
    return [blob for blob in blobs if blob.name not in named]


def sweep() -> None:
    """Set aside what was left over for longer than any arrival takes, and take away what was set aside long ago."""
    before = now() - timedelta(hours=24)
    vault.sweep_incoming(before)
    for blob in left_over(list(vault.every_blob())):
        if blob.since < before:
            vault.set_aside(blob.name)
    vault.bring_back(_named())
    vault.sweep_set_aside(now() - SET_ASIDE_FOR)


def _named() -> set[str]:
    return {*Picture.objects.values_list("original", flat=True), *Rendition.objects.values_list("blob", flat=True)}


@on_a_full_disk_too
def _claim(picture: Picture, asked: QuerySet[Removal]) -> bool:
    """In one statement: what is claimed can be kept no more, and what was kept before is not claimed."""
    return bool(asked.filter(picture=picture).update(claimed_at=now()))


@on_a_full_disk_too
def _forget(picture: Picture, *, by: object) -> None:
    words.destroy_key(picture.key)
    with transaction.atomic():
        note("picture.destroyed", f"picture {picture.pk}", by=by)
        picture.delete()
