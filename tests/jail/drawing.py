"""Invented pictures for the jail, and tools to check the results. Nobody is on them."""

import os
import struct
import zlib
from io import BytesIO
from pathlib import Path

import pytest
import pyvips

from held.jail.answer import Rendition
from held.jail.developing import develop

RED, GREEN, BLUE, GREY = [200, 30, 30], [30, 160, 30], [30, 30, 200], [128, 128, 128]
CORNERS = [RED, GREEN, BLUE, GREY]  # top left, top right, bottom left, bottom right
CLOSE = 14  # of 255: how far JPEG at quality 80 may change a plain colour

NEEDS_CORPORA = pytest.mark.skipif("HELD_CORPORA" not in os.environ, reason="HELD_CORPORA: no real camera files here")


def corpora() -> Path:
    """The folder of the real camera files."""
    return Path(os.environ["HELD_CORPORA"])


def quarters(width: int, height: int) -> pyvips.Image:
    """Four plain quarters, each in its own colour, to see which way is up."""
    plain = [(pyvips.Image.black(width // 2, height // 2) + colour).cast("uchar") for colour in CORNERS]
    return pyvips.Image.arrayjoin(plain, across=2).copy(interpretation="srgb")


def busy(width: int, height: int) -> pyvips.Image:
    """A picture with detail everywhere."""
    bands = [pyvips.Image.gaussnoise(width, height, mean=60 + 60 * n, sigma=20, seed=n) for n in range(3)]
    return bands[0].bandjoin(bands[1:]).cast("uchar").copy(interpretation="srgb").copy_memory()


def turned(image: pyvips.Image, orientation: int) -> pyvips.Image:
    """The same pixels, with a camera's note that they are turned."""
    image = image.copy()
    image.set_type(pyvips.GValue.gint_type, "orientation", orientation)
    return image


def jpeg(image: pyvips.Image, **options: object) -> bytes:
    """A JPEG of it, at the best quality."""
    return image.jpegsave_buffer(Q=95, **options)


def png_of(width: int, height: int, data: bytes) -> bytes:
    """A PNG that says it is this large, whatever it contains."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack("!I", len(body)) + kind + body + struct.pack("!I", zlib.crc32(kind + body))

    head = struct.pack("!IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(data, 9)) + chunk(b"IEND", b"")


def developed(original: bytes) -> dict[tuple[int, str], Rendition]:
    """The renditions by box and format."""
    return {(one.size, one.format): one for one in develop(BytesIO(original))}


def opened(rendition: Rendition) -> pyvips.Image:
    """Its pixels; of an AVIF or a JPEG."""
    opener = pyvips.Image.heifload_buffer if rendition.format == "avif" else pyvips.Image.jpegload_buffer
    return opener(rendition.data)


def corners(rendition: Rendition) -> list[list[float]]:
    """The colour in the middle of each quarter."""
    image = opened(rendition).colourspace("srgb")
    at = [(image.width // 4, image.height // 4), (3 * image.width // 4, image.height // 4)]
    at += [(x, 3 * image.height // 4) for x, _ in at]
    return [image(x, y)[:3] for x, y in at]


def near(found: list[float], wanted: list[int]) -> bool:
    """Whether a colour is the expected one, as far as compression allows."""
    return all(abs(one - other) <= CLOSE for one, other in zip(found, wanted, strict=True))


def upright(rendition: Rendition, wanted: list[list[int]] = CORNERS) -> bool:
    """Whether every quarter is in its place."""
    return all(near(found, colour) for found, colour in zip(corners(rendition), wanted, strict=True))
