"""Which addresses open for a reader, and which photographs they may ask for there. Decided only in this module."""

from collections.abc import Collection, Iterator, Mapping

from django.db.models import BigAutoField, CharField, Exists, OuterRef, Q, QuerySet, Subquery, UUIDField

from held.access.viewer import Reader
from held.consent.facts import agreed_by_all
from held.lib.compiled import Compiled, Row
from held.pictures.reveal import RenditionRef, renditions_as_json, renditions_in
from held.publishing.audience_limits import WIDTH
from held.publishing.models import Address, NamedReader
from held.reading.published import AllowedPhotograph
from held.stories.chosen import photographs_chosen
from held.stories.models import Placement, Publication, PublishedVersion, Story

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
    return _all_allowed(list(_published(addresses, which)))


def photographs_in_story(lookup: str, reader: Reader, story: int) -> list[AllowedPhotograph]:
    """The same, in this story, for a reader of the address with this keyed hash."""
    return _all_allowed(IN_STORY.rows(lookup, reader.readings, story))


def photographs_at(lookup: str, reader: Reader) -> list[AllowedPhotograph]:
    """The same, in the story that has this address."""
    return _all_allowed(AT.rows(lookup, reader.readings))


def photographs_to_show(name: str, reader: Reader) -> list[tuple[AllowedPhotograph, tuple[RenditionRef, ...]]]:
    """The one with this name, at any address that opens for the reader, with its renditions.

    They come in the statement that decides, so that nothing changes between.
    """
    return [(_allowed(row, through), _renditions(row)) for row, through in _agreed(TO_SHOW.rows(name, reader.readings))]


def address_that_opens(lookup: str, readings: Collection[str]) -> QuerySet[Address]:
    """The address with this keyed hash, if it opens for a reader with these readings."""
    return addresses_that_open(Reader(readings)).filter(lookup=lookup)


def _all_allowed(rows: list[Row]) -> list[AllowedPhotograph]:
    return [_allowed(row, through) for row, through in _agreed(rows)]


def _in_story(lookup: str, readings: Collection[str], story: int) -> QuerySet[Placement, Row]:
    return _published(address_that_opens(lookup, readings), {"entry__story": story})


def _at(lookup: str, readings: Collection[str]) -> QuerySet[Placement, Row]:
    address = address_that_opens(lookup, readings)
    return _published(address, {"leaf__story__in": address.values("story")})


def _to_show(name: str, readings: Collection[str]) -> QuerySet[Placement, Row]:
    renditions = renditions_as_json("leaf__picture")
    return _published(addresses_that_open(Reader(readings)), {"name": name}, renditions=renditions)


def _agreed(rows: list[Row]) -> Iterator[tuple[Row, frozenset[str]]]:
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


def _published(addresses: QuerySet[Address], which: Mapping[str, object], **more: Subquery) -> QuerySet[Placement, Row]:
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
    read: QuerySet[Placement, Row] = placed.annotate(**more).values(*FIELDS, *words, *lookups, *more)
    return read


def _renditions(row: Row) -> tuple[RenditionRef, ...]:
    return renditions_in(row["renditions"], *(row[name] for name in PICTURE))


def _lookup_at(circle: Publication.Circle) -> str:
    return f"lookup_{circle.lower()}"


def _allowed(row: Row, through: frozenset[str]) -> AllowedPhotograph:
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


LOOKUP = READING = NAME = CharField()
IN_STORY = Compiled(_in_story, LOOKUP, READING, BigAutoField())
AT = Compiled(_at, LOOKUP, READING)
TO_SHOW = Compiled(_to_show, NAME, READING)
