"""Once more with a photograph that arrived and could not be shown."""

import sqlite3

from django.db import IntegrityError, transaction

from held.accounts.models import Account
from held.history.noting import note
from held.pictures import vault
from held.pictures.intake import NotKept, Why, laid_down, made_from
from held.pictures.models import Picture, Rendition


def try_again(picture: Picture, *, by: Account) -> bool:
    """It may open with the decoders of today, or on a quieter day: whether it can be shown now.

    Raises developing.Closed, NotKept when there is no room; the original stays as it is, whatever happens.
    """
    if Rendition.objects.filter(picture=picture).exists():
        return True
    made: list[Rendition] = []
    try:
        for one in made_from(picture.pk, picture.key, picture.original, picture.size):
            rendition = laid_down(picture.pk, picture.key, one)
            rendition.picture = picture
            made.append(rendition)
        _keep(picture, made, by)
    except BaseException as fault:
        for rendition in made:
            vault.drop(rendition.blob)
        if isinstance(fault, IntegrityError):  # somebody else tried in the same moment, and it opened
            return True
        if isinstance(fault, OSError | sqlite3.OperationalError):
            raise NotKept(Why.NO_ROOM) from fault
        raise
    return bool(made)


@transaction.atomic
def _keep(picture: Picture, made: list[Rendition], by: Account) -> None:
    for rendition in made:
        rendition.save(force_insert=True)
    note("picture.opened" if made else "picture.still-unopened", f"picture {picture.pk}", by=by)
