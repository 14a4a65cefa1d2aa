"""Copies of a picture with a part covered: making a new original, and which pictures stay closed because of a copy."""

from django.db.models import Exists, OuterRef, QuerySet

from held.families.models import Family
from held.jail import developing
from held.jail.covering import Covering
from held.keyring.text import CannotOpen
from held.pictures import intake, vault
from held.pictures.models import CoveredCopy, Picture, Removal, Rendition


class OpensOtherwise(Exception):
    """It can't be opened, or not as it was shown: then numbers that were chosen on what was shown mean other places."""


def covered_copies() -> QuerySet[CoveredCopy]:
    """The copies that are not being removed: while there is one, readers can't ask for the first."""
    return CoveredCopy.objects.filter(~Exists(Removal.objects.filter(picture=OuterRef("copy"))))


def make_copy(picture: Picture, family: Family, covering: Covering, *, leaf: int) -> intake.Developed:
    """A new original and its renditions, sealed under a key of its own and on the disk; no row names them yet.

    `leaf`: the number of the leaf on which the picture is covered.

    Raises OpensOtherwise, NotKept (its `known`: the same copy was made before), and from `held.jail.developing`
    NothingLeft and Closed; then nothing is stored.
    """
    covered = _covered(picture, covering)
    arriving = intake.Arriving(family, "", copy_of=leaf)
    arriving.write(covered.data)
    arrived = arriving.finish()
    intake.refuse_what_is_here(arrived)
    developed = intake.develop(arrived)
    if not developed.renditions:
        intake.forget(developed)
        raise OpensOtherwise
    return developed if covered.whole else intake.of_a_part(developed)


def note_copy(first: Picture, copy: Picture) -> None:
    """Save that `copy` was made from `first`, and so from every picture before that."""
    before = CoveredCopy.objects.filter(copy=first).order_by("pk").values_list("first", flat=True)
    for one in (*before, first.pk):
        CoveredCopy.objects.create(first_id=one, copy=copy)


def _covered(picture: Picture, covering: Covering) -> developing.Covered:
    where = vault.where_original(picture.pk)
    try:
        with vault.original(picture.original, picture.key, where, picture.size) as source:
            covered = developing.cover_part(source, covering)
    except (developing.CannotBeShown, CannotOpen, OSError) as reason:
        raise OpensOtherwise from reason
    if not _is_as_shown(picture, covered):
        raise OpensOtherwise
    return covered


def _is_as_shown(picture: Picture, opened: developing.Covered) -> bool:
    """Whether it has the shape of its renditions: older decoders may have opened another part of it."""
    shown = Rendition.objects.filter(picture=picture).order_by("-box").first()
    if shown is None or opened.whole != (picture.decoded == Picture.Decoded.WHOLE):
        return False
    return abs(shown.width * opened.height - shown.height * opened.width) <= max(opened.width, opened.height)
