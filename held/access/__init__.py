"""Who may see or do what: the only place that decides.

Rules are querysets; a single thing is taken out of the list that was allowed, and what is not in it raises Http404,
in the same words as a thing that never was. Decisions are asked each time and never remembered.
"""

from held.access.families import (
    came_back_from_a_copy,
    differences_to_settle,
    families_of,
    family_to_enter,
    leaf_to_write,
    members_to_see,
    stories_to_write,
    story_to_open,
    story_to_write,
    version_to_read,
)
from held.access.host import (
    families_to_host,
    host_account,
    is_host,
    members_to_host,
    members_to_invite,
    place_to_host,
    place_to_move,
)
from held.access.keys import (
    account_to_key,
    family_to_invite_into,
    member_of_family,
    member_to_invite_again,
    passkey_to_remove,
)
from held.access.photographs import (
    PhotographToAsk,
    PhotographToShow,
    photograph_leaf_to_keep,
    photograph_to_ask,
    photograph_to_destroy,
    photograph_to_see,
    photograph_to_show,
)
from held.access.recoveries import (
    member_to_help,
    recoveries_asked_by,
    recoveries_to_see,
    recovery_to_put_away,
    recovery_to_stop,
)
from held.access.stories import stories_open_to_everyone, story_to_read
from held.access.viewer import ANYONE, KeyNeeded, Viewer

__all__ = [
    "ANYONE",
    "KeyNeeded",
    "PhotographToAsk",
    "PhotographToShow",
    "Viewer",
    "account_to_key",
    "came_back_from_a_copy",
    "differences_to_settle",
    "families_of",
    "families_to_host",
    "family_to_enter",
    "family_to_invite_into",
    "host_account",
    "is_host",
    "leaf_to_write",
    "member_of_family",
    "member_to_help",
    "member_to_invite_again",
    "members_to_host",
    "members_to_invite",
    "members_to_see",
    "passkey_to_remove",
    "photograph_leaf_to_keep",
    "photograph_to_ask",
    "photograph_to_destroy",
    "photograph_to_see",
    "photograph_to_show",
    "place_to_host",
    "place_to_move",
    "recoveries_asked_by",
    "recoveries_to_see",
    "recovery_to_put_away",
    "recovery_to_stop",
    "stories_open_to_everyone",
    "stories_to_write",
    "story_to_open",
    "story_to_read",
    "story_to_write",
    "version_to_read",
]
