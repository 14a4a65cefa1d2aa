"""An opened photograph is made small enough to be shown, on white, and never larger."""

import pytest
import pyvips

from held.jail.nclx import Colours
from held.jail.shrinking import small_in, small_of
from tests.jail.drawing import quarters


@pytest.mark.parametrize(("side", "became"), [(400, 400), (800, 400), (100, 100)])
def test_a_photograph_is_shrunk_and_never_enlarged(side, became):
    image = small_of(quarters(side, side // 2), 400)
    assert (image.width, image.height) == (became, became // 2)


def test_what_is_transparent_becomes_white():
    clear = quarters(20, 20).bandjoin(0).copy(interpretation="srgb")
    assert small_of(clear, 400)(3, 3) == [255, 255, 255]


def test_sixteen_bits_a_channel_become_eight():
    deep = (quarters(20, 20) * 257).cast("ushort").copy(interpretation="rgb16")
    image = small_of(deep, 400)
    assert image.format == "uchar"
    assert image(3, 3) == [200, 30, 30]


def test_colours_that_are_declared_by_numbers_are_converted():
    wide = small_in(Colours(9, 16), quarters(20, 20), 400)  # BT.2020, PQ
    assert isinstance(wide, pyvips.Image)
    assert wide(3, 3) != [200, 30, 30]
