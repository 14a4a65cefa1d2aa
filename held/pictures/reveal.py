"""Return the bytes of a picture, once access has allowed it."""

import uuid
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
    rows = Rendition.objects.filter(picture=picture).exclude(picture__in=Removal.objects.values("picture"))
    return tuple(
        RenditionRef(
            picture, row.picture.key, row.box, row.format, row.width, row.height, row.blob, _is_whole(row.picture)
        )
        for row in rows.select_related("picture").order_by("box", "format")
    )


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
