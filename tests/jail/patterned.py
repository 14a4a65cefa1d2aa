"""Photographs whose left half is a loud pattern, to be covered; and what is left of that pattern in a file."""

import pyvips

from held.jail.covering import FLAT, Box, Covering

LEFT_HALF = Covering((Box(0, 0, 500, 1000),))


def chequered(width: int = 1200, height: int = 800) -> pyvips.Image:
    """Grey, and its left half a chequered pattern of red and white that changes with each pixel."""
    tiles = ((pyvips.Image.xyz(width // 2, height).extract_band(0) + pyvips.Image.xyz(width // 2, height)[1]) % 2) * 255
    pattern = tiles.bandjoin([tiles, tiles]) * [0, 1, 1] + [255, 0, 0]
    grey = pyvips.Image.black(width, height) + [FLAT] * 3
    return grey.insert(pattern, 0, 0).cast("uchar").copy(interpretation="srgb").copy_memory()


def with_everything(image: pyvips.Image) -> bytes:
    """A JPEG that carries the same picture again as a thumbnail, and words and a profile."""
    image = image.copy()
    image.set_type(pyvips.GValue.blob_type, "jpeg-thumbnail-data", image.resize(0.1).jpegsave_buffer(keep="none"))
    image.set_type(pyvips.GValue.gstr_type, "exif-ifd0-ImageDescription", "CANARY")
    image.set_type(pyvips.GValue.blob_type, "xmp-data", b"<x:xmpmeta>CANARY</x:xmpmeta>")
    return image.jpegsave_buffer(Q=95, profile="srgb", keep="all")


def colourful(data: bytes) -> float:
    """How far the most colourful pixel of this file is from grey, of 255."""
    image = pyvips.Image.new_from_buffer(data, "")
    return max((image[a] - image[b]).abs().max() for a, b in ((0, 1), (1, 2), (0, 2)))


def is_flat(data: bytes) -> bool:
    """Whether this file is nothing but the grey of a covered part, as near as its codec comes to it."""
    return colourful(data) <= 6 and abs(pyvips.Image.new_from_buffer(data, "").avg() - FLAT) <= 2
