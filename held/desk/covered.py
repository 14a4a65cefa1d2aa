"""Copies of a photograph with a part covered: which leaf is whose copy, for the family's pages."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass, field

from django.db.models import Q

from held.pictures.covered_copies import covered_copies
from held.pictures.models import CoveredCopy
from held.stories.models import Leaf


@dataclass(frozen=True)
class CoveredOnDesk:
    """By picture: the leaf of its newest covered copy, and the leaf of the photograph it was itself made from."""

    copies: dict[uuid.UUID, Leaf] = field(default_factory=dict)
    firsts: dict[uuid.UUID, Leaf] = field(default_factory=dict)


def covered_on_desk(pictures: Collection[uuid.UUID]) -> CoveredOnDesk:
    """For these pictures. One statement where nothing was covered, else three.

    Copies that are being removed are left out: the first may be opened again."""
    rows = list(
        CoveredCopy.objects.filter(Q(first__in=pictures) | Q(copy__in=pictures))
        .order_by("pk")
        .values_list("pk", "first", "copy")
    )
    if not rows:
        return CoveredOnDesk()
    stay = set(covered_copies().filter(pk__in=[pk for pk, *_ in rows]).values_list("pk", flat=True))
    pictures_of_both = {one for _pk, *both in rows for one in both}
    every = (
        Leaf.objects.filter(picture__in=pictures_of_both).select_related("story", "picture", "current").order_by("-pk")
    )
    leaves = {leaf.picture_id: leaf for leaf in every}
    return CoveredOnDesk(
        {first: leaves[copy] for pk, first, copy in rows if pk in stay and copy in leaves},
        {copy: leaves[first] for _pk, first, copy in rows if first in leaves},
    )
