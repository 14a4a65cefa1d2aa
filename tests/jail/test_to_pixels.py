"""Upright, in the right colours, on white, for every format; tested on what comes out of the jail."""

import pytest
import pyvips

from held.jail.developing import CannotBeShown
from tests.jail.drawing import (
    BLUE,
    GREEN,
    GREY,
    NEEDS_CORPORA,
    RED,
    corners,
    corpora,
    developed,
    jpeg,
    near,
    opened,
    quarters,
    turned,
    upright,
)

LIES_SO = {  # what a camera writes, and where the quarters then belong, in the order of CORNERS
    1: [RED, GREEN, BLUE, GREY],
    2: [GREEN, RED, GREY, BLUE],
    3: [GREY, BLUE, GREEN, RED],
    4: [BLUE, GREY, RED, GREEN],
    5: [RED, BLUE, GREEN, GREY],
    6: [BLUE, RED, GREY, GREEN],
    7: [GREY, GREEN, BLUE, RED],
    8: [GREEN, GREY, RED, BLUE],
}
SAVERS = {
    "jpeg": lambda image: image.jpegsave_buffer(Q=95),
    "png": lambda image: image.pngsave_buffer(),
    "webp": lambda image: image.webpsave_buffer(Q=95),
    "avif": lambda image: image.heifsave_buffer(compression="av1", Q=90, effort=0),
}


def profiled(profile: str) -> pyvips.Image:
    """The quarters, in the numbers of another colour space."""
    return quarters(200, 100).icc_transform(profile, input_profile="srgb")


@pytest.mark.parametrize("form", SAVERS)
def test_a_photo_of_each_format_is_opened(form):
    renditions = developed(SAVERS[form](quarters(200, 100)))
    assert upright(renditions[480, "avif"])
    assert upright(renditions[480, "jpeg"])


@pytest.mark.parametrize("form", SAVERS)
def test_an_empty_line_before_a_photograph_is_passed_over(form):
    assert upright(developed(b"\r\n" + SAVERS[form](quarters(200, 100)))[480, "jpeg"])


@pytest.mark.parametrize("form", SAVERS)
@pytest.mark.parametrize("orientation", LIES_SO)
def test_a_photo_is_turned_as_the_camera_says(form, orientation):
    renditions = developed(SAVERS[form](turned(quarters(200, 100), orientation)))
    assert upright(renditions[480, "jpeg"], LIES_SO[orientation])
    size = (renditions[480, "jpeg"].width, renditions[480, "jpeg"].height)
    assert size == ((200, 100) if orientation < 5 else (100, 200))


def test_a_large_photograph_is_turned_as_well():
    assert upright(developed(jpeg(turned(quarters(4000, 3000), 6)))[1600, "avif"], LIES_SO[6])


def test_colours_of_another_profile_are_the_same_to_the_eye():
    assert upright(developed(jpeg(profiled("p3")))[480, "jpeg"])


@pytest.mark.parametrize("keep", ["all", "none"])
def test_cmyk_colours_are_converted_to_rgb(keep):
    rendition = developed(jpeg(profiled("cmyk"), keep=keep))[480, "jpeg"]
    red, green, blue, _ = (colour.index(max(colour)) for colour in corners(rendition))
    assert (red, green, blue) == (0, 1, 2)
    assert opened(rendition).bands == 3


def test_the_same_colours_would_be_others_without_their_profile():
    assert not upright(developed(jpeg(profiled("p3"), keep="none"))[480, "jpeg"])


def test_a_profile_that_cannot_be_read_is_passed_over():
    image = quarters(200, 100)
    image.set_type(pyvips.GValue.blob_type, "icc-profile-data", b"no profile at all" * 20)
    assert upright(developed(jpeg(image))[480, "jpeg"])


def test_sixteen_bit_photos_become_eight_bit():
    deep = (quarters(200, 100).cast("ushort") * 257).cast("ushort").copy(interpretation="rgb16")
    assert upright(developed(deep.pngsave_buffer())[480, "jpeg"])


@pytest.mark.parametrize("deep", [False, True])
def test_transparent_parts_of_a_photo_become_white(deep):
    clear = quarters(200, 100).bandjoin(0)
    if deep:
        clear = (clear.cast("ushort") * 257).cast("ushort").copy(interpretation="rgb16")
    assert upright(developed(clear.pngsave_buffer())[480, "jpeg"], [[255] * 3] * 4)


@pytest.mark.parametrize("deep", [False, True])
def test_a_grey_photo_keeps_its_shade_of_grey(deep):
    grey = (pyvips.Image.black(60, 40) + (100 * 257 if deep else 100)).cast("ushort" if deep else "uchar")
    grey = grey.copy(interpretation="grey16" if deep else "b-w")
    assert upright(developed(grey.pngsave_buffer())[480, "jpeg"], [[100] * 3] * 4)


def test_only_the_first_frame_of_an_animation_is_shown():
    two = pyvips.Image.arrayjoin([quarters(64, 64), quarters(64, 64).invert()], across=1)
    two.set_type(pyvips.GValue.gint_type, "page-height", 64)
    rendition = developed(two.webpsave_buffer(Q=95))[480, "jpeg"]
    assert (rendition.width, rendition.height) == (64, 64)
    assert upright(rendition)


def test_half_a_photograph_is_shown_as_far_as_it_came():
    whole = jpeg(quarters(400, 400))
    found = corners(developed(whole[: len(whole) // 2])[480, "jpeg"])
    assert near(found[0], RED)
    assert near(found[1], GREEN)


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"GIF89a" + bytes(100),
        b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>",
        b"\xff\xd8\xff" + bytes(100),
        b"\x89PNG\r\n\x1a\n" + bytes(100),
        b"\x00\x00\x00\x18ftypheic" + bytes(100),
        b"\x00\x00\x00\x18ftypavif" + bytes(100),
        b"RIFF\x00\x01\x00\x00WEBP" + bytes(100),
    ],
)
def test_what_is_no_photograph_cannot_be_shown(broken):
    with pytest.raises(CannotBeShown):
        developed(broken)


@NEEDS_CORPORA
@pytest.mark.parametrize("kind", ["landscape", "portrait"])
def test_a_real_photograph_looks_the_same_whichever_way_it_was_stored(kind):
    folder = corpora() / "camera" / "jpg" / "orientation"
    first, *others = (opened(developed((folder / f"{kind}_{n}.jpg").read_bytes())[480, "jpeg"]) for n in range(1, 9))
    assert len(others) == 7
    assert all((first - other).abs().avg() < 6 for other in others)


@NEEDS_CORPORA
@pytest.mark.parametrize(
    ("path", "tall"),
    [
        ("camera/heic/mobile/iphone_13_pro_max.HEIC", True),
        ("camera/heic/mobile/HMD_Nokia_8.3_5G.heif", True),
        ("heif/tests/images/heif_special/guitar_cw90.hif", True),
        ("heif/tests/images/heif_other/pug.heic", False),
    ],
)
def test_a_heic_is_turned_only_once_not_twice(path, tall):
    rendition = developed((corpora() / path).read_bytes())[480, "jpeg"]
    assert (rendition.height > rendition.width) == tall
