"""What a link allows, by its kind: everything; a yes that can't replace a no; or only a no.

A parent can make and open another link for a person at any time. So a link made after that person was first asked shows
none of their answers and never replaces a no. That is true for every kind of no, “not now” included, and even after the
family asked once more: the no is kept in `Answer.said_no`, apart from the current answer.

A friend of the family who answers somebody without a link is not a parent. They may not see the photograph, so a link
they make doesn't show it; since they could open it themselves, it takes no yes.
"""

from enum import StrEnum, auto

from held.consent.states import REFUSED, Event, Status

NO = frozenset({Event.DECLINE, Event.NOT_NOW, Event.WITHDRAW})
SAID_NO = REFUSED - {Status.LAPSED}  # LAPSED was said by nobody


class Kind(StrEnum):
    """What a link allows."""

    FIRST = auto()  # a parent first asked them by it: allows everything and shows their answers
    LATER = auto()  # a parent made it later: a yes if nobody said no, and every no; it shows no answer
    NO_ONLY = auto()  # made by somebody who is not a parent of the family: only a no; it shows no answer


def kind_of(*, later: bool, by_parent: bool) -> Kind:
    """The kind of a link. `later`: they had been asked before. `by_parent`: a parent of the family made it."""
    if not by_parent:
        return Kind.NO_ONLY
    return Kind.LATER if later else Kind.FIRST


def counts(event: Event, status: Status, kind: Kind | None, *, said_no: bool) -> bool:
    """Whether a link of this kind allows this answer. None: a page of their own, which allows every answer.

    `said_no`: as `still_no` keeps it. “Not now” is weaker than a no, because the person can be asked once more. So a
    later link can't turn a no into “not now” either.
    """
    if kind == Kind.NO_ONLY:
        return event in {Event.DECLINE, Event.WITHDRAW}
    if kind == Kind.LATER and event == Event.AGREE:
        return not said_no and status not in SAID_NO
    if kind == Kind.LATER and event == Event.NOT_NOW:
        return status not in SAID_NO - {Status.NOT_NOW}
    return True


def still_no(event: Event, kind: Kind | None, *, said_no: bool) -> bool:
    """Whether a no is still in force after this step, not replaced by a yes by a first link or on their own page.

    Steps of the family or of time don't change it. A yes that lapsed is not such a no: nobody said it.
    """
    if event in NO:
        return True
    if event == Event.AGREE and kind in {None, Kind.FIRST}:
        return False
    return said_no
