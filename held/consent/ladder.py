"""One press answers every readers' scope that was asked: a pure rule, from the answers before to the answers after.

A step is a scope, “not now” or no. A yes to a scope is a yes to every narrower one asked, and takes back a yes to a
wider one. It changes nothing else: a wider scope that was never answered stays unanswered. Keeping, print and press
are not on the ladder (`docs/decisions/0041-one-ladder-of-answers.md`).
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from held.consent import scopes
from held.consent.scopes import READERS
from held.consent.states import OPEN, TABLE, Event, Status


class Step(StrEnum):
    """What a press says; for a scope: this far and no further."""

    NAMED = scopes.NAMED
    LINK = scopes.LINK
    PUBLIC = scopes.PUBLIC
    NOT_NOW = "not-now"
    NO = "no"


NARROW = MappingProxyType({Step.NOT_NOW: Event.NOT_NOW, Step.NO: Event.DECLINE})
"""The steps after which nobody sees more than before, and what each says to every scope."""


class NoSuchStep(Exception):
    """The family didn't ask for this scope, or nobody asked for any readers' scope."""


def steps(asked: Mapping[str, Status | None]) -> list[Step]:
    """The steps to offer, from the narrowest scope asked to the widest; none if no readers' scope was asked."""
    here = [Step(scope) for scope in READERS if scope in asked]
    return [*here, *NARROW] if here else []


def events(before: Mapping[str, Status], step: Step) -> dict[str, Event]:
    """What this step says to each scope that it changes, the narrowest first. Raises NoSuchStep."""
    if step not in steps(before):
        raise NoSuchStep
    asked = [scope for scope in READERS if scope in before]
    if step in NARROW:
        return dict.fromkeys(asked, NARROW[step])
    within = asked[: asked.index(step) + 1]
    wider = [scope for scope in asked if scope not in within and before[scope] in OPEN]
    return dict.fromkeys(within, Event.AGREE) | dict.fromkeys(wider, Event.WITHDRAW)


def after(before: Mapping[str, Status], step: Step) -> dict[str, Status]:
    """The answers after this step, by a first link or on a page of their own. Raises NoSuchStep."""
    return {**before, **{scope: TABLE[before[scope], event] for scope, event in events(before, step).items()}}


def chosen(before: Mapping[str, Status]) -> Step | None:
    """The step that says exactly what these answers say; None if they fit none, or nothing was answered.

    A yes that is asked for once more is still a yes. One that lapsed fits no step: nobody has answered since.
    """
    stands = {
        scope: Status.AGREED if status in OPEN else status for scope, status in before.items() if scope in READERS
    }
    if Status.LAPSED in stands.values():
        return None
    return next((step for step in steps(stands) if after(stands, step) == stands), None)


def untouched(before: Mapping[str, Status]) -> bool:
    """Whether no readers' scope was answered yet."""
    return all(status == Status.ASKED for scope, status in before.items() if scope in READERS)
