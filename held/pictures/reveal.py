"""Return the bytes of a picture, once access has allowed it."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from django.db.models import OuterRef, Subquery
from django.db.models.functions import JSONObject

from held.keyring.text import CannotOpen
from held.lib.rows_as_json import RowsAsJson
from held.pictures import vault
from held.pictures.models import Picture, Removal, Rendition

FIELDS = ("box", "format", "width", "height", "blob")


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
    found = list(rows.values(*FIELDS, "picture__key", "picture__decoded"))
    return renditions_in(found, picture, found[0]["picture__key"], found[0]["picture__decoded"]) if found else ()


def renditions_as_json(path: str) -> Subquery:
    """For the outer row: every rendition of the picture at this path, which `renditions_in` reads."""
    rows = Rendition.objects.filter(picture=OuterRef(path)).values("picture")
    return Subquery(rows.annotate(rows=RowsAsJson(JSONObject(**{name: name for name in FIELDS}))).values("rows"))


def renditions_in(
    rows: Iterable[Mapping[str, Any]], picture: uuid.UUID, key: str, decoded: str
) -> tuple[RenditionRef, ...]:
    """The renditions that these rows are, the smallest first."""
    whole = decoded != Picture.Decoded.PART
    ordered = sorted(rows, key=itemgetter("box", "format"))
    return tuple(RenditionRef(picture, key, **{name: row[name] for name in FIELDS}, whole=whole) for row in ordered)


def reveal(rendition: RenditionRef) -> bytes:
    """The bytes. Raises CannotBeShown."""
    try:
        return vault.get(
            rendition.blob, rendition.key, vault.where_rendition(rendition.picture, rendition.box, rendition.format)
        )
    except (CannotOpen, OSError) as reason:
        raise CannotBeShown from reason
