"""The one line of a sealed record that can be read, and the padding that hides how long the record is."""

import json

import pytest

from held.lib.chain import NotARecord
from held.lib.cover import LEAST, Cover, cover_line, padded, read_cover, without_padding

COVER = Cover("c" * 32, "4" * 32)
TOLD = {"chain": COVER.chain, "format": 1, "key": COVER.key, "sealed": "record"}


def line(**told):
    return json.dumps(TOLD | told, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def test_it_is_one_line_of_canonical_json_and_is_read_back():
    assert cover_line(COVER) == line()
    assert read_cover(line()) == COVER
    assert COVER.where == f"record {'c' * 32}"


@pytest.mark.parametrize(
    "other",
    [
        b"",
        b"\x89PNG\r\n\x1a\n",
        b"[" * 100_000,
        b"[]\n",
        b'{"chain":"family 1","format":1}\n',
        line()[:-1],
        line().replace(b",", b", "),
        line(sealed="story"),
        line(chain="C" * 32),
        line(chain=7),
        line(key="4" * 31),
        line(key="\u0664" * 32),
        line(more=1),
    ],
)
def test_other_first_lines_are_not_read_as_a_cover(other):
    assert read_cover(other) is None


@pytest.mark.parametrize("form", [2, 0, "1", None, True])
def test_a_cover_in_another_format_is_reported(form):
    with pytest.raises(NotARecord, match="what opens it here knows form 1"):
        read_cover(line(format=form))


@pytest.mark.parametrize(
    ("length", "least", "size"),
    [
        (1, 0, LEAST),
        (LEAST, 0, LEAST),
        (LEAST + 1, 0, 2 * LEAST),
        (5 * LEAST, 0, 8 * LEAST),
        (1, LEAST + 1, 2 * LEAST),
        (3 * LEAST, LEAST, 4 * LEAST),
    ],
)
def test_the_size_is_a_power_of_two_that_is_enough(length, least, size):
    assert len(padded(b"a" * length, least)) == size


def test_the_padding_is_taken_off_and_the_lines_are_as_they_were():
    lines = b"one\ntwo\n"
    assert without_padding(padded(lines)) == lines
    assert without_padding(lines) == lines
