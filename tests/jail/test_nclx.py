"""Colours named by numbers (PQ, HLG, BT.2020, Display P3), HEIC and AVIF: as they looked, within 6 of 255."""

import struct
from io import BytesIO
from itertools import pairwise

import pillow_heif
import pytest
import pyvips

from held.jail.nclx import WHITE, Colours, colours_of, pq_of, rolled_off
from tests.jail.boxes import avif, box, file_of
from tests.jail.drawing import developed, opened

PATCHES = [
    (200, 30, 30),
    (30, 160, 30),
    (30, 30, 200),
    (128, 128, 128),
    (255, 255, 255),
    (230, 180, 150),
    (60, 40, 35),
    (0, 0, 0),
]
SIDE = 64  # px of a patch
CLOSE = 6  # of 255, the mean difference in a patch
TO_WIDE = {  # linear sRGB in other primaries: ITU-R BT.2087-0, annex 2; SMPTE EG 432-1
    1: ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    9: ((0.6274, 0.3293, 0.0433), (0.0691, 0.9195, 0.0114), (0.0164, 0.0880, 0.8956)),
    12: ((0.8225, 0.1774, 0.0), (0.0332, 0.9669, 0.0), (0.0171, 0.0724, 0.9108)),
}
LUMINANCE = {1: (0.2126, 0.7152, 0.0722), 9: (0.2627, 0.6780, 0.0593), 12: (0.2290, 0.6917, 0.0793)}
PQ, HLG, BT2020, SRGB = 16, 18, 14, 13
KINDS = [(9, PQ), (12, PQ), (9, HLG), (9, BT2020), (12, SRGB), (9, SRGB), (1, PQ)]


def linear(sample: int) -> float:
    s = sample / 255
    return s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4


def hlg_of(light: list[float], luminance: tuple[float, float, float]) -> list[float]:
    """From the light of a 1000 nit display, with 1 as its maximum, back to the signal; ITU-R BT.2100-2, table 5."""
    bright = sum(part * one for part, one in zip(luminance, light, strict=True))
    scene = [one * bright ** (1 / 1.2 - 1) if bright else 0.0 for one in light]
    return [(3 * e) ** 0.5 if e <= 1 / 12 else 0.17883277 * log(12 * e - 0.28466892) + 0.55991073 for e in scene]


def log(value: float) -> float:
    return float(pyvips.Image.new_from_array([[value]]).log()(0, 0)[0])


def signal(colour: tuple[int, ...], primaries: int, transfer: int, brighter: float = 1) -> list[float]:
    """What a camera writes for a colour of sRGB, whose white is WHITE nits."""
    light = [max(0, sum(m * linear(c) for m, c in zip(row, colour, strict=True))) for row in TO_WIDE[primaries]]
    if transfer == PQ:
        return [pq_of(one * WHITE * brighter) for one in light]
    if transfer == HLG:
        return hlg_of([one * WHITE / 1000 for one in light], LUMINANCE[primaries])
    if transfer == BT2020:
        return [one ** (1 / 2.4) for one in light]
    return [12.92 * one if one <= 0.0031308 else 1.055 * one ** (1 / 2.4) - 0.055 for one in light]


def patches(primaries: int, transfer: int, brighter: float = 1) -> pyvips.Image:
    """All patches side by side, 16 bits."""
    plain = [
        (pyvips.Image.black(SIDE, SIDE) + [65535 * one for one in signal(colour, primaries, transfer, brighter)])
        for colour in PATCHES
    ]
    return pyvips.Image.arrayjoin([one.cast("ushort") for one in plain]).copy(interpretation="rgb16")


def in_heic(image: pyvips.Image, primaries: int, transfer: int) -> bytes:
    file = BytesIO()
    told = {"color_primaries": primaries, "transfer_characteristics": transfer, "matrix_coefficients": 9}
    options = {"quality": 95, "chroma": 444, "save_nclx_profile": True, "full_range_flag": 1}
    pillow_heif.encode("RGB;16", (image.width, image.height), image.write_to_memory(), file, **told, **options)
    return file.getvalue()


def in_avif(image: pyvips.Image, primaries: int, transfer: int) -> bytes:
    item = avif(image, bitdepth=10)
    item.properties.append(box(b"colr", b"nclx", struct.pack(">HHHB", primaries, transfer, 6, 0x80)))
    return file_of(b"avif", [item])


def shown(original: bytes) -> list[list[float]]:
    """The mean colour in the middle of each patch."""
    image = opened(developed(original)[1080, "jpeg"])
    middles = [image.crop(SIDE * n + 16, 16, 32, 32) for n in range(len(PATCHES))]
    return [[middle[band].avg() for band in range(3)] for middle in middles]


def difference(colour: tuple[int, ...], found: list[float]) -> float:
    return sum(abs(one - other) for one, other in zip(colour, found, strict=True)) / 3


@pytest.mark.parametrize("write", [in_heic, in_avif], ids=["heic", "avif"])
@pytest.mark.parametrize(("primaries", "transfer"), KINDS)
def test_every_patch_has_the_colour_it_had(write, primaries, transfer):
    found = shown(write(patches(primaries, transfer), primaries, transfer))
    assert max(map(difference, PATCHES, found)) <= CLOSE


def test_the_same_numbers_would_be_other_colours_without_being_named():
    found = shown(file_of(b"avif", [avif(patches(9, PQ), bitdepth=10)]))
    assert max(map(difference, PATCHES, found)) > 5 * CLOSE


@pytest.mark.parametrize("write", [in_heic, in_avif], ids=["heic", "avif"])
def test_light_brighter_than_white_is_rolled_off_and_not_cut_off(write):
    """The brightest patch of the picture has 1000 nits, so that grey and skin are brighter than white: clipped, all
    three would be white."""
    found = shown(write(patches(9, PQ, brighter=1000 / WHITE), 9, PQ))
    grey, white, skin = (found[PATCHES.index(one)] for one in [(128,) * 3, (255,) * 3, (230, 180, 150)])
    assert min(white) > 250
    assert max(grey) < skin[2] < skin[1] < min(white)


def test_a_picture_no_brighter_than_white_is_not_touched():
    signals = pyvips.Image.identity(ushort=True) / 65535
    assert (rolled_off(signals, pq_of(WHITE)) - signals).abs().max() == 0


def test_the_brightest_becomes_white_and_dark_tones_stay():
    peak = pq_of(1000)
    told = [pq_of(nits) for nits in (0, 1, 10, 80, 203, 500, 1000, 4000)]
    mapped = rolled_off(pyvips.Image.new_from_array([told]), peak)
    found = [mapped(at, 0)[0] for at in range(len(told))]
    assert found[:4] == pytest.approx(told[:4])
    assert found[-2:] == pytest.approx([pq_of(WHITE)] * 2)
    assert all(one < other for one, other in pairwise(found[:-1]))


@pytest.mark.parametrize(
    ("numbers", "srgb"),
    [((1, 13), True), ((1, 1), True), ((5, 6), True), ((2, 2), True), ((9, PQ), False), ((1, HLG), False)],
)
def test_ordinary_pictures_are_taken_as_they_are(numbers, srgb):
    assert Colours(*numbers).are_srgb == srgb


def test_the_numbers_are_those_of_the_image_that_is_shown():
    image = patches(9, PQ)
    assert colours_of(in_avif(image, 9, PQ)) == Colours(9, PQ)
    assert colours_of(in_heic(image, 12, SRGB)) == Colours(12, SRGB)
    assert colours_of(file_of(b"avif", [avif(image)])) is None
    for odd in (b"", b"\0\0\0\x18ftypavif", in_avif(image, 9, PQ)[:100]):
        assert colours_of(odd) is None


def test_a_profile_counts_more_than_numbers():
    image = patches(1, SRGB).cast("uchar", shift=True).copy(interpretation="srgb")
    item = avif(image)
    profile = image.icc_transform("srgb", input_profile="srgb").get("icc-profile-data")
    item.properties.append(box(b"colr", b"prof", profile))
    item.properties.append(box(b"colr", b"nclx", struct.pack(">HHHB", 9, PQ, 6, 0x80)))
    assert max(map(difference, PATCHES, shown(file_of(b"avif", [item])))) <= CLOSE


@pytest.mark.parametrize(("at", "number"), [(0, 0), (0, 3), (0, 255), (2, 0), (2, 3), (2, 19)])
def test_reserved_colour_numbers_count_as_unspecified(at, number):
    """libheif refuses such a file. `at`: 0 for the primaries, 2 for the transfer."""
    file = in_heic(patches(1, SRGB), 1, SRGB)
    place = file.index(b"nclx") + 4 + at
    reserved, unspecified = (file[:place] + struct.pack(">H", n) + file[place + 2 :] for n in (number, 2))
    assert developed(reserved)[480, "jpeg"] == developed(unspecified)[480, "jpeg"]
