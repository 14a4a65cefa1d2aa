"""Each limit, at it and beyond it, before a pixel is decoded."""

import time
from io import BytesIO

import pytest

from held.jail.developing import CannotBeShown, TooLarge, develop
from held.jail.limits import AREA, BYTES, SIDE
from tests.jail.drawing import jpeg, png_of, quarters

WIDE_BOMB = png_of(8_388_616, 8, bytes(100))
TALL_BOMB = png_of(30, 2_097_182, bytes(10))


@pytest.mark.parametrize("bomb", [WIDE_BOMB, TALL_BOMB], ids=["8,388,616 × 8", "30 × 2,097,182"])
def test_a_small_file_that_would_be_huge_is_refused_at_once(bomb):
    assert len(bomb) < 250
    develop(BytesIO(jpeg(quarters(40, 40))))  # the zygote is warm
    begun = time.monotonic()
    with pytest.raises(TooLarge):
        develop(BytesIO(bomb))
    assert time.monotonic() - begun < 2


@pytest.mark.parametrize(("width", "height"), [(SIDE + 1, 1), (1, SIDE + 1), (SIDE, AREA // SIDE + 1)])
def test_one_pixel_beyond_the_limit_is_too_large(width, height):
    with pytest.raises(TooLarge):
        develop(BytesIO(png_of(width, height, b"")))


@pytest.mark.parametrize(("width", "height"), [(SIDE, 1), (1, SIDE)])
def test_an_image_of_the_longest_side_is_shown(width, height):
    renditions = develop(BytesIO(png_of(width, height, bytes(height * (1 + (width + 7) // 8)))))
    assert {max(one.width, one.height) for one in renditions} == {480, 1080, 1600}
    assert {min(one.width, one.height) for one in renditions} == {1}


@pytest.mark.parametrize("form", ["png", "interlaced png", "jpeg", "progressive jpeg", "webp"])
def test_an_image_of_the_largest_area_is_shown(form):
    large = quarters(10_000, 10_000)
    writers = {
        "png": lambda: large.pngsave_buffer(compression=1),
        "interlaced png": lambda: large.pngsave_buffer(compression=1, interlace=True),
        "jpeg": large.jpegsave_buffer,
        "progressive jpeg": lambda: large.jpegsave_buffer(interlace=True, subsample_mode="off"),
        "webp": lambda: large.webpsave_buffer(effort=0),
    }
    assert len(develop(BytesIO(writers[form]()))) == 6


def test_as_many_bytes_as_are_taken_are_shown_and_one_more_is_too_large():
    photograph = jpeg(quarters(40, 40))
    assert develop(BytesIO(photograph + bytes(BYTES - len(photograph))))
    with pytest.raises(TooLarge):
        develop(BytesIO(photograph + bytes(BYTES - len(photograph) + 1)))


def test_too_large_is_one_of_those_that_cannot_be_shown():
    assert issubclass(TooLarge, CannotBeShown)
