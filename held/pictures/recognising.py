"""Recognise a file by its content: whether this family already has it; and why a file is not stored."""

from enum import StrEnum

from held.history import audit_log
from held.keyring.text import CannotOpen
from held.pictures import vault
from held.pictures.models import Picture, Removal


class Why(StrEnum):
    """Why a file was not stored. Each reason has its sentence on the page where it was sent."""

    EMPTY = "empty"
    NOT_OURS = "not-ours"
    TOO_BIG = "too-big"
    NO_ROOM = "no-room"
    HERE = "here"
    REMOVED = "removed"
    LOST = "lost"


class NotKept(Exception):
    """A file was refused and not stored."""

    def __init__(self, why: Why, known: Picture | None = None) -> None:
        """The reason. `known`: the family's photograph of the same file."""
        super().__init__(why)
        self.why, self.known = why, known


def refuse_known(family_id: int, lookup: str) -> None:
    """Raises NotKept if this family has the same file and it can be opened; the sender may then delete theirs.

    The known file is read to its end in any case, as `sending.keep` does with a new one, so the timing reveals nothing.
    """
    known = Picture.objects.filter(family=family_id, lookup=lookup).first()
    if known is None:
        return
    whole = is_whole(known)
    if Removal.objects.filter(picture=known).exists():
        raise NotKept(Why.REMOVED, known)
    if whole:
        raise NotKept(Why.HERE, known)


def is_whole(picture: Picture) -> bool:
    """Whether the original can be opened, read to its end."""
    try:
        read_to_the_end(picture)
    except (CannotOpen, OSError):
        return False
    return True


def read_to_the_end(picture: Picture) -> None:
    """Read every byte of the original. Raises KeyGone, Damaged or OSError if a part can't be opened."""
    with vault.original(picture.original, picture.key, vault.where_original(picture.pk), picture.size) as file:
        while file.read(vault.STEP):
            pass


def let_what_is_lost_be_sent_again(family_id: int, lookup: str) -> None:
    """Replace the lookup of a picture whose file is lost, so that the same file sent again is a new photograph."""
    for lost in Picture.objects.filter(family=family_id, lookup=lookup):
        Picture.objects.filter(pk=lost.pk).update(lookup=f"lost {lost.pk.hex}")
        audit_log.record("picture.lost", f"picture {lost.pk}", by="program")
