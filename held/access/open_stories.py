"""The list of stories open to everyone, a page at a time."""

import uuid
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, UUIDField

from held.keyring.text import CannotOpen, read_keys
from held.lib.compiled import Row
from held.publishing.addresses import lookup_of
from held.publishing.models import Address, Indexing
from held.reading.published import StoryInList, summary_of
from held.stories.models import Leaf, Publication, PublishedVersion, Version

A_PAGE = 25  # stories
EVERYONE = Publication.Circle.EVERYONE
_Place = tuple[datetime, int]  # of an opening in the list: when it was opened, and its number


@dataclass(frozen=True)
class PageOfStories:
    """Some stories of the list, the most recently opened first.

    `before`: the address that was asked for, if these are older than the story there; empty otherwise.
    `newer`, `older`: the address of the first or last of them, if the list has newer or older ones; else empty.
    """

    stories: tuple[StoryInList, ...]
    before: str
    newer: str
    older: str


def stories_open_to_everyone(*, only_listed: bool = False, before: str = "", after: str = "") -> PageOfStories:
    """A page of the list: the newest, those older than the story at the address `before`, or newer than at `after`.

    An address that is not in the list gives the newest, whatever else it may be. So no page tells whether there is a
    story that is not open to everyone. It costs the same however many stories are open: at most four statements.

    `only_listed`: only those that search engines may list, because their families chose it.
    """
    listed = Publication.objects.filter(circle=EVERYONE)
    if only_listed:
        listed = listed.filter(Exists(Indexing.objects.filter(story=OuterRef("story"))))
    start = _place_of(listed, before or after)
    found = _newer_than(listed, *start) if start and not before else None
    return found or _older_than(listed, start if before else None, before if start else "")


def _place_of(listed: QuerySet[Publication], address: str) -> _Place | None:
    found = Address.objects.filter(lookup=lookup_of(address), circle=EVERYONE).values("story")
    row = listed.filter(story=Subquery(found)).first() if address else None
    return (row.opened_at, row.pk) if row else None


def _older_than(listed: QuerySet[Publication], start: _Place | None, before: str) -> PageOfStories:
    """The page after `start`, whose address is `before`; or the first.

    It is empty only at the end: if no story of a page opens, the next page is looked at.
    """
    newest_first, last = listed.order_by("-opened_at", "-pk"), start
    while True:
        rows = _rows(newest_first.filter(_comes_after(*last)) if last else newest_first)
        opened, has_more = _opened(rows[:A_PAGE]), len(rows) > A_PAGE
        if opened or not has_more:
            return _page(opened, before, has_newer=bool(before), has_older=has_more)
        last = rows[A_PAGE - 1]["opened_at"], rows[A_PAGE - 1]["pk"]


def _newer_than(listed: QuerySet[Publication], opened_at: datetime, pk: int) -> PageOfStories | None:
    """The page before this place; None if it would begin the list, whose first page always has the newest."""
    comes_before = Q(opened_at__gte=opened_at) & (Q(opened_at__gt=opened_at) | Q(pk__gt=pk))
    rows = _rows(listed.filter(comes_before).order_by("opened_at", "pk"))
    opened = _opened(rows[A_PAGE - 1 :: -1]) if len(rows) > A_PAGE else ()
    return _page(opened, "", has_newer=True, has_older=True) if opened else None


def _comes_after(opened_at: datetime, pk: int) -> Q:
    """What the list has after this place. The first condition lets a database begin there in its index."""
    return Q(opened_at__lte=opened_at) & (Q(opened_at__lt=opened_at) | Q(pk__lt=pk))


def _rows(publications: QuerySet[Publication]) -> list[Row]:
    """A page of them, and one more, each with its address and the versions of its introduction and first entry."""
    address = Address.objects.filter(story=OuterRef("story"), circle=EVERYONE)
    shown = PublishedVersion.objects.filter(leaf__story=OuterRef("story")).order_by("leaf__position", "leaf")
    about, entry = (shown.filter(leaf__kind=kind).values("version")[:1] for kind in (Leaf.Kind.ABOUT, Leaf.Kind.ENTRY))
    found = {
        "address": Subquery(address.values("pk"), output_field=UUIDField()),
        "sealed_address": Subquery(address.values("sealed")),
        "about": Subquery(about, output_field=UUIDField()),
        "entry": Subquery(entry, output_field=UUIDField()),
    }
    rows = publications.annotate(**found).values("pk", "opened_at", "story__key", *found)
    return list(rows[: A_PAGE + 1])


def _opened(rows: list[Row]) -> tuple[StoryInList, ...]:
    """Those of them whose words open; the others are left out as if they never existed."""
    read_keys([row["story__key"] for row in rows])
    versions = Version.objects.in_bulk([one for row in rows for one in (row["about"], row["entry"]) if one])
    found = []
    for row in rows:
        with suppress(CannotOpen):
            found += [_in_list(row, versions)] if row["address"] else []
    return tuple(found)


def _in_list(row: Row, versions: dict[uuid.UUID, Version]) -> StoryInList:
    key, words = row["story__key"], (versions.get(row["about"]), versions.get(row["entry"]))
    address = Address(pk=row["address"], sealed=row["sealed_address"])
    summary = summary_of(*(version.read(key) if version else {} for version in words))
    return StoryInList(summary, Address.text.open(address, key), row["opened_at"])


def _page(stories: tuple[StoryInList, ...], before: str, *, has_newer: bool, has_older: bool) -> PageOfStories:
    newer = stories[0].address if stories and has_newer else ""
    return PageOfStories(stories, before, newer, stories[-1].address if stories and has_older else "")
