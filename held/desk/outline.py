"""A story for its family on the desk: each leaf, its first words, and whether readers see it."""

from dataclasses import dataclass
from datetime import datetime

from held.keyring.text import opened_or
from held.lib.markdown import first_line
from held.publishing import publication
from held.stories.models import Conflict, Leaf, Publication, PublishedVersion, Story, Version, Words

WITH_MARKS = {"why", "body"}  # fields whose marks format the text for readers; elsewhere they are plain characters
ORDER = (Leaf.Kind.ABOUT, Leaf.Kind.BABY, Leaf.Kind.ENTRY)


@dataclass(frozen=True)
class LeafOnDesk:
    """One leaf: its name and first words as written now, and what readers see of it."""

    leaf: Leaf
    name: str
    begins: str
    written: bool
    opens: bool
    differs: bool
    shown: bool
    newer_since_shown: bool
    shown_as_of: datetime | None
    essay: bool
    body: str = ""  # all the text of an entry

    @property
    def can_be_put_away(self) -> bool:
        """Whether it was never written on, and the story can do without it."""
        return not self.written and not self.essay and self.leaf.kind != Leaf.Kind.ABOUT


@dataclass(frozen=True)
class StoryOnDesk:
    """One story: its name, its leaves, and who may read it."""

    story: Story
    title: str
    begins: str
    circle: Publication.Circle | None
    leaves: tuple[LeafOnDesk, ...]

    @property
    def has_baby(self) -> bool:
        """Whether the story already has a leaf for a baby."""
        return any(leaf.leaf.kind == Leaf.Kind.BABY for leaf in self.leaves)

    @property
    def newer_since_shown(self) -> bool:
        """Whether readers see older words than the newest of what is open to them."""
        return self.circle is not None and any(leaf.newer_since_shown for leaf in self.leaves)

    @property
    def unshown_while_open(self) -> bool:
        """Whether the story is open, and some leaf with words is not shown to readers."""
        return self.circle is not None and any(leaf.written and not leaf.shown for leaf in self.leaves)

    @property
    def shown_as_of(self) -> datetime | None:
        """The day of the oldest words that readers see and that were changed since."""
        return min(
            (leaf.shown_as_of for leaf in self.leaves if leaf.newer_since_shown and leaf.shown_as_of), default=None
        )


@dataclass(frozen=True)
class VersionOnDesk:
    """One version of a leaf among the others."""

    version: Version
    begins: str
    is_current: bool
    is_shown: bool


def outline(story: Story) -> StoryOnDesk:
    """The story as its family sees it."""
    leaves = tuple(_leaves(story))
    about = next((leaf for leaf in leaves if leaf.leaf.kind == Leaf.Kind.ABOUT), None)
    essay = next((leaf for leaf in leaves if leaf.leaf.kind == Leaf.Kind.ENTRY and leaf.begins), None)
    return StoryOnDesk(
        story=story,
        title=about.name if about else "",
        begins=essay.begins if essay else (about.begins if about else ""),
        circle=publication.circle_of(story),
        leaves=leaves,
    )


def without_words(story: Story) -> StoryOnDesk:
    """The story and who may read it, for pages that show no words of it: no leaf is opened."""
    return StoryOnDesk(story=story, title="", begins="", circle=publication.circle_of(story), leaves=())


def words_of(version: Version | None, leaf: Leaf) -> Words | None:
    """The words of a version; {} if nothing is written; None if they can't be opened."""
    if version is None:
        return {}
    return opened_or(None, lambda: version.read(leaf.key))


def leaves_in_order(story: Story) -> list[Leaf]:
    """The leaves in the order of reading: the introduction, the babies, the essay, what followed."""
    leaves = (
        Leaf.objects.filter(story=story)
        .exclude(kind=Leaf.Kind.PHOTOGRAPH)
        .select_related("story", "picture", "current")
    )
    return sorted(leaves, key=lambda leaf: (ORDER.index(Leaf.Kind(leaf.kind)), leaf.position, leaf.pk))


def is_essay(leaf: Leaf, leaves: list[Leaf]) -> bool:
    """Whether it is the first entry; the others followed."""
    return leaf == next((other for other in leaves if other.kind == Leaf.Kind.ENTRY), None)


def language_so_far(story: Story) -> str:
    """The language in which the story was begun; empty if nobody chose one."""
    written = (
        Leaf.objects.filter(story=story)
        .select_related("story", "picture", "current")
        .exclude(current=None)
        .order_by("pk")
    )
    languages = ((words_of(leaf.current, leaf) or {}).get("language", "") for leaf in written)
    return next((language for language in languages if language), "")


def _leaves(story: Story) -> list[LeafOnDesk]:
    shown = {
        row.leaf_id: row.version for row in PublishedVersion.objects.filter(leaf__story=story).select_related("version")
    }
    in_conflict = set(Conflict.objects.filter(leaf__story=story).values_list("leaf_id", flat=True))
    found = []
    leaves = leaves_in_order(story)
    for leaf in leaves:
        given, seen = words_of(leaf.current, leaf), shown.get(leaf.pk)
        newer = seen is not None and seen.pk != leaf.current_id
        found.append(
            LeafOnDesk(
                leaf=leaf,
                name=name_of(leaf, given or {}),
                begins=_begins(leaf, given or {}),
                written=leaf.current_id is not None,
                opens=given is not None,
                differs=leaf.pk in in_conflict,
                shown=seen is not None,
                newer_since_shown=newer,
                shown_as_of=seen.at if seen and newer else None,
                essay=is_essay(leaf, leaves),
                body=(given or {}).get("body", ""),
            )
        )
    return found


def versions_of(leaf: Leaf) -> list[VersionOnDesk]:
    """Every version of a leaf, the newest first."""
    shown = PublishedVersion.objects.filter(leaf=leaf).values_list("version", flat=True).first()
    kept = Version.objects.filter(leaf=leaf).select_related("by").order_by("-at", "-pk")
    return [
        VersionOnDesk(
            version=version,
            begins=_begins(leaf, words_of(version, leaf) or {}),
            is_current=version.pk == leaf.current_id,
            is_shown=version.pk == shown,
        )
        for version in kept
    ]


def name_of(leaf: Leaf, given: Words) -> str:
    """The family's own name for this leaf; empty if it has none."""
    return given.get("name" if leaf.kind == Leaf.Kind.BABY else "title", "")


def _begins(leaf: Leaf, given: Words) -> str:
    """The first words of a leaf, to recognise it by."""
    fields = {
        Leaf.Kind.ABOUT: ("why", "word"),
        Leaf.Kind.BABY: ("sentence", "born", "died"),
        Leaf.Kind.ENTRY: ("body",),
        Leaf.Kind.PHOTOGRAPH: ("shows",),
    }[Leaf.Kind(leaf.kind)]
    begun = (first_line(given[name], most=120, has_marks=name in WITH_MARKS) for name in fields if given.get(name))
    return next(begun, "")
