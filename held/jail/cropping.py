"""The crop of a HEIF file (the property `clap`) cuts its transparency as it cuts its colours.

An alpha plane is an image of its own in the file, and a program may write `clap` for the colours alone. libheif then
scales the whole plane to the size of the crop, and draws the outline of what was cut off.
"""

import struct

from held.jail.heif import Box, Bytes, NotWellFormed, boxes, meta_of, only, structure_of

_TRANSFORMING = (b"clap", b"irot", b"imir")


class CropNotFollowed(Exception):
    """A file in which a crop and an alpha plane cannot be matched: it could show what was cut off."""


def with_alpha_cropped(original: Bytes) -> Bytes:
    """The same file, in which each alpha plane is cropped, turned and mirrored as its image; most come back unchanged.

    Raises CropNotFollowed where that cannot be: the two differ in size before the crop, or the file is not well formed.
    """
    if b"clap" not in original:
        return original
    try:
        return _aligned(bytes(original))
    except (NotWellFormed, struct.error, IndexError, KeyError) as odd:
        raise CropNotFollowed from odd


def _aligned(original: bytes) -> bytes:
    meta, parts = meta_of(original)
    structure = structure_of(original, parts)
    if not any(kind == b"clap" for kind, _ in structure.properties) or not structure.alphas():
        return original
    for alpha, image in structure.alphas():
        if structure.bodies(alpha, b"ispe") != structure.bodies(image, b"ispe"):
            raise CropNotFollowed
        own = [use for use in structure.used[alpha] if structure.kind(use) not in _TRANSFORMING]
        structure.used[alpha] = own + structure.of(image, *_TRANSFORMING)
    return _with_uses(original, meta, only(b"iprp", parts), structure.used)


def _with_uses(data: bytes, meta: Box, iprp: Box, used: dict[int, list[int]]) -> bytes:
    """The file with other uses of its properties. The new `meta` lies behind everything else and the old one is not
    read any more, so that every offset in the file stays right."""
    uses = b"".join(struct.pack(f">IB{len(of)}H", image, len(of), *of) for image, of in sorted(used.items()))
    kept = [data[box.start : box.end] for box in boxes(data, iprp.body, iprp.end) if box.kind != b"ipma"]
    ipma = _box(b"ipma", b"\1\0\0\1", struct.pack(">I", len(used)), uses)
    new = _box(b"meta", data[meta.body : iprp.start], _box(b"iprp", *kept, ipma), data[iprp.end : meta.end])
    *_, last = boxes(data, 0, len(data))  # what is no box would hide what follows it
    changed = bytearray(data)
    changed[meta.start + 4 : meta.start + 8] = b"free"
    if last.body - last.start == 8:  # its length may be told as “to the end of the file”, which moves
        changed[last.start : last.start + 4] = struct.pack(">I", last.end - last.start)
    return bytes(changed) + new


def _box(kind: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I", 8 + len(body)) + kind + body
