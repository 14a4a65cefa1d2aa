"""The status of one photograph for its family: one of a few, decided by the first thing that is missing.

“Not everyone has said yes” is the same after silence, not now, no and withdrawal. It is said only once the family has
said who is in it: until then nobody is waited for, and no answer changes the status.
"""

from dataclasses import dataclass
from enum import StrEnum, auto


class PhotographStatus(StrEnum):
    """In the order in which they are looked for. Most photographs have one of those without a comment."""

    BEING_REMOVED = auto()  # until a parent keeps it after all, or its key is destroyed
    HAS_COVERED_COPY = auto()  # readers can't ask for it while there is a copy of it with a part covered
    DOES_NOT_OPEN = auto()  # it is kept as it was sent, and cannot be shown
    WORDS_DO_NOT_OPEN = auto()  # nobody can say now whether it is described
    NEEDS_DESCRIPTION = auto()
    NEEDS_PEOPLE = auto()  # the family has not said yet that everyone in it, and who took it, is named
    NOT_EVERYONE_AGREED = auto()
    OPENS_IN_PART = auto()  # no parent has let readers see the part that opens
    NEEDS_PLACE = auto()  # somebody took it out of the story
    READY = auto()
    READERS_MAY_ASK = auto()


@dataclass(frozen=True)
class StatusFacts:
    """What is known of one photograph. `agreed`: by everyone in it, for the story's current readers."""

    being_removed: bool
    has_covered_copy: bool
    can_be_shown: bool
    words_open: bool
    described: bool
    people_known: bool  # the family said that everyone in it, and who took it, is named
    agreed: bool
    waits_for_a_parent: bool  # only a part of it opens, and no parent has let readers see that
    placed: bool
    let: bool  # the family lets readers of an open story ask for it, in words that they see


def status_of(facts: StatusFacts) -> PhotographStatus:
    """The status that is true, and names what is to be done next."""
    missing = (
        (facts.being_removed, PhotographStatus.BEING_REMOVED),
        (facts.has_covered_copy, PhotographStatus.HAS_COVERED_COPY),
        (not facts.can_be_shown, PhotographStatus.DOES_NOT_OPEN),
        (not facts.words_open, PhotographStatus.WORDS_DO_NOT_OPEN),
        (not facts.described, PhotographStatus.NEEDS_DESCRIPTION),
        (not facts.people_known, PhotographStatus.NEEDS_PEOPLE),
        (not facts.agreed, PhotographStatus.NOT_EVERYONE_AGREED),
        (facts.waits_for_a_parent, PhotographStatus.OPENS_IN_PART),
        (not facts.placed, PhotographStatus.NEEDS_PLACE),
        (not facts.let, PhotographStatus.READY),
    )
    return next((status for is_so, status in missing if is_so), PhotographStatus.READERS_MAY_ASK)
