"""Photographs that arrive, for tests of what becomes of them."""

from django.conf import settings
from django.db import transaction

from held.keyring.text import open_ring
from held.pictures import intake, vault
from held.pictures.intake import Arrived, Arriving
from held.pictures.models import Picture


def arrive(family, data: bytes, *, name: str = "IMG_1.PNG", step: int = 50_000) -> Arrived:
    """A file of a photograph that arrives in pieces of `step` bytes."""
    arriving = Arriving(family, name)
    for at in range(0, len(data), step):
        arriving.write(data[at : at + step])
    return arriving.finish()


def kept(family, data: bytes, by) -> Picture:
    """The same, made showable in the jail and stored."""
    developed = intake.develop(arrive(family, data))
    with transaction.atomic():
        return intake.keep(developed, by=by)


def keys() -> set[str]:
    """The id of every key."""
    return set(open_ring(settings.HELD_KEYS).ids())


def nothing_stays(before: set[str]) -> bool:
    """Whether there is no file of a photograph, and no key except the earlier ones."""
    files = [path for folder in (settings.HELD_PHOTOGRAPHS, settings.HELD_INCOMING) for path in folder.rglob("*")]
    return keys() == before and not [path for path in files if path.is_file()]


def read_original(picture: Picture) -> bytes:
    """The file as it was sent."""
    where = vault.where_original(picture.pk)
    with vault.original(picture.original, picture.key, where, picture.size) as source:
        return source.read()
