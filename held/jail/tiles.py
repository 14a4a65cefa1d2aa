"""For a truncated HEIC or AVIF: finds the rows of tiles that are complete, so that only those are shown."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, replace

from held.jail.cut_off import NothingWhole, length_without_padding
from held.jail.heif import (
    MOST,
    Box,
    Bytes,
    NotWellFormed,
    Structure,
    TooMany,
    at_most,
    boxes,
    meta_of,
    only,
    primary_of,
    references_in,
    structure_of,
)

_IN_THE_FILE, _IN_IDAT = 0, 1  # construction methods of an item (ISO/IEC 14496-12, 8.11.3)
_EXTENTS = 32  # of an item; libheif refuses more
_GRID_BYTES = 12  # at most, of a grid's description
_TRANSFORMING = (b"clap", b"irot", b"imir")


@dataclass(frozen=True)
class Rectangle:
    """A part of a picture of this size, in pixels."""

    left: int
    top: int
    width: int
    height: int
    of: tuple[int, int]

    def turned(self) -> "Rectangle":
        """The same part when the picture is turned anticlockwise by a quarter."""
        right = self.left + self.width
        return Rectangle(self.top, self.of[0] - right, self.height, self.width, (self.of[1], self.of[0]))

    def mirrored(self, axis: int) -> "Rectangle":
        """The same part of the mirrored picture; axis 0 swaps top and bottom, 1 left and right."""
        if axis:
            return replace(self, left=self.of[0] - self.left - self.width)
        return replace(self, top=self.of[1] - self.top - self.height)


@dataclass(frozen=True)
class _Extent:
    item: int
    method: int
    start: int
    length: int


@dataclass(frozen=True)
class _Grid:
    columns: int
    size: tuple[int, int]  # px


def as_far_as_whole(original: Bytes) -> tuple[Bytes, Rectangle | None]:
    """The file, and the complete part of its picture: None if all of it is complete.

    If tiles are missing, the returned file has its first tile in place of each: it can be decoded, and only the rows
    above the first missing tile may be shown. Raises NothingWhole if there are no such rows.
    """
    try:
        _, parts = meta_of(original)
        structure, primary = structure_of(original, parts), primary_of(original, parts)
        extents = list(at_most(_extents(original, only(b"iloc", parts))))
        missing = _missing(original, extents) & _needed(structure, primary)
        if not missing:
            return original, None
        return _with_first_tile(original, parts, missing, primary), _whole_part(
            original, parts, structure, extents, missing, primary
        )
    except (NotWellFormed, struct.error, IndexError):
        return original, None  # libheif decides what to do with it


def _missing(original: Bytes, extents: list[_Extent]) -> set[int]:
    """The items that extend past the end of the file."""
    end = length_without_padding(original)
    return {one.item for one in extents if one.method == _IN_THE_FILE and one.start + one.length > end}


def _needed(structure: Structure, primary: int) -> set[int]:
    """The primary image, its transparency, and everything they are made of."""
    found, made_of = set[int](), structure.made_of()
    left = [primary, *(alpha for alpha, image in structure.alphas() if image == primary)]
    while left:
        one = left.pop()
        if one not in found:
            found.add(one)
            left += made_of.get(one, [])
    return found


def _whole_part(
    original: Bytes, parts: list[Box], structure: Structure, extents: list[_Extent], missing: set[int], primary: int
) -> Rectangle:
    """The rows of complete tiles, after the file's turning and mirroring."""
    tiles = structure.made_of().get(primary, [])
    if missing - set(tiles) or _kind_of(original, parts, primary) != b"grid":
        raise NothingWhole
    grid = _grid(_data(original, parts, [one for one in extents if one.item == primary]))
    _, height = struct.unpack_from(">II", structure.bodies(tiles[0], b"ispe")[0], 4)
    whole = next(n for n, tile in enumerate(tiles) if tile in missing) // grid.columns
    if not whole:
        raise NothingWhole
    part = Rectangle(0, 0, grid.size[0], min(whole * height, grid.size[1]), grid.size)
    for use in structure.of(primary, *_TRANSFORMING):
        kind, body = structure.properties[(use & 0x7FFF) - 1]
        if kind == b"clap":
            raise NothingWhole
        if kind == b"imir":
            part = part.mirrored(body[0] & 1)
        for _ in range(body[0] & 3 if kind == b"irot" else 0):
            part = part.turned()
    return part


def _with_first_tile(original: Bytes, parts: list[Box], missing: set[int], primary: int) -> Bytes:
    changed = bytearray(original)
    for iref in (box for box in parts if box.kind == b"iref"):
        size = 4 if original[iref.body] else 2
        tiles = [
            (other, at) for kind, one, other, at in references_in(original, iref) if (kind, one) == (b"dimg", primary)
        ]
        for tile, at in tiles:
            if tile in missing:
                changed[at : at + size] = tiles[0][0].to_bytes(size, "big")
    return bytes(changed)


def _grid(data: bytes) -> _Grid:
    """ISO/IEC 23008-12, 6.6.2.3.2."""
    _, wide, _, columns = struct.unpack_from(">BBBB", data)
    width, height = struct.unpack_from(">II" if wide & 1 else ">HH", data, 4)
    return _Grid(columns + 1, (width, height))


def _data(original: Bytes, parts: list[Box], extents: list[_Extent]) -> bytes:
    """The grid's description."""
    idat = [box.body for box in parts if box.kind == b"idat"]
    starts = [one.start + (idat[0] if one.method == _IN_IDAT else 0) for one in extents]
    lengths = [min(one.length, _GRID_BYTES) for one in extents]  # all extents together may name gigabytes
    return b"".join(bytes(original[at : at + length]) for at, length in zip(starts, lengths, strict=True))


def _kind_of(original: Bytes, parts: list[Box], item: int) -> bytes:
    """ISO/IEC 14496-12, 8.11.6: entries of version 2 number items by 16 bits, those of version 3 by 32."""
    iinf = only(b"iinf", parts)
    for entry in boxes(original, iinf.body + (8 if original[iinf.body] else 6), iinf.end):
        number, kind = struct.unpack_from(">IH4s" if original[entry.body] > 2 else ">HH4s", original, entry.body + 4)[
            ::2
        ]
        if number == item:
            return bytes(kind)
    raise NotWellFormed


def _extents(original: Bytes, iloc: Box) -> Iterator[_Extent]:
    """ISO/IEC 14496-12, 8.11.3."""
    version, at = original[iloc.body], iloc.body + 6
    sizes = [half for byte in original[iloc.body + 4 : at] for half in (byte >> 4, byte & 15)]
    offset_size, length_size, base_size, index_size = [*sizes[:3], sizes[3] if version else 0]
    if not length_size:
        raise NotWellFormed  # otherwise each extent is the whole file
    reading = _Reading(original, at)
    for _ in range(reading.count(4 if version > 1 else 2, MOST)):
        item = reading.number(4 if version > 1 else 2)
        method = reading.number(2) & 15 if version else _IN_THE_FILE
        reading.number(2)  # in which file: this one
        base = reading.number(base_size)
        for _ in range(reading.count(2, _EXTENTS)):
            reading.number(index_size)
            start = base + reading.number(offset_size)
            yield _Extent(item, method, start, reading.number(length_size))


class _Reading:
    """Reads numbers one after the other. Raises IndexError at the end."""

    def __init__(self, data: Bytes, at: int) -> None:
        self._data, self._at = data, at

    def number(self, size: int) -> int:
        """The next `size` bytes."""
        end = self._at + size
        if end > len(self._data):
            raise IndexError
        found = int.from_bytes(self._data[self._at : end], "big")
        self._at = end
        return found

    def count(self, size: int, most: int) -> int:
        """The next `size` bytes, which give the number of elements that follow. Raises TooMany."""
        found = self.number(size)
        if found > most:
            raise TooMany
        return found
