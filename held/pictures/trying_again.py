"""Try again to make a photograph showable that arrived but couldn't be shown."""

import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Lock

from django.db import DatabaseError, IntegrityError, transaction

from held.accounts.models import Account
from held.history import audit_log
from held.keyring.text import CannotOpen
from held.pictures import vault
from held.pictures.decoding import laid_down, made_from
from held.pictures.models import Picture, Rendition
from held.pictures.recognising import NotKept, Why

_BEING_TRIED: set[uuid.UUID] = set()
_ONE_AT_A_TIME = Lock()


class BeingTried(Exception):
    """Somebody is trying this photograph now; a second try would only wait for the first."""


def try_again(picture: Picture, *, by: Account) -> bool:
    """Whether it can be shown now: newer decoders or a less busy machine may open it.

    Raises BeingTried, developing.Closed, NotKept if there is no room; the original stays as it is in every case.
    """
    if Rendition.objects.filter(picture=picture).exists():
        return True
    with _one_try_at_a_time(picture):
        return _try(picture, by)


def _try(picture: Picture, by: Account) -> bool:
    made: list[Rendition] = []
    try:
        found = made_from(picture.pk, picture.key, picture.original, picture.size)
        for one in found.renditions:
            rendition = laid_down(picture.pk, picture.key, one)
            rendition.picture = picture
            made.append(rendition)
        _keep(picture, made, found.decoded, by)
    except BaseException as fault:
        _drop_unless_kept(made)
        if isinstance(fault, CannotOpen):  # its file is lost or damaged, so it still can't be shown
            return False
        if isinstance(fault, IntegrityError):  # somebody else tried at the same moment, and it opened
            return True
        if isinstance(fault, OSError | sqlite3.OperationalError):
            raise NotKept(Why.NO_ROOM) from fault
        raise
    return bool(made)


@contextmanager
def _one_try_at_a_time(picture: Picture) -> Iterator[None]:
    with _ONE_AT_A_TIME:
        if picture.pk in _BEING_TRIED:
            raise BeingTried
        _BEING_TRIED.add(picture.pk)
    try:
        yield
    finally:
        _BEING_TRIED.discard(picture.pk)


def _drop_unless_kept(made: list[Rendition]) -> None:
    """Delete them unless COMMIT succeeded and its response was lost; if unknown, leave them to the sweep."""
    with suppress(DatabaseError):
        kept = set(Rendition.objects.filter(blob__in=[one.blob for one in made]).values_list("blob", flat=True))
        for rendition in made:
            if rendition.blob not in kept:
                vault.drop(rendition.blob)


@transaction.atomic
def _keep(picture: Picture, made: list[Rendition], decoded: Picture.Decoded, by: Account) -> None:
    Picture.objects.filter(pk=picture.pk).update(decoded=decoded)
    for rendition in made:
        rendition.save(force_insert=True)
    audit_log.record("picture.opened" if made else "picture.still-unopened", f"picture {picture.pk}", by=by)
