"""Inside the jail: turns pixels into the renditions, AVIF and JPEG, or into a new original, without any metadata."""

from collections.abc import Iterator

import pyvips

from held.jail.answer import Pixels, Rendition
from held.jail.limits import FORMATS, SIZES

# On photographs of real cameras effort 1 at Q 53 is as close to the original as effort 3 at Q 50, in half the time,
# with a tenth more bytes (docs/decisions/0021). Both look like JPEG at Q 80.
_AVIF = {"compression": "av1", "Q": 53, "effort": 1, "bitdepth": 8, "keep": "none"}
_JPEG = {"Q": 80, "interlace": True, "optimize_coding": True, "keep": "none"}


_LARGE = {"Q": 92, "optimize_coding": True, "keep": "none"}


def image_of(pixels: Pixels) -> pyvips.Image:
    """The picture with these pixels; the only other known fact is whether it is grey."""
    image = pyvips.Image.new_from_memory(pixels.data, pixels.width, pixels.height, pixels.channels, "uchar")
    return image.copy(interpretation="srgb" if pixels.channels == 3 else "b-w")


def renditions_of(image: pyvips.Image) -> Iterator[Rendition]:
    """Every size up to the first that fits the whole picture, in both formats; nothing is ever enlarged."""
    longest = max(image.width, image.height)
    for size in SIZES:
        small = image if longest <= size else image.resize(size / longest).copy_memory()
        for form in FORMATS:
            data = small.heifsave_buffer(**_AVIF) if form == "avif" else small.jpegsave_buffer(**_JPEG)
            yield Rendition(size, form, small.width, small.height, data)
        if longest <= size:
            return


def original_of(image: pyvips.Image) -> bytes:
    """A new original with these pixels: a JPEG with every sample of colour, without any metadata."""
    data: bytes = image.jpegsave_buffer(**_LARGE)
    return data
