"""The description of a photograph: the words that readers are given before they choose to look at it.

Everyone in a photograph is asked about exactly these words. So one function returns them, and every act that can change
them records it (`noting_new_words`).
"""

import sqlite3
import uuid
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from django.db.models import Exists, OuterRef, QuerySet

from held.accounts.models import Account
from held.consent.redescribing import asked_about, note_redescribed
from held.consent.transitions import lock_answers
from held.keyring.text import NoWrappingKey, opened_or
from held.stories.chosen import photographs_chosen
from held.stories.models import Leaf, Publication, PublishedVersion, Story, Version, Words

Said = tuple[str, str]  # the two texts of a description: what it shows, and more about it


@dataclass(frozen=True)
class Description:
    """One version of the words of a photograph."""

    version: uuid.UUID
    words: Words

    @property
    def said(self) -> Said:
        """What readers read of it, without its language and the family's ticks."""
        return self.words.get("shows", ""), self.words.get("more", "")


def descriptions_of(picture: uuid.UUID) -> tuple[Description, ...]:
    """The words that readers are given for this photograph, from every story in which they may ask for it.

    If they may ask for it in none: the words they would be given, the newest of every leaf. Equal words come once;
    words that can't be opened are left out, as on the story's page.
    """
    found: dict[Said, Description] = {}
    rows = Version.objects.filter(pk__in=_versions_for_readers([picture])[picture]).order_by("leaf")
    for one in _opened(rows):
        found.setdefault(one.said, one)
    return tuple(found.values())


def said_in(picture: uuid.UUID, versions: Collection[uuid.UUID]) -> set[Said]:
    """The texts of these versions. Versions of another photograph or that can't be opened are left out."""
    return {one.said for one in _opened(Version.objects.filter(pk__in=versions, leaf__picture=picture))}


@contextmanager
def noting_new_words(story: Story, *, by: object) -> Iterator[None]:
    """Wrap an act on a story, and record if it gives new words to a photograph about which somebody was asked.

    It never prevents the act. Answers about the story's photographs wait until the transaction ends, and then meet the
    new words.
    """
    lock_answers(_pictures_in(story))
    pictures = asked_about(_pictures_in(story))
    before = _versions_for_readers(pictures)
    yield
    after = _versions_for_readers(pictures)
    for picture in pictures:
        new = after[picture] - before[picture]
        if new and _says_something_new(picture, new, before[picture]):
            note_redescribed(picture, by=by if isinstance(by, Account) else None)


def _opened(versions: QuerySet[Version]) -> Iterator[Description]:
    """The descriptions that can be opened."""
    for version in versions.select_related("leaf__story", "leaf__picture"):
        words = opened_or(None, partial(version.read, version.leaf.key))
        if words is not None:
            yield Description(version.pk, words)


def _versions_for_readers(pictures: Collection[uuid.UUID]) -> dict[uuid.UUID, set[uuid.UUID]]:
    """The ids of the versions that readers are given of each photograph, always in two statements."""
    is_open = Exists(Publication.objects.filter(story=OuterRef("leaf__story")))
    opened = photographs_chosen().filter(is_open, leaf__picture__in=pictures)
    shown = PublishedVersion.objects.filter(leaf__in=opened.values("leaf")).values_list("leaf__picture", "version")
    leaves = Leaf.objects.filter(picture__in=pictures, kind=Leaf.Kind.PHOTOGRAPH).exclude(current=None)
    published, newest = _by_picture(shown), _by_picture(leaves.values_list("picture", "current"))
    return {picture: published.get(picture) or newest.get(picture, set()) for picture in pictures}


def _by_picture(pairs: Iterable[tuple[uuid.UUID | None, uuid.UUID | None]]) -> dict[uuid.UUID, set[uuid.UUID]]:
    found: dict[uuid.UUID, set[uuid.UUID]] = {}
    for picture, version in pairs:
        if picture and version:
            found.setdefault(picture, set()).add(version)
    return found


def _pictures_in(story: Story) -> set[uuid.UUID]:
    pictures = Leaf.objects.filter(story=story, kind=Leaf.Kind.PHOTOGRAPH).values_list("picture", flat=True)
    return {picture for picture in pictures if picture}


def _says_something_new(picture: uuid.UUID, new: set[uuid.UUID], before: set[uuid.UUID]) -> bool:
    """Whether the new versions have new words; without keys, other versions count as other words."""
    try:
        return not said_in(picture, new) <= said_in(picture, before)
    except (NoWrappingKey, OSError, sqlite3.Error):
        return True
