"""Damages photographs in ways that decoders do not expect; the same seed gives the same damage."""

import os
from pathlib import Path
from random import Random

from held.jail.formats import LOOKED_AT, format_of
from tests.jail.drawing import busy, corpora, quarters

_MOST = 40_000  # bytes of a seed: small ones are opened often
_ODD = [0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF]


def seeds() -> list[bytes]:
    """Photographs to damage: some of our own, and the small ones of HELD_CORPORA if it exists."""
    drawn = [quarters(64, 48), busy(60, 40), quarters(40, 40).bandjoin(128)]
    made = [image.jpegsave_buffer(Q=80, interlace=image.bands == 4) for image in drawn]
    made += [image.pngsave_buffer(interlace=True) for image in drawn]
    made += [image.webpsave_buffer(lossless=image.bands == 4) for image in drawn]
    made += [image.heifsave_buffer(compression="av1", effort=0) for image in drawn]
    return made + [data for data in _found() if len(data) <= _MOST and format_of(data[:LOOKED_AT])]


def _found() -> list[bytes]:
    if "HELD_CORPORA" not in os.environ:
        return []
    return [path.read_bytes() for path in sorted(Path(corpora()).rglob("*")) if path.is_file()]


def damaged(chance: Random, among: list[bytes]) -> bytes:
    """One of them, damaged once to eight times, mostly near its beginning, where the sizes and tables are."""
    original = chance.choice(among)
    data = bytearray(original)
    for _ in range(chance.randint(1, 8)):
        near = chance.random() < 0.6
        at = chance.randrange(12, max(13, min(len(data), 600 if near else len(data))))
        chance.choice(_WAYS)(chance, data, at, among)
    if chance.random() < 0.9:
        data[:12] = original[:12]  # its format stays the same
    return bytes(data)


def _flip(chance: Random, data: bytearray, at: int, _: list[bytes]) -> None:
    data[at : at + 1] = bytes([chance.randrange(256)])


def _odd_number(chance: Random, data: bytearray, at: int, _: list[bytes]) -> None:
    width = chance.choice([1, 2, 4])
    number = chance.choice(_ODD) & (1 << 8 * width) - 1
    data[at : at + width] = number.to_bytes(width, chance.choice(["big", "little"]))


def _cut(chance: Random, data: bytearray, at: int, _: list[bytes]) -> None:
    del data[at : at + chance.randint(1, 64)]


def _end(chance: Random, data: bytearray, at: int, _: list[bytes]) -> None:
    del data[max(at, len(data) * chance.randint(1, 9) // 10) :]


def _repeat(chance: Random, data: bytearray, at: int, _: list[bytes]) -> None:
    data[at:at] = data[at : at + chance.randint(1, 256)] * chance.randint(1, 4)


def _splice(chance: Random, data: bytearray, at: int, among: list[bytes]) -> None:
    other = chance.choice(among)
    start = chance.randrange(len(other))
    data[at : at + 64] = other[start : start + chance.randint(1, 512)]


_WAYS = (_flip, _flip, _odd_number, _odd_number, _cut, _end, _repeat, _splice)
