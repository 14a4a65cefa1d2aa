"""Cover a part of a photograph, or cut it: a new photograph is made from it, and readers can't ask for the first."""

import uuid
from collections.abc import Collection

from django.db import transaction

from held.accounts.models import Account
from held.consent.same_people import name_everyone_of
from held.consent.transitions import lock_answers
from held.history import audit_log
from held.jail.covering import Covering
from held.pictures import covered_copies as copies
from held.pictures import intake, removal
from held.pictures.covered_copies import OpensOtherwise
from held.pictures.models import CoveredCopy, Picture
from held.publishing.fingerprint import one_at_a_time
from held.publishing.publication import hide
from held.stories.models import Leaf
from held.stories.photographs import add_photograph_leaf, can_be_shown


def cover_part(leaf: Leaf, covering: Covering, *, by: Account) -> Leaf:
    """Make a new photograph with these parts covered, and close the first to readers in the same transaction.

    Everybody named for the first is named for the new one. Nobody is asked yet, no answer is copied, nobody has said
    that these are all, and it has no words and no place. Raises OpensOtherwise, NotKept, and from
    `held.jail.developing` NothingLeft and Closed; then everything is as before.
    """
    if leaf.picture is None or not can_be_shown(leaf):
        raise OpensOtherwise
    developed = copies.make_copy(leaf.picture, leaf.story.family, covering, leaf=leaf.pk)
    try:
        return _keep(leaf, leaf.picture, developed, by=by)
    except BaseException:
        intake.forget_unless_kept(developed)
        raise


@transaction.atomic
def keep_after_all(leaf: Leaf, *, by: Account) -> bool:
    """The family has this photograph again, and nobody else. False: too late, its key is or is being destroyed.

    If it is a covered copy, the first is closed again; somebody may have let readers ask for it meanwhile.
    """
    if leaf.picture is None:
        return False
    one_at_a_time(leaf.story_id)
    kept = removal.keep_after_all(leaf.picture, by=by)
    if kept:
        _close(list(CoveredCopy.objects.filter(copy=leaf.picture).values_list("first", flat=True)), by=by)
    return kept


@transaction.atomic
def _keep(leaf: Leaf, first: Picture, developed: intake.Developed, *, by: Account) -> Leaf:
    one_at_a_time(leaf.story_id)
    if not Picture.objects.filter(pk=first.pk).exists() or not can_be_shown(leaf):
        raise OpensOtherwise  # somebody removed it while the copy was made
    copy = intake.keep(developed, by=by)
    new = add_photograph_leaf(leaf.story, copy, by=by)
    copies.note_copy(first, copy)
    name_everyone_of(first, copy, by=by)
    audit_log.record("picture.covered", f"picture {first.pk}", by=by)
    _close([first.pk], by=by)
    return new


def _close(firsts: Collection[uuid.UUID], *, by: Account) -> None:
    """To readers, and to people asked about them. Nobody is let look in the meantime."""
    lock_answers(firsts)
    for one in Leaf.objects.filter(picture__in=firsts).select_related("story").order_by("pk"):
        hide(one, by=by)
