"""Which sizes exist, that nothing is enlarged, that it looks like the original, and that no metadata is left in it."""

import pytest
import pyvips

from tests.jail.drawing import busy, developed, jpeg, opened


@pytest.mark.parametrize(
    ("longest", "sizes"),
    [
        (1, [480]),
        (479, [480]),
        (480, [480]),
        (481, [480, 1080]),
        (1080, [480, 1080]),
        (1081, [480, 1080, 1600]),
        (1600, [480, 1080, 1600]),
        (3300, [480, 1080, 1600]),
    ],
)
def test_renditions_have_two_formats_and_none_is_enlarged(longest, sizes):
    renditions = developed(busy(longest, max(1, longest // 2)).pngsave_buffer(compression=1))
    assert list(renditions) == [(size, form) for size in sizes for form in ("avif", "jpeg")]
    for (size, _), one in renditions.items():
        assert one.width == min(size, longest)
        assert one.height == pytest.approx(one.width / 2, abs=1)


def test_each_rendition_has_the_size_it_names():
    for one in developed(jpeg(busy(1700, 1200))).values():
        image = opened(one)
        assert (image.width, image.height, image.format) == (one.width, one.height, "uchar")


def test_a_rendition_looks_like_the_original():
    smooth = busy(1600, 1000).gaussblur(3)
    wanted = smooth.resize(1080 / 1600)
    renditions = developed(jpeg(smooth))
    for form in ("avif", "jpeg"):
        assert (opened(renditions[1080, form]) - wanted).abs().avg() < 3


def test_a_jpeg_rendition_is_progressive():
    assert opened(developed(jpeg(busy(300, 200)))[480, "jpeg"]).get("interlaced") == 1


def test_a_rendition_contains_no_metadata():
    told = busy(700, 400)
    for name in ("exif-ifd0-Make", "exif-ifd2-BodySerialNumber", "exif-ifd0-ImageDescription"):
        told.set_type(pyvips.GValue.gstr_type, name, "CANARY")
    told.set_type(pyvips.GValue.blob_type, "xmp-data", b"<x:xmpmeta>CANARY</x:xmpmeta>")
    told.set_type(pyvips.GValue.blob_type, "iptc-data", b"CANARY")
    original = jpeg(told)
    assert original.count(b"CANARY") >= 4
    for one in developed(original).values():
        assert b"CANARY" not in one.data
        fields = set(opened(one).get_fields())
        assert not [name for name in fields if name.startswith(("exif", "xmp", "iptc", "icc", "photoshop"))]
