"""HEIF files built box by box (ISO/IEC 14496-12 and 23008-12), to contain what no encoder here would write."""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO

import pillow_heif
import pyvips

ALPHA = b"urn:mpeg:mpegB:cicp:systems:auxiliary:alpha\0"


@dataclass
class Item:
    """An image of the file: its coded bytes and its properties, each a whole box. Items are numbered from 1."""

    kind: bytes
    data: bytes
    properties: list[bytes] = field(default_factory=list)


def box(kind: bytes, *parts: bytes) -> bytes:
    """One box with its length."""
    body = b"".join(parts)
    return struct.pack(">I4s", 8 + len(body), kind) + body


def full_box(kind: bytes, *parts: bytes, version: int = 0) -> bytes:
    """A box that starts with a version and no flags."""
    return box(kind, bytes([version, 0, 0, 0]), *parts)


def clean_aperture(left: int, top: int, width: int, height: int, of: tuple[int, int]) -> bytes:
    """The `clap` property that keeps this rectangle of an image of size `of`; ISO/IEC 14496-12, 12.1.4."""
    offsets = (2 * left + width - of[0], 2 * top + height - of[1])  # of the centres, in halves
    return box(b"clap", struct.pack(">IIIIiIiI", width, 1, height, 1, offsets[0], 2, offsets[1], 2))


def auxiliary(kind: bytes = ALPHA) -> bytes:
    """The property that says what an auxiliary image is for."""
    return full_box(b"auxC", kind)


def avif(image: pyvips.Image, bitdepth: int = 8) -> Item:
    """The AV1 image of these pixels, without alpha."""
    return _first_item(image.heifsave_buffer(compression="av1", Q=90, effort=0, bitdepth=bitdepth), b"av01")


def heic(mode: str, size: tuple[int, int], data: bytes, **options: object) -> Item:
    """The HEVC image of these pixels; `mode` is one of pillow_heif."""
    file = BytesIO()
    pillow_heif.encode(mode, size, data, file, **options)
    return _first_item(file.getvalue(), b"hvc1")


Reference = tuple[bytes, int, "int | list[int]"]  # its kind, from which item, to which item or items in order


def file_of(brand: bytes, items: Sequence[Item], references: Sequence[Reference] = ()) -> bytes:
    """A file with these items, the first of which is shown."""
    head = box(b"ftyp", brand, bytes(4), b"mif1", brand)
    at = len(head) + len(_meta(items, references, 0)) + 8
    return head + _meta(items, references, at) + box(b"mdat", *[item.data for item in items])


def _reference(kind: bytes, one: int, others: "int | list[int]") -> bytes:
    others = [others] if isinstance(others, int) else others
    return box(kind, struct.pack(f">HH{len(others)}H", one, len(others), *others))


def _meta(items: Sequence[Item], references: Sequence[Reference], at: int) -> bytes:
    extents, entries, properties, uses = b"", b"", [], b""
    for number, item in enumerate(items, 1):
        extents += struct.pack(">HHHII", number, 0, 1, at, len(item.data))
        at += len(item.data)
        entries += full_box(b"infe", struct.pack(">HH", number, 0), item.kind, b"\0", version=2)
        own = [len(properties) + 1 + n for n in range(len(item.properties))]
        properties += item.properties
        uses += struct.pack(">HB", number, len(own)) + bytes(own)
    count = struct.pack(">H", len(items))
    return full_box(
        b"meta",
        full_box(b"hdlr", bytes(4), b"pict", bytes(13)),
        full_box(b"pitm", struct.pack(">H", 1)),
        full_box(b"iloc", b"\x44\0", count, extents),
        full_box(b"iinf", count, entries),
        full_box(b"iref", *[_reference(*reference) for reference in references]),
        box(b"iprp", box(b"ipco", *properties), full_box(b"ipma", struct.pack(">I", len(items)), uses)),
    )


def _first_item(file: bytes, kind: bytes) -> Item:
    """The primary item of a file that an encoder wrote, with the properties that its decoder needs."""
    meta = next(body for name, body in boxes(file) if name == b"meta")[4:]
    found = dict(boxes(meta))
    base, _, offset, length = struct.unpack_from(">IHII", found[b"iloc"], 12)
    wanted = (b"av1C", b"hvcC", b"ispe", b"pixi")
    kept = [box(name, body) for name, body in boxes(dict(boxes(found[b"iprp"]))[b"ipco"]) if name in wanted]
    return Item(kind, file[base + offset : base + offset + length], kept)


def boxes(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Consecutive boxes: the kind and body of each."""
    at = 0
    while at + 8 <= len(data):
        length, name = struct.unpack_from(">I4s", data, at)
        yield name, data[at + 8 : at + length]
        at += length
