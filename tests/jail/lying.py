"""What a worker that an original has taken over could return instead of a photograph."""

from collections.abc import Callable

import pyvips

from held.jail.answer import Pixels, Rendition, Verdict, pack, pack_pixels
from tests.jail.drawing import jpeg, quarters

SCRIPT = b"<script>alert(document.cookie)</script>"
WIDTH, HEIGHT = 60, 40  # px
_JPEG = jpeg(quarters(WIDTH, HEIGHT), keep="none", interlace=True)
_AVIF = quarters(WIDTH, HEIGHT).heifsave_buffer(compression="av1", effort=0, keep="none")


def _with_exif() -> bytes:
    told = quarters(WIDTH, HEIGHT)
    told.set_type(pyvips.GValue.gstr_type, "exif-ifd0-ImageDescription", "CANARY")
    return jpeg(told, interlace=True)


LIES: dict[str, Rendition] = {
    "a script behind a JPEG": Rendition(480, "jpeg", WIDTH, HEIGHT, _JPEG + SCRIPT),
    "a script behind an AVIF": Rendition(480, "avif", WIDTH, HEIGHT, _AVIF + SCRIPT),
    "a box behind an AVIF": Rendition(480, "avif", WIDTH, HEIGHT, _AVIF + b"\0\0\0\x0cfreeDATA"),
    "a comment in a JPEG": Rendition(480, "jpeg", WIDTH, HEIGHT, _JPEG[:2] + b"\xff\xfe\0\x29" + SCRIPT + _JPEG[2:]),
    "where it was taken": Rendition(480, "jpeg", WIDTH, HEIGHT, _with_exif()),
    "another size": Rendition(480, "jpeg", 480, 320, _JPEG),
    "a page that begins as a JPEG": Rendition(480, "jpeg", WIDTH, HEIGHT, b"\xff\xd8\xff" + SCRIPT),
    "a page that begins as an AVIF": Rendition(480, "avif", WIDTH, HEIGHT, _AVIF[:32] + SCRIPT),
    "half a JPEG": Rendition(480, "jpeg", WIDTH, HEIGHT, _JPEG[: len(_JPEG) // 2]),
}


def _pair(lie: Rendition) -> list[Rendition]:
    avif, plain = Rendition(480, "avif", WIDTH, HEIGHT, _AVIF), Rendition(480, "jpeg", WIDTH, HEIGHT, _JPEG)
    return [lie, plain] if lie.format == "avif" else [avif, lie]


def as_pixels(lie: Rendition) -> bytes:
    """Its bytes as the rows of a grey picture, as many as needed."""
    rows = -(-len(lie.data) // WIDTH)
    return pack_pixels(Pixels(WIDTH, rows, 1, lie.data.ljust(rows * WIDTH, b".")))


WAYS: dict[str, Callable[[Rendition], bytes]] = {
    "as renditions": lambda lie: pack(_pair(lie)),
    "as renditions that are shown": lambda lie: bytes([Verdict.SHOWN]) + pack(_pair(lie)),
    "behind pixels": lambda lie: pack_pixels(Pixels(WIDTH, HEIGHT, 3, bytes(WIDTH * HEIGHT * 3))) + lie.data,
}
