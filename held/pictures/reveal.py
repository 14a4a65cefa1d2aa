"""Return the bytes of a picture, once access has allowed it."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from held.keyring.text import CannotOpen
from held.pictures import vault
from held.pictures.models import Picture, Removal, Rendition


class CannotBeShown(Exception):
    """Damaged, or destroyed: never shown in part, and the reason is not given."""


@dataclass(frozen=True)
class RenditionRef:
    """One rendition of a picture that may be shown, and where its bytes are. It has no address.

    `whole`: all of the picture opens, not only a part of it.
    """

    picture: uuid.UUID
    key: str
    box: int  # px, the longest side it was made for
    format: str
    width: int
    height: int
    blob: str
    whole: bool


def renditions_of(picture: uuid.UUID) -> tuple[RenditionRef, ...]:
    """Every rendition of a picture, the smallest first; none if it is being removed."""
    return _renditions([picture]).get(picture, ())


def smallest_renditions_of(pictures: Collection[uuid.UUID]) -> dict[uuid.UUID, tuple[RenditionRef, ...]]:
    """The renditions in the smallest size, one for each format, in one statement; none of those being removed."""
    return {
        picture: tuple(one for one in found if one.box == found[0].box)
        for picture, found in _renditions(pictures).items()
    }


def _renditions(pictures: Collection[uuid.UUID]) -> dict[uuid.UUID, tuple[RenditionRef, ...]]:
    rows = Rendition.objects.filter(picture__in=pictures).exclude(picture__in=Removal.objects.values("picture"))
    found: dict[uuid.UUID, tuple[RenditionRef, ...]] = {}
    for row in rows.select_related("picture").order_by("box", "format"):
        rendition = RenditionRef(
            row.picture_id,
            row.picture.key,
            row.box,
            row.format,
            row.width,
            row.height,
            row.blob,
            _is_whole(row.picture),
        )
        found[row.picture_id] = (*found.get(row.picture_id, ()), rendition)
    return found


def _is_whole(picture: Picture) -> bool:
    return picture.decoded != Picture.Decoded.PART


def reveal(rendition: RenditionRef) -> bytes:
    """The bytes. Raises CannotBeShown."""
    try:
        return vault.get(
            rendition.blob, rendition.key, vault.where_rendition(rendition.picture, rendition.box, rendition.format)
        )
    except (CannotOpen, OSError) as reason:
        raise CannotBeShown from reason
