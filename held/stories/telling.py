"""A story as it is told: frozen, so that no page can walk from it to what it should not."""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from held.lib.markdown import first_line, to_html
from held.stories.babies import facts_to_say
from held.stories.models import Leaf, Shown, Story, Version, Words

Opened = tuple[Leaf, Words, date | None]  # a leaf, its words, and since when readers see it


@dataclass(frozen=True)
class Fact:
    """One thing the family told of a baby: which, and the words in which readers see it."""

    what: str
    words: str


@dataclass(frozen=True)
class Baby:
    """What the family told of one baby. Nothing is computed, nothing is guessed."""

    name: str
    sentence: str
    language: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Entry:
    """The essay, or something that followed it."""

    title: str
    html: str
    language: str
    signed: str
    written: str
    first_on: date | None


@dataclass(frozen=True)
class Told:
    """What readers see of a story."""

    title: str
    quiet: bool
    language: str
    word: str
    why_html: str
    babies: tuple[Baby, ...]
    entries: tuple[Entry, ...]
    first_line: str


@dataclass(frozen=True)
class Beginning:
    """What a list of stories tells of one: enough to choose by. No page is made for it, however long the story is."""

    title: str
    quiet: bool
    language: str
    first_line: str


@dataclass(frozen=True)
class StoryToRead:
    """An opened story and where it stands."""

    told: Told
    address: str
    open_to_everyone: bool
    may_be_listed: bool
    opened_at: datetime


@dataclass(frozen=True)
class StoryInList:
    """An opened story as a list names it: how it begins, and where it stands."""

    told: Beginning
    address: str
    opened_at: datetime


def begin_shown(story: Story) -> Beginning:
    """How the story begins, as readers see it now. Raises KeyGone or Damaged."""
    return _begin(_read(story, _shown(story)))


def tell_shown(story: Story) -> Told:
    """The story as readers see it now. Raises KeyGone or Damaged."""
    return _tell(_read(story, _shown(story)))


def tell_versions(story: Story, versions: Collection[uuid.UUID]) -> Told:
    """The story as readers would see it if exactly these versions were shown."""
    rows = Version.objects.filter(pk__in=versions, leaf__story=story).select_related("leaf")
    return _tell(_read(story, ((row.leaf, row, None) for row in rows)))


def _shown(story: Story) -> Iterable[tuple[Leaf, Version, date | None]]:
    rows = Shown.objects.filter(leaf__story=story).select_related("leaf", "version")
    return ((row.leaf, row.version, row.first_on) for row in rows)


def _read(story: Story, rows: Iterable[tuple[Leaf, Version, date | None]]) -> list[Opened]:
    told = sorted(rows, key=lambda row: (row[0].position, row[0].pk))
    return [(leaf, version.read(story.key), on) for leaf, version, on in told]


def _begin(read: list[Opened]) -> Beginning:
    about: Words = next((given for leaf, given, _ in read if leaf.kind == Leaf.Kind.ABOUT), {})
    main: Words = next((given for leaf, given, _ in read if leaf.kind == Leaf.Kind.ENTRY), {})
    return Beginning(
        title=about.get("title", ""),
        quiet=bool(about.get("quiet_title")),
        language=about.get("language") or main.get("language", ""),
        first_line=first_line(main.get("body", "")),
    )


def _tell(read: list[Opened]) -> Told:
    about: Words = next((given for leaf, given, _ in read if leaf.kind == Leaf.Kind.ABOUT), {})
    begun = _begin(read)
    return Told(
        title=begun.title,
        quiet=begun.quiet,
        language=begun.language,
        word=about.get("word", ""),
        why_html=to_html(about.get("why", "")),
        babies=tuple(_baby(given) for leaf, given, _ in read if leaf.kind == Leaf.Kind.BABY),
        entries=tuple(_entry(given, on) for leaf, given, on in read if leaf.kind == Leaf.Kind.ENTRY),
        first_line=begun.first_line,
    )


def _baby(given: Words) -> Baby:
    facts = tuple(Fact(what, words) for what, words in facts_to_say(given))
    return Baby(given.get("name", ""), given.get("sentence", ""), given.get("language", ""), facts)


def _entry(given: Words, on: date | None) -> Entry:
    return Entry(
        title=given.get("title", ""),
        html=to_html(given.get("body", "")),
        language=given.get("language", ""),
        signed=given.get("signed", ""),
        written=given.get("written", ""),
        first_on=on,
    )
