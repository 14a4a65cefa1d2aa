"""Which addresses open for a reader, and which photographs they may ask for there. Decided only in this module."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, UUIDField

from held.access.viewer import Reader
from held.consent.facts import agreed_by_all
from held.pictures.reveal import RenditionRef, renditions_as_json, renditions_in
from held.publishing.audience_limits import WIDTH
from held.publishing.models import Address, NamedReader
from held.reading.published import AllowedPhotograph
from held.stories.chosen import photographs_chosen
from held.stories.models import Publication, PublishedVersion, Story

Circle = Publication.Circle
PICTURE = ("leaf__picture", "leaf__picture__key", "leaf__picture__decoded")
FIELDS = ("name", "entry", "shown_after", *PICTURE, "leaf__story__key")


def opened_to(*circles: Publication.Circle) -> Exists:
    """Whether the `story` of a row is opened to one of these circles, for use in a filter.

    Not a list of stories: a database would read every opening to make it, for one address.
    """
    return Exists(Publication.objects.filter(story=OuterRef("story"), circle__in=circles))


def addresses_that_open(reader: Reader) -> QuerySet[Address]:
    """The addresses that open for this reader.

    A slug opens while its story is open to everyone; a link address also while it is open to anyone with the link; the
    address for named people while the story is open at all, for readers who bring what their own link gave them.
    """
    named = NamedReader.objects.filter(reading_hash__in=reader.readings).values("story")
    everyone, link, by_name = (_open_at(circle) for circle in (Circle.EVERYONE, Circle.LINK, Circle.NAMED))
    return Address.objects.filter(everyone | link | by_name & Q(story__in=named))


def addresses_for_circle(story: Story, circle: Publication.Circle) -> QuerySet[Address]:
    """The address of this story that opens for the readers of this circle; none while it is not open to them.

    If it was opened to everyone without ever having a link, the link that people pass on is the address for everyone.
    """
    own = Address.objects.filter(_open_at(circle), story=story)
    if circle != Circle.LINK or own.exists():
        return own
    return addresses_for_circle(story, Circle.EVERYONE)


def photographs_allowed(addresses: QuerySet[Address], **which: object) -> list[AllowedPhotograph]:
    """The photographs that readers may ask for at these addresses, in the order of reading.

    A photograph is allowed at an address if its family placed and published it, can show something of it, is not
    removing it (`photographs_chosen`), and everyone in it has agreed for the circle of that address.

    `addresses`: those that open for the reader (`addresses_that_open`). `which`: narrows the placements, for example
    `entry__story=story` or `name=name`. Two statements, and one more if a baby is in one of the photographs.
    """
    rows = _published(addresses, which)
    return [_allowed(row, through) for row, through in _agreed(rows)]


def photographs_to_show(
    addresses: QuerySet[Address], **which: object
) -> list[tuple[AllowedPhotograph, tuple[RenditionRef, ...]]]:
    """The same, each with its renditions. They come in the statement that decides, so that nothing changes between."""
    rows = _published(addresses, which, renditions=renditions_as_json("leaf__picture"))
    return [(_allowed(row, through), _renditions(row)) for row, through in _agreed(rows)]


def _agreed(rows: list[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], frozenset[str]]]:
    """The rows for which everyone agreed, each with the addresses at which readers may ask for it."""
    circles = [circle for circle in Circle if any(row[_lookup_at(circle)] for row in rows)]
    agreed = agreed_by_all([row["leaf__picture"] for row in rows], [circle.scope for circle in circles])
    for row in rows:
        there = [row[_lookup_at(circle)] for circle in circles if row["leaf__picture"] in agreed[circle.scope]]
        through = frozenset(lookup for lookup in there if lookup)
        if through:
            yield row, through


def _open_at(circle: Publication.Circle) -> Q:
    """The addresses for this circle while their story is open to it, or to a wider one."""
    wide_enough = (one for one in Circle if WIDTH[one] >= WIDTH[circle])
    return Q(opened_to(*wide_enough), circle=circle)


def _published(addresses: QuerySet[Address], which: Mapping[str, object], **more: Subquery) -> list[dict[str, Any]]:
    """What the family allows: each placement with the published version of its words, and `more` of it.

    Each row also has the lookup of the address for each circle; None if that address is not among those given.
    """
    shown = PublishedVersion.objects.filter(leaf=OuterRef("leaf"))
    words = {
        "version": Subquery(shown.values("version"), output_field=UUIDField()),
        "sealed": Subquery(shown.values("version__sealed")),
    }
    of_story = addresses.filter(story=OuterRef("leaf__story"))
    lookups = {_lookup_at(one): Subquery(of_story.filter(circle=one).values("lookup")[:1]) for one in Circle}
    placed = photographs_chosen().filter(**which).annotate(**words, **lookups)
    return list(placed.annotate(**more).values(*FIELDS, *words, *lookups, *more))


def _renditions(row: dict[str, Any]) -> tuple[RenditionRef, ...]:
    return renditions_in(row["renditions"], *(row[name] for name in PICTURE))


def _lookup_at(circle: Publication.Circle) -> str:
    return f"lookup_{circle.lower()}"


def _allowed(row: dict[str, Any], through: frozenset[str]) -> AllowedPhotograph:
    return AllowedPhotograph(
        name=row["name"],
        entry=row["entry"],
        after=row["shown_after"],
        picture=row["leaf__picture"],
        key=row["leaf__picture__key"],
        story_key=row["leaf__story__key"],
        version=row["version"],
        sealed=bytes(row["sealed"]),
        through=through,
    )
