"""Whether a picture is open for a scope: a pure function over facts fetched elsewhere."""

from dataclasses import dataclass

from held.consent.states import OPEN, Status


@dataclass(frozen=True)
class Facts:
    """The facts of one picture for one scope."""

    list_complete: bool  # the family confirmed that the list of people and its photographer is complete
    a_parent_unasked: bool  # the baby is in it, and a parent in the family has not been named for the baby
    statuses: tuple[Status, ...]  # the status of each person named


def opens(facts: Facts) -> bool:
    """Whether everybody concerned is known, was asked, and agrees. Not asked means no; nobody to ask means no."""
    if not facts.list_complete or facts.a_parent_unasked or not facts.statuses:
        return False
    return OPEN.issuperset(facts.statuses)
