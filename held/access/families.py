"""What the members of a family may see and do."""

import uuid
from collections.abc import Collection

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from held.access.viewer import KeyNeeded, Viewer
from held.families.models import Family, Member
from held.publishing.models import NamedReader
from held.publishing.restored import none_reopened
from held.stories.models import Conflict, Leaf, Story, Version

WRITE = (Member.Role.PARENT, Member.Role.HELPER)


def families_of(viewer: Viewer) -> QuerySet[Family]:
    """The families for which the viewer writes: as a parent, or as a friend who helps."""
    return _families(viewer, WRITE)


def families_to_decide(viewer: Viewer) -> QuerySet[Family]:
    """The families for which the viewer decides, as a parent."""
    return _families(viewer, (Member.Role.PARENT,))


def family_to_decide(viewer: Viewer, family_id: int) -> Family:
    """One family for which the viewer decides, as a parent. Raises Http404."""
    return get_object_or_404(families_to_decide(viewer), pk=family_id)


def writes(viewer: Viewer) -> bool:
    """Whether the viewer writes for some family."""
    return families_of(viewer).exists()


def decides(viewer: Viewer, family: Family) -> bool:
    """Whether the viewer is a parent of this family."""
    return families_to_decide(viewer).filter(pk=family.pk).exists()


def memberships_of(viewer: Viewer) -> QuerySet[Member]:
    """The viewer's memberships, in any role."""
    return _memberships(viewer).select_related("family").order_by("since", "pk")


def family_to_enter(viewer: Viewer, family_id: int) -> Family:
    """One family the viewer belongs to. Raises Http404."""
    return get_object_or_404(families_of(viewer), pk=family_id)


def members_to_see(viewer: Viewer, family: Family) -> QuerySet[Member]:
    """Every member of a family the viewer belongs to."""
    in_family = Member.objects.filter(family__in=families_of(viewer), family=family)
    return in_family.select_related("account").order_by("since", "pk")


def stories_to_write(viewer: Viewer) -> QuerySet[Story]:
    """Every story of the viewer's families, the newest first."""
    return Story.objects.filter(family__in=families_of(viewer)).order_by("-made_at", "-pk")


def story_to_write(viewer: Viewer, story_id: int) -> Story:
    """One story of the viewer's families. Raises Http404."""
    return get_object_or_404(stories_to_write(viewer), pk=story_id)


def is_anything_written(viewer: Viewer) -> bool:
    """Whether something was ever saved in a story of the viewer's families."""
    return Version.objects.filter(leaf__story__in=stories_to_write(viewer)).exists()


def leaf_to_write(viewer: Viewer, leaf_id: int) -> Leaf:
    """One leaf of such a story. Raises Http404."""
    leaves = Leaf.objects.filter(story__in=stories_to_write(viewer)).select_related("story", "picture", "current")
    return get_object_or_404(leaves, pk=leaf_id)


def version_to_read(viewer: Viewer, version_id: uuid.UUID) -> Version:
    """One version of such a leaf. Raises Http404."""
    versions = Version.objects.filter(leaf__story__in=stories_to_write(viewer))
    return get_object_or_404(versions.select_related("leaf__story", "leaf__picture", "by"), pk=version_id)


def conflicts_to_settle(viewer: Viewer, leaf: Leaf) -> QuerySet[Conflict]:
    """The versions that wait beside the current words of a leaf, the oldest first."""
    waiting = Conflict.objects.filter(leaf=leaf, leaf__story__in=stories_to_write(viewer))
    return waiting.select_related("version__by").order_by("pk")


def came_back_from_a_copy(viewer: Viewer) -> bool:
    """Whether a restore closed every story and none of the family's stories was opened since."""
    return none_reopened(stories_to_write(viewer))


def story_to_decide(viewer: Viewer, story_id: int) -> Story:
    """One story whose readers the viewer decides on, as a parent. Raises Http404."""
    return get_object_or_404(Story.objects.filter(family__in=families_to_decide(viewer)), pk=story_id)


def named_to_see(viewer: Viewer, story: Story) -> QuerySet[NamedReader]:
    """Everybody named for a story for which the viewer decides."""
    named = NamedReader.objects.filter(story=story, story__family__in=families_to_decide(viewer))
    return named.select_related("story", "by").order_by("made_at", "pk")


def named_to_take_back(viewer: Viewer, named_id: uuid.UUID) -> NamedReader:
    """One of them. Raises Http404."""
    named = NamedReader.objects.filter(story__family__in=families_to_decide(viewer)).select_related("story")
    return get_object_or_404(named, pk=named_id)


def story_to_open(viewer: Viewer, story_id: int) -> Story:
    """A story the viewer may open wider now. Raises Http404; raises KeyNeeded for a viewer who came by a link alone."""
    story = story_to_decide(viewer, story_id)
    if not viewer.key_shown:
        raise KeyNeeded
    return story


def _families(viewer: Viewer, roles: Collection[Member.Role]) -> QuerySet[Family]:
    return Family.objects.filter(pk__in=_memberships(viewer).filter(role__in=roles).values("family")).order_by("pk")


def _memberships(viewer: Viewer) -> QuerySet[Member]:
    if viewer.account is None:
        return Member.objects.none()
    return Member.objects.filter(account=viewer.account)
