"""What can be done by a link, by its kind: everything, a yes that turns no no, or a no alone.

A parent can make one more link for somebody at any time, and can open it. So a link that was made after that person
was asked before shows nothing of what they answered, and never turns a no. That holds for every kind of no, “not now”
too, and also after the family asked once more: the no is kept in `Answer.said_no`, apart from the current answer.

A friend of the family, who answers somebody without a link, is no parent: they may not see the photograph, so a link
that they make does not show it, and since they could open it, it takes no yes.
"""

from enum import StrEnum, auto

from held.consent.states import NOES, Event, Status

NO = frozenset({Event.DECLINE, Event.NOT_NOW, Event.WITHDRAW})
SAID_NO = NOES - {Status.LAPSED}  # what lapsed, nobody said


class Kind(StrEnum):
    """What can be done by a link."""

    FIRST = auto()  # a parent asked them by it first: everything, and it shows what they answered
    LATER = auto()  # a parent made it after that: a yes where nobody said no, and every no; it shows no answer
    NO_ONLY = auto()  # made by somebody who is not a parent of the family: a no; it shows nothing


def kind_of(*, later: bool, by_parent: bool) -> Kind:
    """The kind of a link. `later`: they had been asked before. `by_parent`: a parent of the family made it."""
    if not by_parent:
        return Kind.NO_ONLY
    return Kind.LATER if later else Kind.FIRST


def counts(event: Event, standing: Status, kind: Kind | None, *, said_no: bool) -> bool:
    """Whether this answer is a step by a link of this kind; None: on a page of their own, where everything is.

    `said_no`: as `still_no` keeps it. “Not now” is weaker than a no: whoever said not now can be asked once more, and
    whoever said no cannot. So a later link makes no “not now” of a no either.
    """
    if kind == Kind.NO_ONLY:
        return event in {Event.DECLINE, Event.WITHDRAW}
    if kind == Kind.LATER and event == Event.AGREE:
        return not said_no and standing not in SAID_NO
    if kind == Kind.LATER and event == Event.NOT_NOW:
        return standing not in SAID_NO - {Status.NOT_NOW}
    return True


def still_no(event: Event, kind: Kind | None, *, said_no: bool) -> bool:
    """Whether, after this step, a no was said that no yes by a first link or on a page of their own has changed.

    No step of the family or of time changes it. A yes that lapsed is no such no: nobody said it.
    """
    if event in NO:
        return True
    if event == Event.AGREE and kind in {None, Kind.FIRST}:
        return False
    return said_no
