"""Stories in brief, for the desk: title, who may read, and the sheet on which somebody wrote last."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db.models import F

from held.desk.outline import name_of, words_of
from held.keyring.text import read_keys
from held.lib.markdown import first_line
from held.stories.models import Leaf, Publication, Story

MOST = 140  # characters of the last words


@dataclass(frozen=True)
class StoryInBrief:
    """One story. `last`: the entry written last, or the empty first one; its words are opened by `with_last_words`."""

    story: Story
    title: str
    circle: Publication.Circle | None
    last: Leaf | None
    last_name: str = ""
    last_words: str = ""
    last_opens: bool = True


def stories_in_brief(stories: Sequence[Story]) -> list[StoryInBrief]:
    """These stories, the one written last first; for any number of them in the same few statements."""
    leaves = _written_last(stories)
    circles = dict(Publication.objects.filter(story__in=stories).values_list("story", "circle"))
    read_keys([story.key for story in stories])
    order = {leaf.story_id: place for place, leaf in reversed(list(enumerate(leaves)))}
    return [
        _in_brief(story, [leaf for leaf in leaves if leaf.story_id == story.pk], circles.get(story.pk))
        for story in sorted(stories, key=lambda story: order.get(story.pk, len(leaves)))
    ]


def with_last_words(one: StoryInBrief) -> StoryInBrief:
    """The same, with the beginning of what was written last."""
    words = words_of(one.last.current, one.last) if one.last else {}
    if one.last is None or words is None:
        return replace(one, last_opens=words is not None)
    return replace(one, last_name=name_of(one.last, words), last_words=first_line(words.get("body", ""), most=MOST))


def _in_brief(story: Story, leaves: list[Leaf], circle: str | None) -> StoryInBrief:
    about = next((leaf for leaf in leaves if leaf.kind == Leaf.Kind.ABOUT), None)
    entry = next((leaf for leaf in leaves if leaf.kind == Leaf.Kind.ENTRY), None)
    title = name_of(about, words_of(about.current, about) or {}) if about else ""
    return StoryInBrief(story, title, Publication.Circle(circle) if circle else None, entry)


def _written_last(stories: Sequence[Story]) -> list[Leaf]:
    """The introductions and entries of these stories: those written last first, empty ones at the end."""
    leaves = Leaf.objects.filter(story__in=stories, kind__in=(Leaf.Kind.ABOUT, Leaf.Kind.ENTRY))
    newest_first = F("current__at").desc(nulls_last=True)
    return list(leaves.select_related("story", "picture", "current").order_by(newest_first, "position", "pk"))
