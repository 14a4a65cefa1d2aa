"""Remove a photograph: closed at once, its key destroyed after the days of grace, or when a parent asks again."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from held.accounts.models import Account
from held.history import audit_log
from held.keyring.text import destroy_key, refuse_to_destroy
from held.lib.clock import now
from held.pictures import vault
from held.pictures.models import KeptAfterAll, Picture, Removal, Rendition
from held.place.disk_reserve import with_disk_reserve
from held.uptime.moments import Moment, expected_over, over, this_moment

GRACE = timedelta(days=30)


@with_disk_reserve
@transaction.atomic
def remove(picture: Picture, *, by: Account) -> Removal:
    """Close it for everybody, its family included, from the next request on. Asking twice changes nothing."""
    removal, made = Removal.objects.get_or_create(picture=picture, defaults={"by": by})
    if made:
        KeptAfterAll.objects.filter(picture=picture).delete()
        audit_log.record("picture.removed", f"picture {picture.pk}", by=by)
    return removal


@transaction.atomic
def keep_after_all(picture: Picture, *, by: Account) -> bool:
    """Give it back to the family, but to nobody else. False: too late, its key is or is being destroyed."""
    if Removal.objects.filter(picture=picture, claimed_at=None).delete()[0]:
        KeptAfterAll.objects.get_or_create(picture=picture, defaults={"by": by})
        audit_log.record("picture.kept-after-all", f"picture {picture.pk}", by=by)
    return Picture.objects.filter(pk=picture.pk).exclude(pk__in=Removal.objects.values("picture")).exists()


def was_kept_after_all(picture: Picture) -> bool:
    """Whether somebody asked to remove it, it was kept, and nobody has asked again."""
    return KeptAfterAll.objects.filter(picture=picture).exists()


def destroy(picture: Picture, *, by: object) -> bool:
    """Destroy it for good: first the key, and so every copy of these bytes anywhere; then the rest.

    False if nobody asks to remove it any more: then it stays. If interrupted, calling it again finishes the job.
    """
    return _destroy(picture, Removal.objects.all(), by=by)


def destroy_what_is_due() -> None:
    """Destroy every removed photograph whose days of grace are over by both clocks."""
    _destroy_all(Removal.objects.filter(over(GRACE, at="asked_at", uptime="asked_uptime")))


def destroy_claimed() -> None:
    """Finish interrupted destructions: a parent asked for them, or their days were over.

    This depends on no date, so it doesn't wait until a host confirms the date.
    """
    _destroy_all(Removal.objects.filter(claimed_at__isnull=False))


def give_up(picture: Picture) -> None:
    """It is nobody's any more: claim it, in the caller's transaction. `destroy_quietly` finishes this, or a chore.

    The same file, sent in the meantime, is a new photograph, so that nobody's is destroyed with this one.
    """
    Picture.objects.filter(pk=picture.pk).update(lookup=f"given up {picture.pk.hex}")
    Removal.objects.create(picture=picture, claimed_at=now())


def destroy_quietly(picture: Picture, *, by: object) -> None:
    """`destroy`, for somebody who must not learn from the time it takes what else is here: its key is destroyed at
    once, and its blobs, which nobody can open, are deleted by the sweep.
    """
    _destroy(picture, Removal.objects.all(), by=by, delete=vault.let_go)


def destroyed_on(removal: Removal) -> datetime:
    """When its days of grace are over, if held runs until then."""
    return expected_over(Moment(removal.asked_at, removal.asked_uptime), GRACE)


def _destroy_all(asked: QuerySet[Removal]) -> None:
    for removal in asked.select_related("picture"):
        _destroy(removal.picture, asked, by="program")


def _destroy(
    picture: Picture, asked: QuerySet[Removal], *, by: object, delete: Callable[[str], None] = vault.drop
) -> bool:
    refuse_to_destroy(picture.key)
    if not _claim(picture, asked):
        return False
    blobs = [picture.original, *Rendition.objects.filter(picture=picture).values_list("blob", flat=True)]
    _forget(picture, by=by)
    for blob in blobs:
        delete(blob)
    return True


def begin_grace_anew() -> None:
    """After a restore, restart the days of grace: the copy's request may be old, or withdrawn since."""
    here = this_moment()
    Removal.objects.filter(claimed_at=None).update(asked_at=here.at, asked_uptime=here.uptime)


@with_disk_reserve
def _claim(picture: Picture, asked: QuerySet[Removal]) -> bool:
    """Claim it in one statement, so that a claimed one can't be kept and a kept one can't be claimed."""
    return bool(asked.filter(picture=picture).update(claimed_at=now()))


@with_disk_reserve
def _forget(picture: Picture, *, by: object) -> None:
    destroy_key(picture.key)
    with transaction.atomic():
        audit_log.record("picture.destroyed", f"picture {picture.pk}", by=by)
        picture.delete()
