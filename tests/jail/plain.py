"""Whether the bytes of a rendition are one plain picture: nothing after its end, and nothing in it but pixels."""

from held.jail.answer import Rendition
from tests.jail.boxes import boxes
from tests.jail.drawing import opened

_TABLES, _FRAME, _CODES, _SCAN = 0xDB, 0xC2, 0xC4, 0xDA  # the markers of a progressive JPEG that contain its picture
_IN_META = [b"hdlr", b"iloc", b"iinf", b"pitm", b"iprp"]
_PROPERTIES = {b"av1C", b"ispe", b"pixi", b"colr"}


def is_plain(one: Rendition) -> bool:
    """Whether it decodes to the given size and format, and contains nothing else."""
    try:
        image = opened(one)
        image.avg()
        whole = _is_avif(one.data) if one.format == "avif" else _is_jpeg(one.data)
    except Exception:  # noqa: BLE001 - whatever a decoder says against it
        return False
    return whole and (image.width, image.height) == (one.width, one.height)


def _is_jpeg(data: bytes) -> bool:
    """SOI, then only markers of the picture, then EOI, then nothing."""
    if data[:2] != b"\xff\xd8":
        return False
    at = 2
    while data[at : at + 2] != b"\xff\xd9":
        if data[at] != 0xFF or data[at + 1] not in (_TABLES, _FRAME, _CODES, _SCAN):
            return False
        scan = data[at + 1] == _SCAN
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        while scan and not (data[at] == 0xFF and data[at + 1]):
            at += 1
    return len(data) == at + 2


def _is_avif(data: bytes) -> bool:
    """One `ftyp`, one `meta` with one image, one `mdat` whose every byte belongs to that image."""
    (brand, _), (_, meta), (_, coded) = outer = list(boxes(data))
    inner = list(boxes(meta[4:]))
    found = dict(inner)
    properties = {name for name, _ in boxes(dict(boxes(found[b"iprp"]))[b"ipco"])}
    return (
        [name for name, _ in outer] == [b"ftyp", b"meta", b"mdat"]
        and sum(8 + len(body) for _, body in outer) == len(data)
        and brand == b"ftyp"
        and sorted(name for name, _ in inner) == sorted(_IN_META)
        and found[b"iinf"].count(b"infe") == 1
        and properties <= _PROPERTIES
        and int.from_bytes(found[b"iloc"][-4:], "big") == len(coded)
    )
