"""An answer is believed only if our own code could have written it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from held.jail.answer import LONGEST, NotAnAnswer, Rendition, Verdict, pack, unpack
from held.jail.limits import RENDITION_BYTES

AVIF = b"\x00\x00\x00\x1cftypavif" + bytes(20)
JPEG = b"\xff\xd8\xff\xe0" + bytes(20)


def both(size: int, width: int = 400, height: int = 300) -> list[Rendition]:
    return [Rendition(size, "avif", width, height, AVIF), Rendition(size, "jpeg", width, height, JPEG)]


@pytest.mark.parametrize("sizes", [[480], [480, 1080], [480, 1080, 1600]])
def test_what_was_written_is_read(sizes):
    renditions = [one for size in sizes for one in both(size)]
    assert unpack(pack(Verdict.SHOWN, renditions)) == (Verdict.SHOWN, tuple(renditions))


@pytest.mark.parametrize("verdict", [Verdict.CANNOT_BE_SHOWN, Verdict.TOO_LARGE])
def test_a_verdict_without_renditions_is_read(verdict):
    assert unpack(pack(verdict)) == (verdict, ())


@pytest.mark.parametrize(
    "answer",
    {
        "nothing": b"",
        "half a head": b"\x00",
        "an unknown verdict": b"\x07\x00",
        "shown, without a picture": pack(Verdict.SHOWN),
        "not shown, with a picture": pack(Verdict.TOO_LARGE, both(480)),
        "more than it counts": pack(Verdict.SHOWN, both(480)) + b".",
        "less than it counts": pack(Verdict.SHOWN, both(480))[:-1],
        "one format only": pack(Verdict.SHOWN, both(480)[:1]),
        "a gap": pack(Verdict.SHOWN, both(480) + both(1600)),
        "a size that is none": pack(Verdict.SHOWN, both(481)),
        "the same twice": pack(Verdict.SHOWN, both(480) * 2),
        "too many": pack(Verdict.SHOWN, both(480) * 100),
        "wider than its box": pack(Verdict.SHOWN, both(480, 481, 300)),
        "of no height": pack(Verdict.SHOWN, both(480, 480, 0)),
        "something else inside": pack(Verdict.SHOWN, [Rendition(480, "avif", 9, 9, b"<html>"), *both(480)[1:]]),
        "a PNG as a JPEG": pack(Verdict.SHOWN, [*both(480)[:1], Rendition(480, "jpeg", 9, 9, b"\x89PNG\r\n\x1a\n")]),
        "formats exchanged": pack(Verdict.SHOWN, both(480)[::-1]),
        "too long": pack(Verdict.SHOWN, [Rendition(480, "avif", 9, 9, AVIF + bytes(RENDITION_BYTES)), *both(480)[1:]]),
    }.values(),
)
def test_anything_else_is_not_an_answer(answer):
    with pytest.raises(NotAnAnswer):
        unpack(answer)


@given(st.binary(max_size=300))
def test_chance_is_read_or_refused_and_nothing_else(answer):
    try:
        verdict, renditions = unpack(answer)
    except NotAnAnswer:
        return
    assert pack(verdict, renditions) == answer


def test_an_answer_can_be_no_longer_than_memory_bears():
    assert LONGEST < 50_000_000
