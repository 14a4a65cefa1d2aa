"""The boxes of a HEIF file (HEIC, AVIF): its images, their properties, and the references between them."""

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import TypeVar

Bytes = bytes | bytearray
_Found = TypeVar("_Found")
MOST = 10_000  # boxes, references or items; libheif refuses a file of more than 1,000 items before it decodes one
_OF_A_PROPERTY = 256  # bytes read of one; a colour profile is longer, and libheif reads it itself
ESSENTIAL = 0x8000  # a reader that does not know the property may not show the image

_ALPHA = (
    b"urn:mpeg:mpegB:cicp:systems:auxiliary:alpha\0",
    b"urn:mpeg:hevc:2015:auxid:1\0",
    b"urn:mpeg:avc:2015:auxid:1\0",
)


class NotWellFormed(Exception):
    """Boxes that do not follow one another, or a required single box that is missing or duplicated."""


class TooMany(NotWellFormed):
    """More boxes, references or items than any camera writes: listing them would use up all memory and time."""


@dataclass(frozen=True)
class Box:
    """A box of the file: its kind, and the offsets of its header, its body and its end."""

    kind: bytes
    start: int
    body: int
    end: int


@dataclass
class Structure:
    """What the file says about its images: their properties, and which refers to which."""

    properties: list[tuple[bytes, bytes]]  # kind and body; an image names them by number, from 1
    used: dict[int, list[int]] = field(default_factory=dict)  # by image; with the bit ESSENTIAL
    references: dict[bytes, list[tuple[int, int]]] = field(default_factory=dict)  # by kind: from image, to image

    def of(self, image: int, *kinds: bytes) -> list[int]:
        """The properties of these kinds that an image has, in their order."""
        return [use for use in self.used.get(image, []) if self.kind(use) in kinds]

    def kind(self, use: int) -> bytes:
        """The kind of the property with this number."""
        return self.properties[(use & ~ESSENTIAL) - 1][0]

    def bodies(self, image: int, *kinds: bytes) -> list[bytes]:
        """The contents of the properties of these kinds."""
        return [self.properties[(use & ~ESSENTIAL) - 1][1] for use in self.of(image, *kinds)]

    def alphas(self) -> list[tuple[int, int]]:
        """Each alpha plane with its image."""
        found = dict.fromkeys(self.references.get(b"auxl", []))
        alphas = {one for one in {one for one, _ in found} if self._is_alpha(one)}
        return [(one, image) for one, image in found if one in alphas]

    def made_of(self) -> dict[int, list[int]]:
        """For each image made of others (a grid of tiles), those others."""
        made: dict[int, list[int]] = {}
        for image, other in self.references.get(b"dimg", []):
            made.setdefault(image, []).append(other)
        return made

    def _is_alpha(self, image: int) -> bool:
        return any(body.startswith(_ALPHA, 4) for body in self.bodies(image, b"auxC"))


def meta_of(data: Bytes) -> tuple[Box, list[Box]]:
    """The box that describes the images, and its child boxes. Raises NotWellFormed."""
    meta = only(b"meta", top_of(data))
    return meta, list(boxes(data, meta.body + 4, meta.end))


def primary_of(data: Bytes, parts: list[Box]) -> int:
    """The number of the primary image. Raises NotWellFormed."""
    pitm = only(b"pitm", parts)
    number: int = struct.unpack_from(">I" if data[pitm.body] else ">H", data, pitm.body + 4)[0]
    return number


def top_of(data: Bytes) -> list[Box]:
    """The top-level boxes of the file, up to the last well-formed one. Raises TooMany."""
    found: list[Box] = []
    try:
        for box in boxes(data, 0, len(data)):
            found.append(box)  # noqa: PERF402 - what came before an error is kept
    except TooMany:
        raise
    except (NotWellFormed, struct.error):
        pass
    return found


def only(kind: bytes, boxes: list[Box]) -> Box:
    """The only box of this kind: with two, it is unknown which one a decoder takes. Raises NotWellFormed."""
    found = [box for box in boxes if box.kind == kind]
    if len(found) != 1:
        raise NotWellFormed
    return found[0]


def structure_of(data: Bytes, parts: list[Box]) -> Structure:
    """The properties and references of all images, from the boxes of `meta`. Raises NotWellFormed."""
    iprp = only(b"iprp", parts)
    own = list(boxes(data, iprp.body, iprp.end))
    listed = only(b"ipco", own)
    structure = Structure([(box.kind, _start_of(data, box)) for box in boxes(data, listed.body, listed.end)])
    for image, uses in at_most(chain.from_iterable(_uses(data, box) for box in own if box.kind == b"ipma")):
        if image in structure.used:
            raise NotWellFormed  # ISO/IEC 23008-12, 9.3.1: once; with two, a decoder may take either
        structure.used[image] = uses
    irefs = (box for box in parts if box.kind == b"iref")
    for kind, one, other, _ in at_most(chain.from_iterable(references_in(data, iref) for iref in irefs)):
        structure.references.setdefault(kind, []).append((one, other))
    return structure


def _start_of(data: Bytes, box: Box) -> bytes:
    return bytes(data[box.body : min(box.end, box.body + _OF_A_PROPERTY)])


def at_most(found: Iterable[_Found], most: int = MOST) -> Iterator[_Found]:
    """The same items, one by one, so that a count in a file never determines a list's size. Raises TooMany above
    `most`.
    """
    for number, one in enumerate(found):
        if number >= most:
            raise TooMany
        yield one


def boxes(data: Bytes, at: int, end: int) -> Iterator[Box]:
    """The consecutive boxes (ISO/IEC 14496-12, 4.2). Raises NotWellFormed if they are not consecutive.

    Raises TooMany above MOST.
    """
    return at_most(_boxes(data, at, end))


def _boxes(data: Bytes, at: int, end: int) -> Iterator[Box]:
    while at < end:
        length, kind = struct.unpack_from(">I4s", data, at)
        body = at + 8
        if length == 1:
            (length,) = struct.unpack_from(">Q", data, body)
            body += 8
        elif length == 0:
            length = end - at
        if not body - at <= length <= end - at:
            raise NotWellFormed
        yield Box(kind, at, body, at + length)
        at += length


def references_in(data: Bytes, iref: Box) -> Iterator[tuple[bytes, int, int, int]]:
    """Each reference (ISO/IEC 14496-12, 8.11.12): its kind, from image, to image, and the offset of the latter."""
    number = ">I" if data[iref.body] else ">H"
    size = struct.calcsize(number)
    for box in boxes(data, iref.body + 4, iref.end):
        (image,) = struct.unpack_from(number, data, box.body)
        for at in range(box.body + size + 2, box.end, size):
            yield box.kind, image, struct.unpack_from(number, data, at)[0], at


def _uses(data: Bytes, ipma: Box) -> Iterator[tuple[int, list[int]]]:
    """Each image with its properties (ISO/IEC 23008-12, 9.3): 7-bit numbers, or 15-bit ones if the flag is set."""
    version, wide = data[ipma.body], data[ipma.body + 3] & 1
    number = ">IB" if version else ">HB"
    at = ipma.body + 8
    for _ in range(struct.unpack_from(">I", data, ipma.body + 4)[0]):
        image, count = struct.unpack_from(number, data, at)
        at += struct.calcsize(number)
        found = struct.unpack_from(f">{count}{'H' if wide else 'B'}", data, at)
        at += count << wide
        uses = found if wide else [(use & 0x80) << 8 | use & 0x7F for use in found]
        yield image, [use for use in uses if use & ~ESSENTIAL]  # 0 names no property
