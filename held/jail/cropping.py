"""The crop of a HEIF file (the property `clap`) cuts its transparency as it cuts its colours.

An alpha plane is an image of its own in the file, and a program may write `clap` for the colours alone. libheif then
scales the whole plane to the size of the crop, and draws the outline of what was cut off.
"""

import struct
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

_ALPHA = (
    b"urn:mpeg:mpegB:cicp:systems:auxiliary:alpha\0",
    b"urn:mpeg:hevc:2015:auxid:1\0",
    b"urn:mpeg:avc:2015:auxid:1\0",
)
_TRANSFORMING = (b"clap", b"irot", b"imir")
_ESSENTIAL = 0x8000  # a reader that does not know the property may not show the image


class CropNotFollowed(Exception):
    """A file in which a crop and an alpha plane cannot be matched: it could show what was cut off."""


@dataclass(frozen=True)
class _Box:
    kind: bytes
    start: int  # of its header, in the file
    body: int
    end: int


@dataclass
class _Structure:
    """What the file says of its images: their properties, and which is the alpha plane of which."""

    properties: list[tuple[bytes, bytes]]  # kind and body; an image names them by number, from 1
    used: dict[int, list[int]] = field(default_factory=dict)  # by image; with the bit _ESSENTIAL
    auxiliary: list[tuple[int, int]] = field(default_factory=list)  # of which image, to which

    def of(self, image: int, *kinds: bytes) -> list[int]:
        """The properties of these kinds that an image has, in their order."""
        return [use for use in self.used.get(image, []) if self.kind(use) in kinds]

    def kind(self, use: int) -> bytes:
        """What kind of property a number means."""
        return self.properties[(use & ~_ESSENTIAL) - 1][0]

    def bodies(self, image: int, kind: bytes) -> list[bytes]:
        """What the properties of this kind hold."""
        return [self.properties[(use & ~_ESSENTIAL) - 1][1] for use in self.of(image, kind)]

    def alphas(self) -> list[tuple[int, int]]:
        """Each alpha plane with the image that it belongs to."""
        return [(one, image) for one, image in self.auxiliary if self._is_alpha(one)]

    def _is_alpha(self, image: int) -> bool:
        return any(body[4:].startswith(_ALPHA) for body in self.bodies(image, b"auxC"))


def with_alpha_cropped(original: bytes | bytearray) -> bytes | bytearray:
    """The same file, in which each alpha plane is cropped, turned and mirrored as its image; most come back unchanged.

    Raises CropNotFollowed where that cannot be: the two differ in size before the crop, or the file is not well formed.
    """
    if b"clap" not in original:
        return original
    try:
        return _aligned(bytes(original))
    except (struct.error, IndexError, KeyError) as odd:
        raise CropNotFollowed from odd


def _aligned(original: bytes) -> bytes:
    meta = _only(b"meta", _top_of(original))
    parts = list(_boxes(original, meta.body + 4, meta.end))
    iprp = _only(b"iprp", parts)
    structure = _structure(original, iprp, [box for box in parts if box.kind == b"iref"])
    if not any(kind == b"clap" for kind, _ in structure.properties) or not structure.alphas():
        return original
    for alpha, image in structure.alphas():
        if structure.bodies(alpha, b"ispe") != structure.bodies(image, b"ispe"):
            raise CropNotFollowed
        own = [use for use in structure.used[alpha] if structure.kind(use) not in _TRANSFORMING]
        structure.used[alpha] = own + structure.of(image, *_TRANSFORMING)
    return _with_uses(original, meta, iprp, structure.used)


def _top_of(data: bytes) -> list[_Box]:
    """The boxes of the file; what lies behind the last that is well formed is no box."""
    found: list[_Box] = []
    with suppress(CropNotFollowed, struct.error):
        found.extend(_boxes(data, 0, len(data)))
    return found


def _only(kind: bytes, boxes: list[_Box]) -> _Box:
    """The one of this kind: of two, nobody knows which a decoder takes."""
    found = [box for box in boxes if box.kind == kind]
    if len(found) != 1:
        raise CropNotFollowed
    return found[0]


def _structure(data: bytes, iprp: _Box, irefs: list[_Box]) -> _Structure:
    own = list(_boxes(data, iprp.body, iprp.end))
    listed = _only(b"ipco", own)
    structure = _Structure([(box.kind, data[box.body : box.end]) for box in _boxes(data, listed.body, listed.end)])
    for box in own:
        if box.kind == b"ipma":
            for image, uses in _uses(data, box):
                structure.used.setdefault(image, []).extend(uses)
    for iref in irefs:
        structure.auxiliary += _auxiliary(data, iref)
    return structure


def _uses(data: bytes, ipma: _Box) -> Iterator[tuple[int, list[int]]]:
    """Each image with its properties (ISO/IEC 23008-12, 9.3): numbers of 7 bits, or of 15 where the flag is set."""
    version, wide = data[ipma.body], data[ipma.body + 3] & 1
    number = ">IB" if version else ">HB"
    at = ipma.body + 8
    for _ in range(struct.unpack_from(">I", data, ipma.body + 4)[0]):
        image, count = struct.unpack_from(number, data, at)
        at += struct.calcsize(number)
        found = struct.unpack_from(f">{count}{'H' if wide else 'B'}", data, at)
        at += count << wide
        uses = found if wide else [(use & 0x80) << 8 | use & 0x7F for use in found]
        yield image, [use for use in uses if use & ~_ESSENTIAL]  # 0 names no property


def _auxiliary(data: bytes, iref: _Box) -> Iterator[tuple[int, int]]:
    number = ">I" if data[iref.body] else ">H"
    size = struct.calcsize(number)
    for box in _boxes(data, iref.body + 4, iref.end):
        if box.kind == b"auxl":
            (image,) = struct.unpack_from(number, data, box.body)
            for at in range(box.body + size + 2, box.end, size):
                yield image, struct.unpack_from(number, data, at)[0]


def _with_uses(data: bytes, meta: _Box, iprp: _Box, used: dict[int, list[int]]) -> bytes:
    """The file with other uses of its properties. The new `meta` lies behind everything else and the old one is not
    read any more, so that every offset in the file stays right."""
    uses = b"".join(struct.pack(f">IB{len(of)}H", image, len(of), *of) for image, of in sorted(used.items()))
    kept = [data[box.start : box.end] for box in _boxes(data, iprp.body, iprp.end) if box.kind != b"ipma"]
    ipma = _box(b"ipma", b"\1\0\0\1", struct.pack(">I", len(used)), uses)
    new = _box(b"meta", data[meta.body : iprp.start], _box(b"iprp", *kept, ipma), data[iprp.end : meta.end])
    *_, last = _boxes(data, 0, len(data))  # what is no box would hide what follows it
    changed = bytearray(data)
    changed[meta.start + 4 : meta.start + 8] = b"free"
    if last.body - last.start == 8:  # its length may be told as “to the end of the file”, which moves
        changed[last.start : last.start + 4] = struct.pack(">I", last.end - last.start)
    return bytes(changed) + new


def _box(kind: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I", 8 + len(body)) + kind + body


def _boxes(data: bytes, at: int, end: int) -> Iterator[_Box]:
    """The boxes that lie one behind the other (ISO/IEC 14496-12, 4.2). Raises CropNotFollowed where they do not."""
    while at < end:
        length, kind = struct.unpack_from(">I4s", data, at)
        body = at + 8
        if length == 1:
            (length,) = struct.unpack_from(">Q", data, body)
            body += 8
        elif length == 0:
            length = end - at
        if not body - at <= length <= end - at:
            raise CropNotFollowed
        yield _Box(kind, at, body, at + length)
        at += length
