"""The status of one person for one picture and one scope, and the possible steps.

This module knows no database table and keeps no state: it takes a status and returns the next one.
"""

from dataclasses import dataclass
from enum import StrEnum, auto


class Status(StrEnum):
    """The status of one person. Only a yes of their own is a yes."""

    NOT_ASKED = auto()
    ASKED = auto()  # not answered yet, or asked once more after “not now”
    AGREED = auto()
    CONFIRMING = auto()  # agreed, and was asked once more after some months: open until it lapses
    DECLINED = auto()
    NOT_NOW = auto()
    WITHDRAWN = auto()
    LAPSED = auto()  # agreed, was asked once more, and didn't answer in time


class Event(StrEnum):
    """What can happen to a status."""

    ASK = auto()
    REPEAT = auto()
    CONFIRM = auto()
    AGREE = auto()
    DECLINE = auto()
    NOT_NOW = auto()
    WITHDRAW = auto()
    LAPSE = auto()


class Whose(StrEnum):
    """Who causes an event."""

    FAMILY = auto()
    PERSON = auto()
    TIME = auto()  # the time that the family chose


@dataclass(frozen=True)
class AnswerState:
    """The status, and how often this person was asked about this picture and scope: never, once or twice."""

    status: Status
    asked: int


WHOSE = {
    Event.ASK: Whose.FAMILY,
    Event.REPEAT: Whose.FAMILY,
    Event.CONFIRM: Whose.TIME,
    Event.AGREE: Whose.PERSON,
    Event.DECLINE: Whose.PERSON,
    Event.NOT_NOW: Whose.PERSON,
    Event.WITHDRAW: Whose.PERSON,
    Event.LAPSE: Whose.TIME,
}

BEGINNING = AnswerState(Status.NOT_ASKED, 0)
OPEN = frozenset({Status.AGREED, Status.CONFIRMING})
REFUSED = frozenset({Status.DECLINED, Status.NOT_NOW, Status.WITHDRAWN, Status.LAPSED})

# Each of these events asks a person, and is possible only after exactly so many earlier askings. So nobody is asked a
# third time, and a person asked twice keeps their yes until they change it themselves.
ASKED_BEFORE = {Event.ASK: 0, Event.REPEAT: 1, Event.CONFIRM: 1}

# A person can always change their answer, however often. A person who wasn't asked has none.
_ANSWERS = {
    # from                AGREE            DECLINE             NOT_NOW           WITHDRAW
    Status.ASKED: (Status.AGREED, Status.DECLINED, Status.NOT_NOW, Status.DECLINED),
    Status.AGREED: (Status.AGREED, Status.WITHDRAWN, Status.NOT_NOW, Status.WITHDRAWN),
    Status.CONFIRMING: (Status.AGREED, Status.WITHDRAWN, Status.NOT_NOW, Status.WITHDRAWN),
    Status.DECLINED: (Status.AGREED, Status.DECLINED, Status.NOT_NOW, Status.DECLINED),
    Status.NOT_NOW: (Status.AGREED, Status.DECLINED, Status.NOT_NOW, Status.DECLINED),
    Status.WITHDRAWN: (Status.AGREED, Status.WITHDRAWN, Status.NOT_NOW, Status.WITHDRAWN),
    Status.LAPSED: (Status.AGREED, Status.DECLINED, Status.NOT_NOW, Status.DECLINED),
}

TABLE: dict[tuple[Status, Event], Status] = {
    (Status.NOT_ASKED, Event.ASK): Status.ASKED,
    (Status.ASKED, Event.REPEAT): Status.ASKED,
    (Status.NOT_NOW, Event.REPEAT): Status.ASKED,
    (Status.AGREED, Event.CONFIRM): Status.CONFIRMING,
    (Status.CONFIRMING, Event.LAPSE): Status.LAPSED,
    **{
        (status, event): answered
        for status, row in _ANSWERS.items()
        for event, answered in zip((Event.AGREE, Event.DECLINE, Event.NOT_NOW, Event.WITHDRAW), row, strict=True)
    },
}


def next_state(state: AnswerState, event: Event) -> AnswerState | None:
    """The state after this event; None if there is no such step, and then nothing changes."""
    status = TABLE.get((state.status, event))
    if status is None or ASKED_BEFORE.get(event, state.asked) != state.asked:
        return None
    return AnswerState(status, state.asked + (event in ASKED_BEFORE))
