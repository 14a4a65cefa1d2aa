"""Compares two texts: which passages only one of them has."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

MOST = 4000  # words; comparing longer texts would take too long


@dataclass(frozen=True)
class Passage:
    """A part of a text, and whether the other text lacks it."""

    words: str
    alone: bool


def passages_of(text: str, other: str) -> list[Passage]:
    """The text as passages that together are the whole text. A text too long to compare is a single passage."""
    mine, theirs = _words(text), _words(other)
    if not mine or not theirs or len(mine) + len(theirs) > MOST:
        return [Passage(text, alone=False)] if text else []
    return list(_joined(_passages(mine, theirs)))


def _passages(mine: list[str], theirs: list[str]) -> Iterator[Passage]:
    matcher = SequenceMatcher(None, mine, theirs, autojunk=False)
    for what, begins, ends, _their_begin, _their_end in matcher.get_opcodes():
        if ends > begins:
            yield Passage("".join(mine[begins:ends]), alone=what != "equal")


def _joined(passages: Iterator[Passage]) -> Iterator[Passage]:
    """Merge words that only one text has into one passage, even across white space that both have."""
    begun: list[Passage] = []
    for passage in passages:
        if begun and passage.alone and len(begun) > 1:
            begun = [Passage("".join(part.words for part in [*begun, passage]), alone=True)]
        elif len(begun) == 1 and begun[0].alone and not passage.words.strip():
            begun.append(passage)
        else:
            yield from begun
            begun = [passage]
    yield from begun


def _words(text: str) -> list[str]:
    return re.findall(r"\s+|\S+", text)
