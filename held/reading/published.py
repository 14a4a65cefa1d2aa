"""A story as readers see it: frozen, so that no page can reach from it what it must not show."""

import uuid
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import BigAutoField, QuerySet

from held.keyring.text import CannotOpen, keys_there, read_keys
from held.lib.compiled import Compiled, Row
from held.lib.markdown import first_line, to_blocks, to_html
from held.stories.babies import facts_to_say
from held.stories.models import Leaf, PublishedVersion, Version, Words


class ShownLeaf(NamedTuple):
    """A leaf that readers see, as far as a page depends on it."""

    pk: int
    kind: str


Opened = tuple[Leaf | ShownLeaf, Words, date | None]  # a leaf, its words, and since when readers see it


@dataclass(frozen=True)
class Fact:
    """One fact the family told of a baby: its name, and the words that readers see."""

    what: str
    words: str


@dataclass(frozen=True)
class Baby:
    """What the family told of one baby. Nothing is computed or guessed."""

    name: str
    sentence: str
    language: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class AllowedPhotograph:
    """A photograph that `held.access.what_readers_see` lets readers ask for: its place and its sealed words."""

    name: str
    entry: int
    after: int | None  # the number of a paragraph of the entry that readers see; None: at its end
    picture: uuid.UUID
    key: str  # the id of the picture's key
    story_key: str
    version: uuid.UUID
    sealed: bytes
    through: frozenset[str]  # the keyed hashes of the addresses at which readers may ask for it


@dataclass(frozen=True)
class Veil:
    """The words shown in place of a photograph, and the random name by which a reader asks for it."""

    number: int  # in the order of reading, from 1
    of: int
    name: str
    shows: str
    more_html: str
    language: str


@dataclass(frozen=True)
class Passage:
    """Some paragraphs of an entry, and the photographs after the last of them."""

    html: str
    photographs: tuple[Veil, ...]


@dataclass(frozen=True)
class Entry:
    """The essay, or an entry that followed it. `passages`: its `html`, divided; `at_end`: the photographs after it."""

    title: str
    html: str
    language: str
    signed: str
    written: str
    first_on: date | None
    photographs: tuple[Veil, ...]
    passages: tuple[Passage, ...]
    at_end: tuple[Veil, ...]


@dataclass(frozen=True)
class StoryPage:
    """What readers see of a story."""

    title: str
    quiet: bool
    language: str
    word: str
    why_html: str
    babies: tuple[Baby, ...]
    entries: tuple[Entry, ...]
    first_line: str

    @property
    def photographs(self) -> tuple[Veil, ...]:
        """All of them, in the order of reading."""
        return tuple(veil for entry in self.entries for veil in entry.photographs)


@dataclass(frozen=True)
class StorySummary:
    """What a list shows of a story: enough to choose by. It is read without building the page, however long it is."""

    title: str
    quiet: bool
    language: str
    first_line: str


@dataclass(frozen=True)
class StoryToRead:
    """An open story and its address."""

    page: StoryPage
    address: str
    open_to_everyone: bool
    may_be_listed: bool
    opened_at: datetime


@dataclass(frozen=True)
class StoryInList:
    """An open story in a list: its beginning and its address."""

    summary: StorySummary
    address: str
    opened_at: datetime


def summary_of(about: Words, entry: Words) -> StorySummary:
    """The beginning of a story whose introduction and first entry have these words; either may be empty."""
    return StorySummary(
        title=about.get("title", ""),
        quiet=bool(about.get("quiet_title")),
        language=about.get("language") or entry.get("language", ""),
        first_line=first_line(entry.get("body", "")),
    )


def published_page(story: int, key: str, allowed: Iterable[AllowedPhotograph]) -> StoryPage:
    """The story as readers see it now, with the photographs they may ask for. Raises KeyGone or Damaged.

    `story`, `key`: its number, and the id of its key.
    """
    allowed = list(allowed)
    return _page(_read(key, SHOWN.rows(story)), veils_by_entry(allowed), {one.name: one.after for one in allowed})


def veils_by_entry(allowed: Iterable[AllowedPhotograph]) -> dict[int, list[Veil]]:
    """The words of each photograph, by entry, numbered in the order of reading.

    A photograph whose words can't be opened is left out as if it never existed.
    """
    read, allowed = [], list(allowed)
    read_keys([one.key for one in allowed])
    for one in allowed:
        with suppress(CannotOpen):
            read.append((one, _veil(one)))
    veils: dict[int, list[Veil]] = {}
    for number, (one, veil) in enumerate(read, start=1):
        veils.setdefault(one.entry, []).append(replace(veil, number=number, of=len(read)))
    return veils


def veil_alone(allowed: Iterable[AllowedPhotograph], name: str) -> Veil | None:
    """The words of one of these photographs, with its number; None if it is not among them, or can't be opened.

    No other words are opened: the others are counted if their keys exist.
    """
    allowed = list(allowed)
    opening = keys_there([one.key for one in allowed])
    there = [one for one in allowed if one.key in opening]
    for number, one in enumerate(there, start=1):
        if one.name == name:
            with suppress(CannotOpen):
                return replace(_veil(one), number=number, of=len(there))
    return None


def page_of_words(given: Iterable[tuple[Leaf, Words]]) -> StoryPage:
    """These words of these leaves, without photographs, as readers would see them."""
    return _page([(leaf, words, None) for leaf, words in given], {}, {})


def veil_of(given: Words) -> Veil:
    """What readers would see in place of a photograph with these words on its leaf."""
    return Veil(0, 0, "", given.get("shows", ""), to_html(given.get("more", "")), given.get("language", ""))


def _shown(story: int) -> QuerySet[PublishedVersion, Any]:
    """The versions of its words that readers see, in order."""
    rows = PublishedVersion.objects.filter(leaf__story=story).exclude(leaf__kind=Leaf.Kind.PHOTOGRAPH)
    return rows.order_by("leaf__position", "leaf").values(
        "leaf", "leaf__kind", "version", "version__sealed", "first_on"
    )


def _veil(one: AllowedPhotograph) -> Veil:
    given = Version(pk=one.version, sealed=one.sealed).read(one.key)
    return replace(veil_of(given), name=one.name)


def _read(key: str, rows: Iterable[Row]) -> list[Opened]:
    return [
        (
            ShownLeaf(row["leaf"], row["leaf__kind"]),
            Version(pk=row["version"], sealed=row["version__sealed"]).read(key),
            row["first_on"],
        )
        for row in rows
    ]


def _page(read: list[Opened], veils: dict[int, list[Veil]], after: Mapping[str, int | None]) -> StoryPage:
    """`after`: the paragraph of its entry at which each photograph has its place, by its name."""
    about: Words = next((given for leaf, given, _ in read if leaf.kind == Leaf.Kind.ABOUT), {})
    begun = summary_of(about, next((given for leaf, given, _ in read if leaf.kind == Leaf.Kind.ENTRY), {}))
    return StoryPage(
        title=begun.title,
        quiet=begun.quiet,
        language=begun.language,
        word=about.get("word", ""),
        why_html=to_html(about.get("why", "")),
        babies=tuple(_baby(given) for leaf, given, _ in read if leaf.kind == Leaf.Kind.BABY),
        entries=tuple(
            _entry(given, on, veils.get(leaf.pk, []), after) for leaf, given, on in read if leaf.kind == Leaf.Kind.ENTRY
        ),
        first_line=begun.first_line,
    )


def _baby(given: Words) -> Baby:
    facts = tuple(Fact(what, words) for what, words in facts_to_say(given))
    return Baby(given.get("name", ""), given.get("sentence", ""), given.get("language", ""), facts)


def _entry(given: Words, on: date | None, photographs: list[Veil], after: Mapping[str, int | None]) -> Entry:
    passages = _passages(given.get("body", ""), photographs, after)
    between = {veil.name for passage in passages for veil in passage.photographs}
    return Entry(
        title=given.get("title", ""),
        html="".join(passage.html for passage in passages),
        language=given.get("language", ""),
        signed=given.get("signed", ""),
        written=given.get("written", ""),
        first_on=on,
        photographs=tuple(photographs),
        passages=tuple(passages),
        at_end=tuple(veil for veil in photographs if veil.name not in between),
    )


def _passages(body: str, photographs: list[Veil], after: Mapping[str, int | None]) -> list[Passage]:
    """The words, divided after each paragraph at which there is a photograph."""
    if all(after[veil.name] is None for veil in photographs):
        return [Passage(to_html(body), ())]
    found, html = [], ""
    for number, block in enumerate(to_blocks(body), start=1):
        html += block
        if here := tuple(veil for veil in photographs if after[veil.name] == number):
            found.append(Passage(html, here))
            html = ""
    return [*found, Passage(html, ())] if html else found


SHOWN = Compiled(_shown, BigAutoField())
