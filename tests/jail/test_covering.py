"""Covering and cutting, in pixels: nothing of what is covered or cut off is left, and what is not chosen stays."""

import pytest

from held.jail.answer import Pixels
from held.jail.covering import FLAT, MARGIN, Box, Covering, NothingLeft, cover

WIDTH, HEIGHT = 200, 100
COLOUR = 7  # of every pixel before


def plain(channels: int = 3) -> Pixels:
    return Pixels(WIDTH, HEIGHT, channels, bytes([COLOUR]) * (WIDTH * HEIGHT * channels))


def flat_box(pixels: Pixels) -> tuple[int, int, int, int]:
    """The smallest rectangle around every pixel that is covered, all of which have to be covered."""
    each = pixels.channels
    at = [n // each for n in range(0, len(pixels.data), each) if pixels.data[n : n + each] == bytes([FLAT]) * each]
    across, down = {n % pixels.width for n in at}, {n // pixels.width for n in at}
    box = (min(across), min(down), max(across) + 1, max(down) + 1)
    assert len(at) == (box[2] - box[0]) * (box[3] - box[1])
    return box


@pytest.mark.parametrize("channels", [1, 3])
def test_a_rectangle_is_covered_with_its_margin(channels):
    done = cover(plain(channels), Covering((Box(400, 400, 600, 600),)))
    assert (done.width, done.height) == (WIDTH, HEIGHT)
    assert flat_box(done) == (80 - MARGIN, 40 - MARGIN, 120 + MARGIN, 60 + MARGIN)
    assert set(done.data) == {COLOUR, FLAT}


def test_part_of_a_pixel_counts_as_the_whole_pixel():
    done = cover(plain(), Covering((Box(402, 404, 598, 596),)))  # 80.4 to 119.6 px, 40.4 to 59.6 px
    assert flat_box(done) == (80 - MARGIN, 40 - MARGIN, 120 + MARGIN, 60 + MARGIN)


def test_at_the_edge_of_the_photo_the_margin_ends():
    assert flat_box(cover(plain(), Covering((Box(0, 0, 100, 1000),)))) == (0, 0, 20 + MARGIN, HEIGHT)


def test_a_cut_moves_inward_only_where_it_cuts():
    done = cover(plain(), Covering(cut=Box(100, 0, 1000, 500)))
    assert (done.width, done.height) == (WIDTH - 20 - MARGIN, 50 - MARGIN)
    assert len(done.data) == done.width * done.height * 3


def test_cover_and_cut_together_keep_their_places():
    done = cover(plain(), Covering((Box(900, 0, 1000, 1000),), Box(500, 0, 1000, 1000)))
    assert flat_box(done) == (180 - MARGIN - 100 - MARGIN, 0, 100 - MARGIN, HEIGHT)


def test_a_rectangle_that_is_cut_off_covers_nothing():
    done = cover(plain(), Covering((Box(0, 0, 100, 1000),), Box(500, 0, 1000, 1000)))
    assert set(done.data) == {COLOUR}


@pytest.mark.parametrize(
    "covering",
    [
        Covering((Box(0, 0, 1000, 1000),)),
        Covering((Box(0, 0, 500, 1000), Box(500, 0, 1000, 1000))),
        Covering((Box(0, 0, 440, 1000), Box(560, 0, 1000, 1000))),  # their margins meet
        Covering(cut=Box(500, 0, 600, 1000)),  # 20 px, and both margins take 32
        Covering((Box(0, 0, 600, 1000),), Box(0, 0, 500, 1000)),
    ],
)
def test_where_nothing_would_be_left_nothing_is_made(covering):
    with pytest.raises(NothingLeft):
        cover(plain(), covering)


def test_a_small_hole_between_rectangles_is_left():
    around = (Box(0, 0, 1000, 100), Box(0, 900, 1000, 1000), Box(0, 0, 300, 1000), Box(700, 0, 1000, 1000))
    assert set(cover(plain(), Covering(around)).data) == {COLOUR, FLAT}


def test_a_part_of_a_photograph_stays_a_part():
    part = Pixels(WIDTH, HEIGHT, 3, bytes(WIDTH * HEIGHT * 3), whole=False)
    assert not cover(part, Covering((Box(0, 0, 100, 100),))).whole
