"""Return the bytes of a picture, once access has allowed it."""

import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery, UUIDField
from django.db.models.functions import JSONObject

from held.keyring.text import CannotOpen
from held.lib.compiled import Compiled, Row
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
    return _renditions([picture]).get(picture, ())


def smallest_renditions_of(pictures: Collection[uuid.UUID]) -> dict[uuid.UUID, tuple[RenditionRef, ...]]:
    """The renditions in the smallest size, one for each format, in one statement; none of those being removed."""
    return {
        picture: tuple(one for one in found if one.box == found[0].box)
        for picture, found in _renditions(pictures).items()
    }


def _renditions(pictures: Collection[uuid.UUID]) -> dict[uuid.UUID, tuple[RenditionRef, ...]]:
    found: dict[uuid.UUID, list[Row]] = {}
    for row in OF_PICTURES.rows(pictures):
        found.setdefault(row["picture"], []).append(row)
    return {
        picture: renditions_in(of_it, picture, of_it[0]["picture__key"], of_it[0]["picture__decoded"])
        for picture, of_it in found.items()
    }


def _of_pictures(pictures: Collection[uuid.UUID]) -> QuerySet[Rendition, Row]:
    removed = Exists(Removal.objects.filter(picture=OuterRef("picture")))
    rows = Rendition.objects.filter(~removed, picture__in=pictures)
    read: QuerySet[Rendition, Row] = rows.values(*FIELDS, "picture", "picture__key", "picture__decoded")
    return read


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


OF_PICTURES = Compiled(_of_pictures, UUIDField())
