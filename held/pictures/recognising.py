"""A file is recognised by what is in it: whether this family has it already; and why one is not kept."""

from enum import StrEnum

from held.history.noting import note
from held.keyring.words import CannotOpen
from held.pictures import vault
from held.pictures.models import Picture, Removal


class Why(StrEnum):
    """Why a file was not kept. Each has its sentence on the page where it was sent."""

    EMPTY = "empty"
    NOT_OURS = "not-ours"
    TOO_BIG = "too-big"
    NO_ROOM = "no-room"
    HERE = "here"
    REMOVED = "removed"
    LOST = "lost"


class NotKept(Exception):
    """A file was not kept, and nothing of it stays."""

    def __init__(self, why: Why, known: Picture | None = None) -> None:
        """For which reason. `known`: the photograph that the family has of it."""
        super().__init__(why)
        self.why, self.known = why, known


def refuse_known(family_id: int, lookup: str) -> None:
    """Raises NotKept when this family has the same file already, and it opens: who hears so may let go of theirs.

    It is read to its end in each case: `sending.keep` does so with a new one, and neither is told by the time it takes.
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
    """Whether the file as it was sent opens, read to its end."""
    try:
        read_to_the_end(picture)
    except (CannotOpen, OSError):
        return False
    return True


def read_to_the_end(picture: Picture) -> None:
    """The file as it was sent, every byte. Raises KeyGone, Damaged or OSError where one does not open."""
    with vault.original(picture.original, picture.key, vault.where_original(picture.pk), picture.size) as file:
        while file.read(vault.STEP):
            pass


def let_what_is_lost_be_sent_again(family_id: int, lookup: str) -> None:
    """A row whose file is lost is no longer found by it: the same file, sent once more, is another photograph."""
    for lost in Picture.objects.filter(family=family_id, lookup=lookup):
        Picture.objects.filter(pk=lost.pk).update(lookup=f"lost {lost.pk.hex}")
        note("picture.lost", f"picture {lost.pk}", by="program")
