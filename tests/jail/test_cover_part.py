"""A new original with parts covered: nothing of what was covered is in it, whatever the first one's file contains."""

from io import BytesIO

import pytest
import pyvips

from held.jail.covering import FLAT, Box, Covering, NothingLeft
from held.jail.developing import CannotBeShown, cover_part, develop
from tests.jail.drawing import CLOSE, NEEDS_CORPORA, corpora, jpeg, quarters, turned
from tests.jail.patterned import LEFT_HALF, chequered, colourful, is_flat, with_everything


def covered_image(original: bytes, covering: Covering) -> pyvips.Image:
    return pyvips.Image.new_from_buffer(cover_part(BytesIO(original), covering).data, "")


@pytest.mark.parametrize("form", ["jpeg", "png", "webp", "avif"])
def test_no_pixel_of_the_pattern_is_in_any_file(form):
    image = chequered()
    saved = {
        "jpeg": lambda: image.jpegsave_buffer(Q=50),  # its blocks spread the colours furthest
        "png": image.pngsave_buffer,
        "webp": lambda: image.webpsave_buffer(Q=80),
        "avif": lambda: image.heifsave_buffer(compression="av1", Q=60, effort=0),
    }[form]()
    assert colourful(saved) > 100, "the first one has the pattern"
    made = cover_part(BytesIO(saved), LEFT_HALF).data
    assert all(is_flat(data) for data in (made, *(one.data for one in develop(BytesIO(made)))))


def test_no_thumbnail_no_words_and_no_profile_come_along():
    first = with_everything(chequered())
    assert b"CANARY" in first
    assert first.count(b"\xff\xd8\xff") == 2, "the first one has a thumbnail"
    made = cover_part(BytesIO(first), LEFT_HALF).data
    assert b"CANARY" not in made
    assert made.count(b"\xff\xd8\xff") == 1
    names = pyvips.Image.new_from_buffer(made, "").get_fields()
    assert not [name for name in names if name.startswith(("exif", "xmp", "iptc", "icc", "jpeg-thumbnail"))]


@pytest.mark.parametrize("orientation", range(1, 9))
def test_numbers_are_those_of_the_upright_photograph(orientation):
    upright = quarters(200, 120)
    back = {1: 1, 2: 2, 3: 3, 4: 4, 5: 5, 6: 8, 7: 7, 8: 6}[orientation]
    stored = turned(turned(upright, back).autorot(), orientation)
    image = covered_image(jpeg(stored), Covering((Box(0, 0, 300, 300),)))
    assert (image.width, image.height) == (200, 120)
    assert image(5, 5) == pytest.approx([FLAT] * 3, abs=3)
    assert image(5, 115) == pytest.approx([30, 30, 200], abs=CLOSE), "the blue of the bottom left"


def test_a_large_photograph_keeps_four_thousand_pixels():
    made = cover_part(BytesIO(jpeg(quarters(5000, 400))), Covering(cut=Box(0, 0, 500, 1000)))
    image = pyvips.Image.new_from_buffer(made.data, "")
    assert (made.width, made.height, made.whole) == (4000, 320, True)
    assert 1950 < image.width < 2000


def test_nothing_left_is_told_and_nothing_is_made():
    with pytest.raises(NothingLeft):
        cover_part(BytesIO(jpeg(quarters(200, 100))), Covering((Box(0, 0, 1000, 1000),)))


def test_what_cannot_be_opened_cannot_be_covered():
    with pytest.raises(CannotBeShown):
        cover_part(BytesIO(b"\x89PNG\r\n\x1a\n and nothing more"), LEFT_HALF)


def test_a_truncated_photograph_says_that_it_is_a_part():
    whole = chequered().pngsave_buffer(compression=0)
    assert not cover_part(BytesIO(whole[: len(whole) * 2 // 3]), LEFT_HALF).whole


@NEEDS_CORPORA
def test_photographs_of_new_phones_can_be_covered():
    """HEIC with depth, gain maps and previews of the same picture."""
    files = sorted(path for path in corpora().rglob("*") if path.suffix.lower() in {".heic", ".heif"})
    assert files
    for path in files[:4]:
        image = covered_image(path.read_bytes(), LEFT_HALF)
        half = image.crop(0, 0, image.width // 2, image.height)
        assert abs(half.avg() - FLAT) < 1
        assert half.deviate() < 1
