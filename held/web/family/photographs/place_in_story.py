"""The places that a photograph can be given: at the end of an entry, or after one of its paragraphs."""

from dataclasses import dataclass

from django.http import Http404

from held import access
from held.access import SignedIn
from held.desk.album import PhotographOnDesk
from held.desk.outline import LeafOnDesk, StoryOnDesk
from held.lib.markdown import first_line
from held.stories.models import Leaf
from held.stories.paragraphs import paragraphs_of
from held.stories.places import ParagraphSeen
from held.web.family.desk import number
from held.web.family.writing.drafts import version_id

NOWHERE = "none"  # the value of “Not in the story”; a form without the field says nothing about the place
MOST = 60  # characters of the beginning of a paragraph


@dataclass(frozen=True)
class ParagraphOffered:
    """A paragraph to place it after: the value that the form sends, and its first words."""

    value: str
    begins: str


@dataclass(frozen=True)
class EntryOffered:
    """An entry to place it in. `value`: at its end."""

    value: str
    leaf: LeafOnDesk
    paragraphs: tuple[ParagraphOffered, ...]


def entries_offered(story: StoryOnDesk, one: PhotographOnDesk) -> list[EntryOffered]:
    """Every entry with its paragraphs. A single paragraph is not offered: after it is the end."""
    entries = [leaf for leaf in story.leaves if leaf.leaf.kind == Leaf.Kind.ENTRY]
    return [EntryOffered(str(leaf.leaf.pk), leaf, _paragraphs(leaf, one)) for leaf in entries]


def place_now(one: PhotographOnDesk) -> str:
    """The value of its place."""
    if one.entry is None:
        return NOWHERE
    return place_value(one.entry, one.after_paragraph)


def place_value(entry: Leaf, paragraph: int | None) -> str:
    """The value of this paragraph of this entry; None: the end of the entry."""
    if paragraph is None:
        return str(entry.pk)
    return f"{entry.pk}-{paragraph}-{entry.current_id.hex if entry.current_id else ''}"


def place_of(viewer: SignedIn, value: str) -> tuple[Leaf, ParagraphSeen | None] | None:
    """The entry that a form named, and the paragraph in it; None: not in the story. Raises Http404."""
    if value == NOWHERE:
        return None
    entry, _, paragraph = value.partition("-")
    leaf = access.leaf_to_write(viewer, number(entry))
    if not paragraph:
        return leaf, None
    counted, _, shown = paragraph.partition("-")
    read = version_id(shown)
    if read is None:
        raise Http404
    version = access.version_to_read(viewer, read)
    if version.leaf_id != leaf.pk or not counted.isdecimal():
        raise Http404
    return leaf, ParagraphSeen(version, number(counted))


def _paragraphs(entry: LeafOnDesk, one: PhotographOnDesk) -> tuple[ParagraphOffered, ...]:
    written = paragraphs_of(entry.body)
    is_here = one.entry is not None and one.entry.pk == entry.leaf.pk and one.after_paragraph is not None
    if len(written) < 2 and not is_here:  # one paragraph
        return ()
    return tuple(
        ParagraphOffered(place_value(entry.leaf, at), first_line(text, most=MOST, has_marks=False))
        for at, text in enumerate(written, start=1)
    )
