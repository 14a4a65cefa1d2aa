"""Photographs to which everyone in them has said yes, and for which readers may not ask yet."""

from collections.abc import Sequence

from held.consent.facts import agreed_by_all
from held.desk.outline import words_of
from held.desk.photograph_status import PhotographStatus, StatusFacts, status_of
from held.keyring.text import read_keys
from held.stories.chosen import pictures_that_wait_for_a_parent
from held.stories.models import Leaf, Publication
from held.stories.photographs import is_described

Circle = Publication.Circle


def ready_among(leaves: Sequence[Leaf]) -> list[Leaf]:
    """Those that are ready; only of those to which everyone agreed are the words opened.

    `leaves`: photographs that are placed and can be shown, without a covered copy, and that nobody let readers ask for.
    Statements do not grow with their number, nor with that of their stories.
    """
    agreed = _agreed(leaves)
    waiting = set(pictures_that_wait_for_a_parent([leaf.picture_id for leaf in agreed]).values_list("pk", flat=True))
    read_keys([leaf.key for leaf in agreed])
    return [leaf for leaf in agreed if _status(leaf, waits=leaf.picture_id in waiting) == PhotographStatus.READY]


def _agreed(leaves: Sequence[Leaf]) -> list[Leaf]:
    """By everyone in it, for the current readers of its story; while that is closed, for any readers."""
    circles = dict(
        Publication.objects.filter(story__in={leaf.story_id for leaf in leaves}).values_list("story", "circle")
    )
    by_scope = agreed_by_all([leaf.picture_id for leaf in leaves if leaf.picture_id], [one.scope for one in Circle])
    found = []
    for leaf in leaves:
        asked = [Circle(circles[leaf.story_id])] if leaf.story_id in circles else list(Circle)
        found += [leaf] if any(leaf.picture_id in by_scope[circle.scope] for circle in asked) else []
    return found


def _status(leaf: Leaf, *, waits: bool) -> PhotographStatus:
    words = words_of(leaf.current, leaf)
    return status_of(
        StatusFacts(
            being_removed=False,
            has_covered_copy=False,
            can_be_shown=True,
            words_open=words is not None,
            described=is_described(words or {}),
            people_known=True,
            agreed=True,
            waits_for_a_parent=waits,
            placed=True,
            let=False,
        )
    )
