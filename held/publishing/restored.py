"""After a restore every story is closed. Its family is told so until they open one of them again."""

from django.db.models import F, QuerySet

from held.consent.replaying import FURTHER
from held.stories.models import Story

CLOSED, OPENED = Story.AfterRestore.CLOSED, Story.AfterRestore.OPENED


def closed_by_restore() -> None:
    """Mark every story as closed by the restore. Pages opened before the restore can't decide anything."""
    Story.objects.update(after_restore=CLOSED, decisions=F("decisions") + FURTHER)


def reopened(story: Story) -> None:
    """A member of the family opened it again."""
    Story.objects.filter(pk=story.pk, after_restore=CLOSED).update(after_restore=OPENED)


def none_reopened(stories: QuerySet[Story]) -> bool:
    """Whether a restore closed some of these stories, and nobody has opened any of those since."""
    return set(stories.exclude(after_restore="").order_by().values_list("after_restore", flat=True)) == {CLOSED}
