"""Adobe RGB is recognized even if a camera says it only in Exif (DCF option file)."""

import struct

import pytest
import pyvips

from tests.jail.drawing import developed, jpeg, upright

# The corners of sRGB, and grey, as Adobe RGB (1998) numbers.
IN_ADOBE_RGB = [[219, 0, 0], [144, 255, 60], [0, 0, 250], [128, 128, 128]]
IN_SRGB = [[255, 0, 0], [0, 255, 0], [0, 0, 255], [128, 128, 128]]


def directory(*entries: bytes) -> bytes:
    return struct.pack("<H", len(entries)) + b"".join(entries) + bytes(4)


def entry(tag: int, kind: int, count: int, value: bytes) -> bytes:
    return struct.pack("<HHI", tag, kind, count) + value.ljust(4, b"\0")


def exif(index: bytes, space: int) -> bytes:
    """The first directory points to the Exif one, with the colour space, and that to the interoperability one."""
    first = directory(entry(0x8769, 4, 1, struct.pack("<I", 26)))
    of_exif = directory(entry(0xA001, 3, 1, struct.pack("<H", space)), entry(0xA005, 4, 1, struct.pack("<I", 56)))
    return b"Exif\0\0II*\0" + struct.pack("<I", 8) + first + of_exif + directory(entry(1, 2, 4, index + b"\0"))


def photograph(index: bytes, space: int, size: tuple[int, int] = (200, 100), **options: object) -> bytes:
    width, height = size
    plain = [(pyvips.Image.black(width // 2, height // 2) + colour).cast("uchar") for colour in IN_ADOBE_RGB]
    image = pyvips.Image.arrayjoin(plain, across=2).copy(interpretation="srgb")
    told = exif(index, space)
    data = jpeg(image, subsample_mode="off", **({"keep": "none"} | options))
    return data[:2] + b"\xff\xe1" + struct.pack(">H", len(told) + 2) + told + data[2:]


@pytest.mark.parametrize("size", [(200, 100), (3600, 1800)])
@pytest.mark.parametrize("form", ["avif", "jpeg"])
def test_adobe_rgb_that_exif_alone_tells_is_read_as_such(size, form):
    assert upright(developed(photograph(b"R03", 0xFFFF, size))[480, form], IN_SRGB)


@pytest.mark.parametrize(("index", "space"), [(b"R98", 0xFFFF), (b"R03", 1), (b"R98", 1)])
def test_what_is_not_said_to_be_adobe_rgb_is_not(index, space):
    assert upright(developed(photograph(index, space))[480, "jpeg"], IN_ADOBE_RGB)


def test_a_profile_counts_more_than_exif():
    profiled = photograph(b"R03", 0xFFFF, keep="icc", profile="srgb")
    assert upright(developed(profiled)[480, "jpeg"], IN_ADOBE_RGB)
