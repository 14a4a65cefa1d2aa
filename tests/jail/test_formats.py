"""The five formats, recognized by their first bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from held.jail.formats import LOOKED_AT, format_of, format_of_file, line_ends_before


def ftyp(major: bytes, *compatible: bytes) -> bytes:
    brands = b"".join(compatible)
    return (16 + len(brands)).to_bytes(4, "big") + b"ftyp" + major + bytes(4) + brands + bytes(40)


@pytest.mark.parametrize(
    ("first", "form"),
    [
        (b"\xff\xd8\xff\xe1..Exif", "jpeg"),
        (b"\x89PNG\r\n\x1a\n....IHDR", "png"),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "webp"),
        (ftyp(b"avif", b"mif1", b"miaf"), "avif"),
        (ftyp(b"avis", b"msf1"), "avif"),
        (ftyp(b"mif1", b"mif1", b"avif"), "avif"),
        (ftyp(b"heic", b"mif1", b"heic"), "heic"),
        (ftyp(b"heix", b"mif1"), "heic"),
        (ftyp(b"mif1", b"mif1", b"heic"), "heic"),
        (ftyp(b"MiHE", b"mif1", b"heic"), "heic"),
    ],
)
def test_the_five_formats_are_recognized(first, form):
    assert format_of(first) == form


@pytest.mark.parametrize("before", [b"\n", b"\r\n", b"\r\n\r\n"])
@pytest.mark.parametrize("first", [b"\xff\xd8\xff\xe0", ftyp(b"heic", b"mif1")])
def test_a_photograph_behind_an_empty_line_is_known(before, first):
    assert format_of(before + first) is None
    assert format_of_file(before + first) == format_of(first)
    assert line_ends_before(before + first) == len(before)


def test_only_line_ends_may_come_before_a_photograph():
    assert format_of_file(b"\n GIF89a") is None
    assert format_of_file(b"x\xff\xd8\xff\xe0") is None
    assert line_ends_before(b"\n" * 1000) == LOOKED_AT


@pytest.mark.parametrize(
    "first",
    [
        b"",
        b"\xff\xd8",
        b"GIF89a",
        b"II*\x00",
        b"%PDF-1.7",
        b"<svg xmlns=",
        b"BM....",
        b"RIFF\x10\x00\x00\x00WAVEfmt ",
        b"\x00\x00\x00\x0cJXL \r\n\x87\n",
        b"\xff\x0a",
        ftyp(b"mp42", b"isom", b"mp42"),
        ftyp(b"qt  ", b"qt  "),
        ftyp(b"crx ", b"isom"),
    ],
)
def test_other_formats_are_not_recognized(first):
    assert format_of(first) is None


def test_a_brand_outside_its_box_does_not_count():
    assert format_of(ftyp(b"mp42", b"isom") + b"avif") is None


@given(st.binary(max_size=200))
def test_it_never_fails_and_looks_no_further_than_it_says(first):
    assert format_of(first) == format_of(first[:LOOKED_AT])
