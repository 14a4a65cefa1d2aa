"""Which photograph a reader may be shown, and which a family. Checked for the page, and again for the bytes."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import get_object_or_404

from held.access.families import families_to_decide, stories_to_write, story_to_write
from held.access.viewer import SOMEBODY, KeyNeeded, Reader, Viewer
from held.access.what_readers_see import photographs_at, photographs_to_show
from held.keyring.text import key_opens, read_keys
from held.pictures.models import Removal
from held.pictures.reveal import RenditionRef, renditions_of, smallest_renditions_of
from held.publishing.addresses import lookup_of
from held.reading.published import AllowedPhotograph, Veil, veil_alone
from held.stories.models import Leaf


@dataclass(frozen=True)
class PhotographToAsk:
    """A photograph of an open story: its words and the story's address, without the picture."""

    address: str
    veil: Veil
    through: str  # the keyed hash of the address by which it was reached


@dataclass(frozen=True)
class PhotographToShow:
    """What may be shown, and by which addresses: their keyed hashes."""

    renditions: tuple[RenditionRef, ...]
    through: frozenset[str]

    @property
    def whole(self) -> bool:
        """Whether all of it can be opened, not only a part."""
        return all(one.whole for one in self.renditions)


@dataclass(frozen=True)
class PhotographToLookAt:
    """A photograph that was asked for: its words, and what may be shown of it; None if nothing can be shown now."""

    asked: PhotographToAsk
    shown: PhotographToShow | None


def through(address: str) -> str:
    """The keyed hash of an address, which a ticket carries."""
    return lookup_of(address)


def photograph_to_ask(address: str, name: str, reader: Reader = SOMEBODY) -> PhotographToAsk:
    """A photograph that readers of this address may ask for. Raises Http404."""
    return _to_ask(address, name, photographs_at(lookup_of(address), reader))


def photograph_to_look_at(address: str, name: str, reader: Reader = SOMEBODY) -> PhotographToLookAt:
    """The same, for the page that follows the asking, decided once for words and picture. Raises Http404."""
    allowed = photographs_at(lookup_of(address), reader)
    asked = _to_ask(address, name, allowed)
    (picture,) = (one.picture for one in allowed if one.name == name)
    renditions = renditions_of(picture)
    return PhotographToLookAt(asked, PhotographToShow(renditions, frozenset({asked.through})) if renditions else None)


def photograph_to_show(name: str, reader: Reader = SOMEBODY) -> PhotographToShow:
    """The same, for the bytes: decided at this moment. Raises Http404."""
    for one, renditions in photographs_to_show(name, reader):
        return PhotographToShow(renditions, one.through)
    raise Http404


def photograph_leaf_to_keep(viewer: Viewer, leaf_id: int) -> Leaf:
    """The leaf of a photograph of the viewer's families, even if it is being removed. Raises Http404."""
    leaves = Leaf.objects.filter(story__in=stories_to_write(viewer), kind=Leaf.Kind.PHOTOGRAPH)
    return get_object_or_404(leaves.select_related("story", "picture", "current"), pk=leaf_id)


def photograph_leaf_to_remove(viewer: Viewer, leaf_id: int) -> Leaf:
    """The same, of a family for which the viewer decides as a parent. Raises Http404."""
    leaf = photograph_leaf_to_keep(viewer, leaf_id)
    if not families_to_decide(viewer).filter(pk=leaf.story.family_id).exists():
        raise Http404
    return leaf


def photograph_leaf_to_show_in_part(viewer: Viewer, leaf_id: int) -> Leaf:
    """A photograph whose openable part the viewer, a parent, may let readers see. Raises Http404.

    Raises KeyNeeded for a viewer who came by a link alone.
    """
    leaf = photograph_leaf_to_remove(viewer, leaf_id)
    if not viewer.key_shown:
        raise KeyNeeded
    return leaf


def photograph_leaf_to_let_readers_ask(viewer: Viewer, leaf_id: int) -> Leaf:
    """A photograph for which the viewer, a parent, may let readers ask now. Raises Http404.

    Raises KeyNeeded for a viewer who came by a link alone, as opening its story does.
    """
    return photograph_leaf_to_show_in_part(viewer, leaf_id)


def photograph_to_see(viewer: Viewer, leaf_id: int) -> PhotographToShow:
    """What a family may see of its own photograph; nothing if it is being removed. Raises Http404."""
    leaf = photograph_leaf_to_keep(viewer, leaf_id)
    return _to_show(leaf.picture_id, frozenset())


def photographs_to_see_small(viewer: Viewer, story_id: int) -> dict[int, tuple[RenditionRef, ...]]:
    """The smallest renditions of a story's photographs for its family, by leaf. Raises Http404.

    Those that are being removed, cannot be shown or whose key is gone are left out; those in an envelope have no leaf
    yet. For the bytes `photograph_to_see` decides again.
    """
    leaves = photograph_leaves_to_keep(viewer, story_id)
    read_keys([leaf.key for leaf in leaves])
    opened = {leaf.pk: leaf.picture_id for leaf in leaves if leaf.picture_id and key_opens(leaf.key)}
    renditions = smallest_renditions_of(list(opened.values()))
    return {leaf: renditions[picture] for leaf, picture in opened.items() if picture in renditions}


def photograph_leaves_to_keep(viewer: Viewer, story_id: int, leaf_ids: Collection[int] | None = None) -> list[Leaf]:
    """The leaves of photographs of one story of the viewer's families: these, or all. Raises Http404.

    Ids that lead to none are left out.
    """
    story = story_to_write(viewer, story_id)
    leaves = Leaf.objects.filter(story=story, kind=Leaf.Kind.PHOTOGRAPH)
    chosen = leaves if leaf_ids is None else leaves.filter(pk__in=leaf_ids)
    return list(chosen.select_related("story", "picture", "current").order_by("pk"))


def photograph_being_removed(viewer: Viewer, leaf_id: int) -> Leaf:
    """The leaf of a photograph that the viewer, a parent, asked to remove before. Raises Http404."""
    leaf = photograph_leaf_to_remove(viewer, leaf_id)
    if not Removal.objects.filter(picture=leaf.picture_id).exists():
        raise Http404
    return leaf


def photograph_to_destroy(viewer: Viewer, leaf_id: int) -> Leaf:
    """The leaf of a photograph whose key the viewer may destroy now: one that they asked to remove before.

    Raises Http404; raises KeyNeeded for a viewer who came by a link alone.
    """
    leaf = photograph_being_removed(viewer, leaf_id)
    if not viewer.key_shown:
        raise KeyNeeded
    return leaf


def _to_ask(address: str, name: str, allowed: list[AllowedPhotograph]) -> PhotographToAsk:
    """Uses the address from the request: it was found by its keyed hash, so the stored one isn't opened."""
    veil = veil_alone(allowed, name)
    if veil is None or not key_opens(allowed[0].story_key):
        raise Http404
    return PhotographToAsk(address, veil, lookup_of(address))


def _to_show(picture: uuid.UUID | None, through: frozenset[str]) -> PhotographToShow:
    renditions = renditions_of(picture) if picture else ()
    if not renditions:
        raise Http404
    return PhotographToShow(renditions, through)
