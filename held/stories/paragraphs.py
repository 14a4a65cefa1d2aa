"""The paragraphs of an entry, and where one of them is after its words were edited.

A paragraph is what the page shows as one block: also a heading, a quotation or a list.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from held.lib.markdown import plain_of, to_blocks

_WORD = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7ff]|\\w+")  # or one unspaced letter
PAIRS_KEPT = 0.4  # this share of the neighbouring words of the shorter of two paragraphs makes them the same one
WORDS_KEPT = 0.5  # this share of the words of the longer, where one paragraph was replaced by one

MANY, VERY_MANY = 200, 2_000  # paragraphs between the first and the last change


@dataclass(frozen=True)
class Followed:
    """Where a paragraph is now: its number from 1. If it is gone: that of the nearest one that remains; None: none."""

    number: int | None
    gone: bool = False


def paragraphs_of(text: str) -> list[str]:
    """The plain text of each paragraph, in order."""
    return [plain_of(block) for block in to_blocks(text)]


def follow(former: Sequence[str], now: Sequence[str], numbers: Collection[int]) -> dict[int, Followed]:
    """Where the paragraphs with these numbers in `former` are in `now`.

    An unchanged paragraph is found even if it was moved; an edited one if enough of its words are left; one that was
    split, at the end of its last part. A number that `former` doesn't have counts as gone.
    """
    edit = _Edit(former, now)
    return {number: edit.followed(number) for number in numbers}


class _Edit:
    """What became of each paragraph, counted from 0."""

    def __init__(self, former: Sequence[str], now: Sequence[str]) -> None:
        self.former, self.now = list(former), list(now)
        self.same: dict[int, int] = {}
        self.gap_of: dict[int, tuple[range, range]] = {}
        for what, begin, end, begin_now, end_now in _differences(self.former, self.now):
            if what == "equal":
                self.same.update(zip(range(begin, end), range(begin_now, end_now), strict=True))
            else:
                gap = range(begin, end), range(begin_now, end_now)
                self.gap_of.update(dict.fromkeys(gap[0], gap))
        self._find_moved()
        self._index_the_new()

    def followed(self, number: int) -> Followed:
        """Where this one is, counted from 1."""
        if (found := self._found(number - 1)) is not None:
            return Followed(found + 1)
        before = range(min(number - 1, len(self.former)) - 1, -1, -1)
        for other in (*before, *range(number, len(self.former))):
            if (found := self._found(other)) is not None:
                return Followed(found + 1, gone=True)
        return Followed(None, gone=True)

    def _find_moved(self) -> None:
        """Unchanged paragraphs in another order: the first of those with the same text is the first there."""
        taken = set(self.same.values())
        places: dict[str, list[int]] = {}
        for there in reversed(range(len(self.now))):
            if there not in taken:
                places.setdefault(self.now[there], []).append(there)
        for here, text in enumerate(self.former):
            if here not in self.same and places.get(text):
                self.same[here] = places[text].pop()

    def _index_the_new(self) -> None:
        """Which of the paragraphs that are new, or were edited, contain which neighbouring words."""
        taken = set(self.same.values())
        self.pairs_now = {there: _pairs(text) for there, text in enumerate(self.now) if there not in taken}
        self.with_pair: dict[tuple[str, ...], list[int]] = {}
        for there, pairs in self.pairs_now.items():
            for pair in pairs:
                self.with_pair.setdefault(pair, []).append(there)

    def _found(self, here: int) -> int | None:
        if here in self.same or here not in self.gap_of:
            return self.same.get(here)
        pairs, (gap, gap_now) = _pairs(self.former[here]), self.gap_of[here]
        shared = Counter(there for pair in pairs for there in self.with_pair.get(pair, ()))
        alike = {
            there: count
            for there, count in shared.items()
            if count >= max(PAIRS_KEPT * min(len(pairs), len(self.pairs_now[there])), min(2, len(pairs)))
        }
        if beside := [there for there in alike if there in gap_now]:
            return max(beside)
        if len(gap) == len(gap_now) == 1 and gap_now[0] in self.pairs_now and self._says_much_the_same(here):
            return gap_now[0]
        return max(alike, key=lambda there: (alike[there], -there), default=None)

    def _says_much_the_same(self, here: int) -> bool:
        mine, theirs = (Counter(_words(text)) for text in (self.former[here], self.now[self.gap_of[here][1][0]]))
        longer = max(mine.total(), theirs.total())
        return longer > 0 and (mine & theirs).total() >= WORDS_KEPT * longer


def _differences(former: Sequence[str], now: Sequence[str]) -> Iterator[tuple[str, int, int, int, int]]:
    """As difflib tells them, in a time that doesn't grow with the cube of their number where many are equal.

    Among many paragraphs between the first and the last change, equal ones are told apart by counting; among very
    many, those that are the same are found afterwards, as if all had been moved.
    """
    shorter = min(len(former), len(now))
    first = next((at for at in range(shorter) if former[at] != now[at]), shorter)
    last = next((at for at in range(shorter - first) if former[-1 - at] != now[-1 - at]), shorter - first)
    before, after = former[first : len(former) - last], now[first : len(now) - last]
    if first:
        yield "equal", 0, first, 0, first
    if max(len(before), len(after)) > VERY_MANY:
        yield "replace", first, first + len(before), first, first + len(after)
    elif before or after:
        told = _told_apart if max(len(before), len(after)) > MANY else list
        matcher: SequenceMatcher[object] = SequenceMatcher(None, told(before), told(after), autojunk=False)
        for what, *where in matcher.get_opcodes():
            begin, end, begin_now, end_now = (first + at for at in where)
            yield what, begin, end, begin_now, end_now
    if last:
        yield "equal", len(former) - last, len(former), len(now) - last, len(now)


def _told_apart(paragraphs: Sequence[str]) -> list[object]:
    """Each with how many equal ones came before it."""
    seen: Counter[str] = Counter()
    found: list[object] = []
    for text in paragraphs:
        found.append((text, seen[text]))
        seen[text] += 1
    return found


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _pairs(text: str) -> set[tuple[str, ...]]:
    """Each two words that are neighbours; a single word by itself."""
    words = _words(text)
    return set(pairwise(words)) if len(words) > 1 else {(word,) for word in words}
