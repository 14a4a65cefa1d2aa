"""Inside the jail: an original becomes pixels, upright, in sRGB, on white, no larger than is ever shown.

The loaders are named one by one, and all others are shut: what a file says of itself chooses nothing.
"""

from collections.abc import Callable

import pillow_heif
import pyvips

from held.jail.answer import Pixels
from held.jail.colours import adobe_rgb_to_srgb
from held.jail.cropping import with_alpha_cropped
from held.jail.formats import format_of
from held.jail.limits import AREA, BYTES, SCANNED, SIDE, SIZES
from held.jail.scans import TooManyScans, scans_of

_OPERATIONS = (
    "LoadJpegBuffer",
    "LoadPngBuffer",
    "LoadWebpBuffer",
    "LoadHeifBuffer",
    "SaveHeifBuffer",
    "SaveJpegBuffer",
)
_DISPLAY_P3 = 12  # colour primaries as a HEIC without a profile may number them
_MODES = {
    "L": (1, "uchar", "b-w"),
    "LA": (2, "uchar", "b-w"),
    "I;16": (1, "ushort", "grey16"),
    "RGB": (3, "uchar", "srgb"),
    "RGBA": (4, "uchar", "srgb"),
}


class BeyondLimits(Exception):
    """More bytes, a longer side or a larger area than is taken."""


class NotOurs(Exception):
    """None of the five formats, or a kind of it that is not known."""


def prepare_libraries() -> None:
    """Shut every loader but the named ones, and keep nothing between photographs. Starts no thread."""
    pyvips.block_untrusted_set(True)
    pyvips.operation_block_set("VipsForeign", True)
    for name in _OPERATIONS:
        pyvips.operation_block_set(f"VipsForeign{name}", False)
    pyvips.cache_set_max(0)
    pillow_heif.options.DECODE_THREADS = 1
    pillow_heif.options.THUMBNAILS = pillow_heif.options.DEPTH_IMAGES = pillow_heif.options.AUX_IMAGES = False


def open_original(original: bytes) -> pyvips.Image:
    """The photograph in memory: three or one channels of 8 bit, sRGB or grey, longest side at most 1600 px.

    Raises BeyondLimits and TooManyScans before a pixel is opened, NotOurs, and whatever the libraries raise.
    """
    if len(original) > BYTES:
        raise BeyondLimits
    opener = _OPENERS.get(format_of(original) or "")
    if opener is None:
        raise NotOurs
    return _upright(_in_srgb(opener(original)))


def pixels_of(image: pyvips.Image) -> Pixels:
    """The bytes of an opened photograph, and nothing else that its file said. Raises NotOurs where they are odd."""
    if image.format != "uchar" or image.bands not in (1, 3):
        raise NotOurs
    return Pixels(image.width, image.height, image.bands, image.write_to_memory())


def _jpeg(original: bytes) -> pyvips.Image:
    """Damaged photographs are opened as far as they go.

    `unlimited` lifts two limits of libvips: on how much damage, and on how many scans. The second is asked here.
    """
    scans = scans_of(original)
    image = _within_limits(pyvips.Image.jpegload_buffer(original, access="sequential", unlimited=True))
    if scans * image.width * image.height > SCANNED:
        raise TooManyScans
    by = next((by for by in (8, 4, 2) if max(image.width, image.height) >= by * SIZES[-1]), 1)
    if by > 1:
        image = pyvips.Image.jpegload_buffer(original, access="sequential", unlimited=True, shrink=by)
    return adobe_rgb_to_srgb(_small(image))


def _png(original: bytes) -> pyvips.Image:
    return _small(_within_limits(pyvips.Image.pngload_buffer(original, access="sequential")))


def _webp(original: bytes) -> pyvips.Image:
    """A large one is opened at a smaller scale: whole, it would take more than twice its pixels' memory."""
    image = _within_limits(pyvips.Image.webpload_buffer(original, access="sequential"))
    scale = 2 * SIZES[-1] / max(image.width, image.height)
    if scale < 1:
        image = pyvips.Image.webpload_buffer(original, access="sequential", scale=scale)
    return _small(image)


def _avif(original: bytes) -> pyvips.Image:
    cropped = with_alpha_cropped(original)
    return _small(_within_limits(pyvips.Image.heifload_buffer(cropped, access="sequential")))


def _heic(original: bytes) -> pyvips.Image:
    """HEVC is what libvips' wheel cannot open. Turned upright already: libheif obeys the file's own turning."""
    file = pillow_heif.open_heif(with_alpha_cropped(original), convert_hdr_to_8bit=True, bgr_mode=False)
    _check_limits(*file.size)
    if file.mode not in _MODES:
        raise NotOurs
    channels, form, interpretation = _MODES[file.mode]
    image = pyvips.Image.new_from_memory(file.data, *file.size, channels, form).copy(interpretation=interpretation)
    image = _small(image)  # the pixels are the file's own memory, and gone with it
    profile = file.info.get("icc_profile")
    if profile:
        image.set_type(pyvips.GValue.blob_type, "icc-profile-data", profile)
    elif file.info.get("nclx_profile", {}).get("color_primaries") == _DISPLAY_P3:
        image = image.icc_transform("srgb", input_profile="p3", depth=8)
    return image


_OPENERS: dict[str, Callable[[bytes], pyvips.Image]] = {
    "jpeg": _jpeg,
    "png": _png,
    "webp": _webp,
    "avif": _avif,
    "heic": _heic,
}


def _within_limits(image: pyvips.Image) -> pyvips.Image:
    _check_limits(image.width, image.height)
    return image


def _check_limits(width: int, height: int) -> None:
    if max(width, height) > SIDE or width * height > AREA:
        raise BeyondLimits


def _small(image: pyvips.Image) -> pyvips.Image:
    """On white, in memory of its own, longest side at most what is ever shown."""
    if image.hasalpha():
        white = 65535 if image.format == "ushort" else 255
        image = image.flatten(background=white, max_alpha=white)
    longest = max(image.width, image.height)
    if longest > SIZES[-1]:
        image = image.resize(SIZES[-1] / longest)
    return image.copy_memory()


def _in_srgb(image: pyvips.Image) -> pyvips.Image:
    """A profile that cannot be read is passed over: the colours are then taken as they are."""
    if "icc-profile-data" in image.get_fields() or image.interpretation == "cmyk":
        try:
            return image.icc_transform("srgb", embedded=True, intent="perceptual", depth=8).copy_memory()
        except pyvips.Error:
            pass
    return image.colourspace("srgb" if image.bands >= 3 else "b-w").cast("uchar")


def _upright(image: pyvips.Image) -> pyvips.Image:
    return image.autorot().copy_memory()
