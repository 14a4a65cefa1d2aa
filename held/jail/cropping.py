"""Crops the transparency of a HEIF file (property `clap`) like its colours.

An alpha plane is a separate image in the file, and a program may write `clap` for the colours alone. libheif then
scales the whole plane to the size of the crop, and draws the outline of what was cropped away.
"""

import struct

from held.jail.heif import Box, Bytes, NotWellFormed, boxes, meta_of, only, structure_of

_TRANSFORMING = (b"clap", b"irot", b"imir")


class CropNotFollowed(Exception):
    """A crop and an alpha plane cannot be matched: the file could show what was cropped away."""


def with_alpha_cropped(original: Bytes) -> Bytes:
    """The same file with each alpha plane cropped, turned and mirrored like its image; most files come back unchanged.

    Raises CropNotFollowed if that is impossible: the two differ in size before the crop, or the file is malformed.
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
    """The file with other property associations. The new `meta` comes after everything else and the old one is no
    longer read, so every offset in the file stays right.
    """
    uses = b"".join(struct.pack(f">IB{len(of)}H", image, len(of), *of) for image, of in sorted(used.items()))
    kept = [data[box.start : box.end] for box in boxes(data, iprp.body, iprp.end) if box.kind != b"ipma"]
    ipma = _box(b"ipma", b"\1\0\0\1", struct.pack(">I", len(used)), uses)
    new = _box(b"meta", data[meta.body : iprp.start], _box(b"iprp", *kept, ipma), data[iprp.end : meta.end])
    *_, last = boxes(data, 0, len(data))  # bytes that are no box would hide what follows
    changed = bytearray(data)
    changed[meta.start + 4 : meta.start + 8] = b"free"
    if last.body - last.start == 8:  # its length may mean “to the end of the file”, which moves
        changed[last.start : last.start + 4] = struct.pack(">I", last.end - last.start)
    return bytes(changed) + new


def _box(kind: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I", 8 + len(body)) + kind + body
