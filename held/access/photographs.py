"""Which photograph a reader may be shown, and which a family. Asked when the page is made, and again for the bytes."""

import uuid
from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import get_object_or_404

from held.access.families import families_to_decide, stories_to_write
from held.access.stories import addresses_that_open
from held.access.viewer import SOMEBODY, KeyNeeded, Reader, Viewer
from held.keyring.words import Damaged, KeyGone
from held.pictures.models import Removal
from held.pictures.reveal import Sight, sights_of
from held.stories.addresses import lookup_of, read_address
from held.stories.chosen import photographs_chosen
from held.stories.models import Leaf, Opening
from held.stories.photographs import agreed_for
from held.stories.telling import Veil, veils_shown


@dataclass(frozen=True)
class PhotographToAsk:
    """A photograph of an opened story: its words, and where that story stands. Nothing of the picture."""

    address: str
    veil: Veil
    through: str  # the keyed hash of the address by which it was reached


@dataclass(frozen=True)
class PhotographToShow:
    """What may be shown, and through which addresses: their keyed hashes."""

    sights: tuple[Sight, ...]
    through: frozenset[str]

    @property
    def whole(self) -> bool:
        """Whether all of it opens, not only a part."""
        return all(one.whole for one in self.sights)


def photograph_to_ask(address: str, name: str, reader: Reader = SOMEBODY) -> PhotographToAsk:
    """A photograph that readers of this address may ask for. Raises Http404."""
    found = addresses_that_open(reader).filter(lookup=lookup_of(address)).select_related("story").first()
    if found is None:
        raise Http404
    try:
        where = read_address(found, found.story)
    except (KeyGone, Damaged):
        raise Http404 from None
    veil = next((veil for veil in veils_shown(found.story, Opening.Circle(found.circle)) if veil.name == name), None)
    if veil is None:
        raise Http404
    return PhotographToAsk(where, veil, found.lookup)


def photograph_to_show(name: str, reader: Reader = SOMEBODY) -> PhotographToShow:
    """The same, for the bytes: as it stands at this moment. Raises Http404."""
    placed = get_object_or_404(photographs_chosen().select_related("leaf"), name=name)
    pictures = [placed.leaf.picture_id] if placed.leaf.picture_id else []
    addresses = dict(addresses_that_open(reader).filter(story=placed.leaf.story_id).values_list("lookup", "circle"))
    agreed = agreed_for(pictures, [Opening.Circle(circle) for circle in set(addresses.values())])
    through = frozenset(lookup for lookup, circle in addresses.items() if agreed[Opening.Circle(circle)])
    if not through:
        raise Http404
    return _to_show(placed.leaf.picture_id, through)


def photograph_leaf_to_keep(viewer: Viewer, leaf_id: int) -> Leaf:
    """The sheet of a photograph of the viewer's families, also of one that is being removed. Raises Http404."""
    leaves = Leaf.objects.filter(story__in=stories_to_write(viewer), kind=Leaf.Kind.PHOTOGRAPH)
    return get_object_or_404(leaves.select_related("story", "picture", "current"), pk=leaf_id)


def photograph_leaf_to_remove(viewer: Viewer, leaf_id: int) -> Leaf:
    """The same, of a family for which the viewer decides as a parent. Raises Http404."""
    leaf = photograph_leaf_to_keep(viewer, leaf_id)
    if not families_to_decide(viewer).filter(pk=leaf.story.family_id).exists():
        raise Http404
    return leaf


def photograph_leaf_to_show_in_part(viewer: Viewer, leaf_id: int) -> Leaf:
    """A photograph of which the viewer, a parent, lets readers see the part that opens. Raises Http404; raises
    KeyNeeded to those who came by a link alone."""
    leaf = photograph_leaf_to_remove(viewer, leaf_id)
    if not viewer.key_shown:
        raise KeyNeeded
    return leaf


def photograph_to_see(viewer: Viewer, leaf_id: int) -> PhotographToShow:
    """What may be shown to a family of its own photograph; nothing of one that is being removed. Raises Http404."""
    leaf = photograph_leaf_to_keep(viewer, leaf_id)
    return _to_show(leaf.picture_id, frozenset())


def photograph_being_removed(viewer: Viewer, leaf_id: int) -> Leaf:
    """The sheet of a photograph that the viewer, a parent, asked to remove before. Raises Http404."""
    leaf = photograph_leaf_to_remove(viewer, leaf_id)
    if not Removal.objects.filter(picture=leaf.picture_id).exists():
        raise Http404
    return leaf


def photograph_to_destroy(viewer: Viewer, leaf_id: int) -> Leaf:
    """The sheet of a photograph whose key the viewer may destroy now: one that they asked to remove before.

    Raises Http404; raises KeyNeeded to those who came by a link alone.
    """
    leaf = photograph_being_removed(viewer, leaf_id)
    if not viewer.key_shown:
        raise KeyNeeded
    return leaf


def _to_show(picture: uuid.UUID | None, through: frozenset[str]) -> PhotographToShow:
    sights = sights_of(picture) if picture else ()
    if not sights:
        raise Http404
    return PhotographToShow(sights, through)
