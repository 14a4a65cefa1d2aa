"""Inside the jail: makes an opened photograph small, on white, with 8 bits a channel, in memory of its own."""

import pyvips

from held.jail.nclx import Colours, to_srgb


def small_of(image: pyvips.Image, longest: int) -> pyvips.Image:
    """On white, 8 bits, in memory of its own, longest side at most so many pixels; nothing is ever enlarged."""
    if image.format == "ushort":
        image = image.msb().copy(interpretation="srgb" if image.bands >= 3 else "b-w")
    if image.hasalpha():
        image = image.flatten(background=255)
    return _shrunk(image, longest).copy_memory()


def small_in(colours: Colours | None, image: pyvips.Image, longest: int) -> pyvips.Image:
    """The same, converted from the colours declared by numbers to sRGB; the conversion keeps all bits."""
    if colours is None or colours.are_srgb or image.bands < 3:
        return small_of(image, longest)
    if image.format != "ushort":
        image = (image.cast("ushort") * 257).cast("ushort").copy(interpretation="rgb16")
    if image.hasalpha():
        image = image.flatten(background=round(colours.white * 65535), max_alpha=65535)
    return to_srgb(_shrunk(image, longest).copy_memory(), colours)


def _shrunk(image: pyvips.Image, longest: int) -> pyvips.Image:
    side = max(image.width, image.height)
    return image.resize(longest / side) if side > longest else image
