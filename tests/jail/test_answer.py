"""An answer is accepted only if our own code could have written it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from held.jail.answer import (
    LONGEST,
    NotAnAnswer,
    Pixels,
    Rendition,
    Verdict,
    pack,
    pack_pixels,
    pack_refusal,
    unpack,
    unpack_pixels,
)
from held.jail.limits import RENDITION_BYTES, SIZES

AVIF = b"\x00\x00\x00\x1cftypavif" + bytes(20)
JPEG = b"\xff\xd8\xff\xe0" + bytes(20)


def both(size: int, width: int = 400, height: int = 300) -> list[Rendition]:
    return [Rendition(size, "avif", width, height, AVIF), Rendition(size, "jpeg", width, height, JPEG)]


@pytest.mark.parametrize("sizes", [[480], [480, 1080], [480, 1080, 1600]])
def test_written_renditions_are_read_back_unchanged(sizes):
    renditions = [one for size in sizes for one in both(size)]
    assert unpack(pack(renditions)) == tuple(renditions)


@pytest.mark.parametrize("verdict", [Verdict.CANNOT_BE_SHOWN, Verdict.TOO_LARGE])
def test_a_written_refusal_is_read_back_unchanged(verdict):
    assert unpack_pixels(pack_refusal(verdict)) == (verdict, None)


@pytest.mark.parametrize("channels", [1, 3])
def test_pixels_that_were_written_are_read(channels):
    pixels = Pixels(4, 3, channels, bytes(range(12 * channels)))
    assert unpack_pixels(pack_pixels(pixels)) == (Verdict.SHOWN, pixels)


SIDE = SIZES[-1]


@pytest.mark.parametrize(
    "answer",
    {
        "nothing": b"",
        "an unknown verdict": b"\x07",
        "shown, without pixels": b"\x00",
        "half a head": b"\x00\x00\x04\x00",
        "a refusal that goes on": pack_refusal(Verdict.TOO_LARGE) + b".",
        "one byte too many": pack_pixels(Pixels(4, 3, 3, bytes(37))),
        "one byte too few": pack_pixels(Pixels(4, 3, 3, bytes(35))),
        "with transparency": pack_pixels(Pixels(4, 3, 4, bytes(48))),
        "without a channel": pack_pixels(Pixels(4, 3, 0, b"")),
        "without a width": pack_pixels(Pixels(0, 3, 3, b"")),
        "wider than is shown": pack_pixels(Pixels(SIDE + 1, 1, 1, bytes(SIDE + 1))),
        "higher than is shown": pack_pixels(Pixels(1, SIDE + 1, 1, bytes(SIDE + 1))),
        "renditions": pack(both(480)),
    }.values(),
)
def test_anything_but_pixels_or_a_refusal_is_no_answer(answer):
    with pytest.raises(NotAnAnswer):
        unpack_pixels(answer)


@pytest.mark.parametrize(
    "answer",
    {
        "nothing": b"",
        "none": pack([]),
        "half a head": b"\x02\x01",
        "more than it counts": pack(both(480)) + b".",
        "less than it counts": pack(both(480))[:-1],
        "one format only": pack(both(480)[:1]),
        "a gap": pack(both(480) + both(1600)),
        "a size that is none": pack(both(481)),
        "the same twice": pack(both(480) * 2),
        "too many": pack(both(480) * 100),
        "wider than its box": pack(both(480, 481, 300)),
        "of no height": pack(both(480, 480, 0)),
        "something else inside": pack([Rendition(480, "avif", 9, 9, b"<html>"), *both(480)[1:]]),
        "a PNG as a JPEG": pack([*both(480)[:1], Rendition(480, "jpeg", 9, 9, b"\x89PNG\r\n\x1a\n")]),
        "formats exchanged": pack(both(480)[::-1]),
        "too long": pack([Rendition(480, "avif", 9, 9, AVIF + bytes(RENDITION_BYTES)), *both(480)[1:]]),
    }.values(),
)
def test_anything_else_is_not_an_answer(answer):
    with pytest.raises(NotAnAnswer):
        unpack(answer)


@given(st.binary(max_size=300))
def test_random_bytes_are_read_exactly_or_refused(answer):
    try:
        renditions = unpack(answer)
    except NotAnAnswer:
        return
    assert pack(renditions) == answer


@given(st.binary(max_size=300))
def test_random_bytes_are_pixels_or_a_refusal_or_invalid(answer):
    try:
        verdict, pixels = unpack_pixels(answer)
    except NotAnAnswer:
        return
    assert (pack_refusal(verdict) if pixels is None else pack_pixels(pixels)) == answer


def test_an_answer_can_be_no_longer_than_memory_bears():
    assert LONGEST < 50_000_000
