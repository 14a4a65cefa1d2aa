"""How it stands with one person, for one picture and one scope, and which steps there are.

Nothing here knows a table of the database, and nothing here keeps anything: what is given comes back, one step on.
"""

from dataclasses import dataclass
from enum import StrEnum, auto


class Status(StrEnum):
    """How it stands with one person. Only a yes of their own is a yes."""

    NOT_ASKED = auto()
    ASKED = auto()  # and has not answered, or is asked once more after “not now”
    AGREED = auto()
    CONFIRMING = auto()  # agreed, and was asked once more after a time: open until it lapses
    DECLINED = auto()
    NOT_NOW = auto()
    WITHDRAWN = auto()
    LAPSED = auto()  # agreed once, was asked once more, and did not answer in the time there was


class Event(StrEnum):
    """What can happen to it."""

    ASK = auto()
    REPEAT = auto()
    CONFIRM = auto()
    AGREE = auto()
    DECLINE = auto()
    NOT_NOW = auto()
    WITHDRAW = auto()
    LAPSE = auto()


class Whose(StrEnum):
    """Whose doing an event is."""

    FAMILY = auto()
    PERSON = auto()
    TIME = auto()  # the time that the family chose


@dataclass(frozen=True)
class Place:
    """How it stands, and how often this person was asked about this picture for this scope: never, once or twice."""

    standing: Status
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

BEGINNING = Place(Status.NOT_ASKED, 0)
OPEN = frozenset({Status.AGREED, Status.CONFIRMING})
NOES = frozenset({Status.DECLINED, Status.NOT_NOW, Status.WITHDRAWN, Status.LAPSED})

# Each of these asks a person: it is possible only while they were asked exactly so often before. So nobody is asked a
# third time, and whoever was asked twice keeps their yes until they change it themselves.
ASKED_BEFORE = {Event.ASK: 0, Event.REPEAT: 1, Event.CONFIRM: 1}

# The first and the tenth time: a person can always change their answer. Somebody who was not asked has none.
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
        (standing, event): answered
        for standing, row in _ANSWERS.items()
        for event, answered in zip((Event.AGREE, Event.DECLINE, Event.NOT_NOW, Event.WITHDRAW), row, strict=True)
    },
}


def walk(place: Place, event: Event) -> Place | None:
    """Where it stands after this event; None where there is no such step, and then nothing changes."""
    standing = TABLE.get((place.standing, event))
    if standing is None or ASKED_BEFORE.get(event, place.asked) != place.asked:
        return None
    return Place(standing, place.asked + (event in ASKED_BEFORE))
