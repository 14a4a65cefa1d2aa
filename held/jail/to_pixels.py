"""Inside the jail: turns an original into pixels, upright, in sRGB, on white, no larger than is ever shown.

The loaders are allowed one by one, and all others are blocked: nothing in a file chooses its loader.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import pillow_heif
import pyvips

from held.jail.answer import Pixels
from held.jail.colours import adobe_rgb_to_srgb
from held.jail.cropping import with_alpha_cropped
from held.jail.cut_off import (
    STEP,
    NothingWhole,
    comes_at_the_end,
    depends_on_what_follows,
    is_damage,
    rows_without_error,
    whole_scans,
    with_end,
    without_padding,
)
from held.jail.formats import LOOKED_AT, format_of, line_ends_before
from held.jail.heif import Bytes
from held.jail.limits import AREA, BYTES, SCANNED, SIDE, SIZES, WHOLE
from held.jail.nclx import Colours, colours_of, without_reserved_numbers
from held.jail.scans import TooManyScans, walk
from held.jail.shrinking import small_in, small_of
from held.jail.tiles import Rectangle, as_far_as_whole

_MIXED = 24  # rows; libvips returns 8 in which libjpeg warned, and that mixes 16 of colour into those above
_OPERATIONS = (
    "LoadJpegSource",
    "LoadPngSource",
    "LoadWebpSource",
    "LoadHeifSource",
    "SaveHeifBuffer",
    "SaveJpegBuffer",
)
_MODES = {
    "L": (1, "uchar", "b-w"),
    "LA": (2, "uchar", "b-w"),
    "I;16": (1, "ushort", "grey16"),
    "RGB": (3, "uchar", "srgb"),
    "RGBA": (4, "uchar", "srgb"),
    "RGB;16": (3, "ushort", "rgb16"),
    "RGBA;16": (4, "ushort", "rgb16"),
}


class BeyondLimits(Exception):
    """More bytes, a longer side or a larger area than allowed."""


class NotOurs(Exception):
    """None of the five formats, or an unknown variant of one."""


def prepare_libraries() -> None:
    """Block every loader except the named ones, and cache nothing between photographs. Starts no thread."""
    pyvips.block_untrusted_set(True)
    pyvips.operation_block_set("VipsForeign", True)
    for name in _OPERATIONS:
        pyvips.operation_block_set(f"VipsForeign{name}", False)
    pyvips.cache_set_max(0)
    pillow_heif.options.DECODE_THREADS = 1
    pillow_heif.options.THUMBNAILS = pillow_heif.options.DEPTH_IMAGES = pillow_heif.options.AUX_IMAGES = False


@dataclass(frozen=True)
class Opened:
    """A picture in memory; `whole`: all of the photograph, not only the part that opens."""

    image: pyvips.Image
    whole: bool = True


def open_original(original: bytearray, longest: int = SIZES[-1]) -> Opened:
    """The photograph in memory: three or one channels of 8 bits, sRGB or grey, longest side at most `longest` px.

    `original` is changed: empty lines before the photograph are removed.

    Raises BeyondLimits and TooManyScans before a pixel is decoded, NothingWhole, NotOurs, and the libraries'
    exceptions.
    """
    if len(original) > BYTES:
        raise BeyondLimits
    del original[: line_ends_before(original[:LOOKED_AT])]
    opener = _OPENERS.get(format_of(bytes(original[:LOOKED_AT])) or "")
    if opener is None:
        raise NotOurs
    opened = opener(original, longest)
    return Opened(_upright(_in_srgb(opened.image)), opened.whole)


def pixels_of(opened: Opened) -> Pixels:
    """The pixels of an opened photograph, and nothing else from its file. Raises NotOurs if their form is odd."""
    image = opened.image
    if image.format != "uchar" or image.bands not in (1, 3):
        raise NotOurs
    return Pixels(image.width, image.height, image.bands, image.write_to_memory(), opened.whole)


def _jpeg(original: bytearray, longest: int) -> Opened:
    """A JPEG damaged in the middle is opened as far as possible; of a truncated one, the rows before the cut.

    `unlimited` lifts two limits of libvips: on the amount of damage, and on the number of scans. The second is checked
    here.
    """
    scans, end = walk(without_padding(original))
    jpeg = original if end is not None else with_end(original)
    image = _within_limits(_load("jpeg", jpeg, unlimited=True))
    if len(scans) * image.width * image.height > SCANNED:
        raise TooManyScans
    if "jpeg-multiscan" in image.get_fields():  # libjpeg keeps 2 bytes for each sample until the last scan has come
        halved = image.get("jpeg-chroma-subsample") == "4:2:0"
        _check_memory(image.width, image.height, 3 if halved else 2 * image.bands)
    load = partial(_load, "jpeg", unlimited=True, shrink=_shrink_for(longest, image))
    opened = _decoded(load, jpeg, scans, end, longest)
    return Opened(adobe_rgb_to_srgb(opened.image), opened.whole)


def _decoded(load: Callable[..., pyvips.Image], jpeg: Bytes, scans: list[int], end: int | None, longest: int) -> Opened:
    """libjpeg warns about damage, then continues with invented data. libvips passes on its first warning."""
    try:
        opened, warning = Opened(small_of(load(jpeg, fail_on="warning"), longest)), ""
    except pyvips.Error as warned:
        opened, warning = Opened(small_of(load(jpeg, fail_on="none"), longest)), str(warned)
    if not warning and end is not None:
        return opened
    careful = partial(load, jpeg, fail_on="warning")
    early = comes_at_the_end(warning) and len(scans) == 1 and rows_without_error(careful) + STEP < load(jpeg).height
    damaged = is_damage(warning) or early or bool(warning and end is None)
    nothing_real_follows = (damaged and comes_at_the_end(warning)) or (is_damage(warning) and end is None)
    if not nothing_real_follows and not depends_on_what_follows(load, jpeg, end or len(jpeg) - 2):
        return replace(opened, whole=not damaged)
    if len(scans) > 1:
        before = whole_scans(jpeg, scans)
        return Opened(small_of(load(before, fail_on="warning"), longest), whole=False)
    return _jpeg_before_the_cut(load, jpeg, longest)


def _jpeg_before_the_cut(load: Callable[..., pyvips.Image], jpeg: Bytes, longest: int) -> Opened:
    """The rows that are shown, however large it is opened: numbers chosen on what is shown then mean the same places.

    Leaves out the last rows, which are mixed with what follows. Raises NothingWhole if no rows remain.
    """
    full = load(jpeg, shrink=1)
    shown, by = _shrink_for(SIZES[-1], full), _shrink_for(longest, full)
    rows = rows_without_error(partial(load, jpeg, fail_on="warning", shrink=shown)) - _MIXED
    if rows <= 0:
        raise NothingWhole
    image = load(jpeg, fail_on="warning")
    return Opened(small_of(image.crop(0, 0, image.width, rows * shown // by), longest), whole=False)


def _shrink_for(longest: int, image: pyvips.Image) -> int:
    """How many times smaller libjpeg opens it, of what it can, and no smaller than so many pixels."""
    return next((by for by in (8, 4, 2) if max(image.width, image.height) >= by * longest), 1)


def _png(original: bytearray, longest: int) -> Opened:
    """Opened row by row, unless it is interlaced: then libpng requires all rows at once."""
    load = partial(_load, "png", without_padding(original), fail_on="truncated")
    image = _within_limits(load())
    if "interlaced" in image.get_fields():
        _check_memory(image.width, image.height, image.bands * (2 if image.format == "ushort" else 1))
    try:
        return Opened(small_of(image, longest))
    except pyvips.Error:
        return _png_before_the_cut(load, longest)


def _png_before_the_cut(load: Callable[[], pyvips.Image], longest: int) -> Opened:
    """Raises NothingWhole if no rows remain."""
    rows = rows_without_error(load)
    if not rows:
        raise NothingWhole
    image = load()
    return Opened(small_of(image.crop(0, 0, image.width, rows), longest), whole=False)


def _webp(original: bytearray, longest: int) -> Opened:
    """A large one is opened at a smaller scale: at full size it would take more than twice its pixels' memory."""
    if len(original) < 8 + int.from_bytes(original[4:8], "little"):
        raise NothingWhole
    image = _within_limits(_load("webp", original))
    scale = max(2 * SIZES[-1], longest) / max(image.width, image.height)
    if scale < 1:
        image = _load("webp", original, scale=scale)
    return Opened(small_of(image, longest))


def _avif(original: bytearray, longest: int) -> Opened:
    file, part = as_far_as_whole(with_alpha_cropped(original))
    image = _within_limits(_load("heif", file))
    _check_memory_of_heif(image.width, image.height, image.bands, image.format)
    profiled = "icc-profile-data" in image.get_fields()
    return _small_part(part, image, None if profiled else colours_of(file), longest)


def _heic(original: bytearray, longest: int) -> Opened:
    """libvips' wheel cannot open HEVC. The result is already upright: libheif applies the file's own rotation."""
    without_reserved_numbers(original)
    file, part = as_far_as_whole(bytes(with_alpha_cropped(original)))
    profile, colours = _profile_of(bytes(file))
    heif = pillow_heif.open_heif(file, convert_hdr_to_8bit=colours is None or colours.are_srgb, bgr_mode=False)
    width, height = heif.size
    _check_limits(width, height)
    if heif.mode not in _MODES:
        raise NotOurs
    channels, form, interpretation = _MODES[heif.mode]
    _check_memory_of_heif(width, height, channels, form)
    image = pyvips.Image.new_from_memory(heif.data, width, height, channels, form).copy(interpretation=interpretation)
    opened = _small_part(part, image, colours, longest)  # the pixels are in the file's own memory, and freed with it
    if profile:
        opened.image.set_type(pyvips.GValue.blob_type, "icc-profile-data", profile)
    return opened


def _small_part(part: Rectangle | None, image: pyvips.Image, colours: Colours | None, longest: int) -> Opened:
    """If tiles are missing, only the part above the first missing one."""
    if part is None:
        return Opened(small_in(colours, image, longest))
    if part.of != (image.width, image.height):
        raise NothingWhole
    cropped = image.crop(part.left, part.top, part.width, part.height)
    return Opened(small_in(colours, cropped, longest), whole=False)


def _profile_of(heic: bytes) -> tuple[bytes | None, Colours | None]:
    """Its profile, or else the colours it declares by numbers."""
    info = pillow_heif.open_heif(heic).info
    if info.get("icc_profile"):
        return info["icc_profile"], None
    numbers = info.get("nclx_profile")
    return None, Colours(numbers["color_primaries"], numbers["transfer_characteristics"]) if numbers else None


def _load(form: str, original: Bytes, **options: object) -> pyvips.Image:
    """Load with the named libvips loader, directly from these bytes: from a buffer it would copy them first.

    The caller must keep `original` until the pixels are in memory of their own: libvips does not.
    """
    load = getattr(pyvips.Image, f"{form}load_source")
    image: pyvips.Image = load(pyvips.Source.new_from_memory(original), access="sequential", **options)
    return image


_OPENERS: dict[str, Callable[[bytearray, int], Opened]] = {
    "jpeg": _jpeg,
    "png": _png,
    "webp": _webp,
    "avif": _avif,
    "heic": _heic,
}


def _within_limits(image: pyvips.Image) -> pyvips.Image:
    _check_limits(image.width, image.height)
    return image


def _check_limits(width: int, height: int, area: int = AREA) -> None:
    if max(width, height) > SIDE or width * height > area:
        raise BeyondLimits


def _check_memory(width: int, height: int, each: float) -> None:
    """`each`: bytes per pixel."""
    if width * height * each > WHOLE:
        raise BeyondLimits


def _check_memory_of_heif(width: int, height: int, channels: int, form: str) -> None:
    """libheif holds it twice, first as YCbCr with a quarter of the colour samples."""
    _check_memory(width, height, (channels + 1.5) * (2 if form == "ushort" else 1))


def _in_srgb(image: pyvips.Image) -> pyvips.Image:
    """A profile that cannot be read is ignored: the colours are then used as they are."""
    if "icc-profile-data" in image.get_fields() or image.interpretation == "cmyk":
        try:
            return image.icc_transform("srgb", embedded=True, intent="perceptual", depth=8).copy_memory()
        except pyvips.Error:
            pass
    return image.colourspace("srgb" if image.bands >= 3 else "b-w").cast("uchar")


def _upright(image: pyvips.Image) -> pyvips.Image:
    return image.autorot().copy_memory()
