"""What a page shows of somebody's answers: the ladder for readers, and each other use with its three answers."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext_lazy as _

from held.access import AskedPerson, Question
from held.consent.ladder import Step, chosen, steps, untouched
from held.consent.questions import MAY_READERS_SEE, STEPS, STRANGERS, WHO_MAY_SEE, question
from held.consent.scopes import READERS
from held.consent.states import OPEN, Status

YES_NO = {"yes": OPEN, "no": frozenset({Status.DECLINED, Status.WITHDRAWN}), "not-now": frozenset({Status.NOT_NOW})}


@dataclass(frozen=True)
class Rung:
    """One button: what it sends, what it says, and whether it's the answer they gave."""

    value: str
    called: object
    more: object = ""
    chosen: bool = False


@dataclass(frozen=True)
class Ladder:
    """The readers' scopes of one photograph, answered by one press.

    `apart`: each scope and answer, where the answers fit no step. `seen`: each scope with the fingerprint for the form.
    """

    asks: object
    rungs: tuple[Rung, ...]
    apart: tuple[tuple[object, Status], ...]
    seen: tuple[tuple[str, str], ...]
    elsewhere: bool


@dataclass(frozen=True)
class Use:
    """A use beside the readers' scopes: keeping, print, or an outlet of the press."""

    asked: Question
    asks: object
    rungs: tuple[Rung, ...]
    lapsed: bool
    changed: bool


@dataclass(frozen=True)
class PhotographAsked:
    """One photograph on a link: its number there, and what the page shows of the answers to it.

    `same`: the other photographs to which the same answer can be given.
    """

    number: int
    told: AskedPerson
    shown: dict[str, object]
    same: tuple["PhotographAsked", ...] = ()


def photographs_on_page(told: Sequence[AskedPerson]) -> list[PhotographAsked]:
    """Every photograph on a link, numbered from 1."""
    photographs = [PhotographAsked(number, one, answers_on_page(one)) for number, one in enumerate(told, 1)]
    return [replace(one, same=_same_as(one, photographs)) for one in photographs]


def _same_as(photograph: PhotographAsked, photographs: Sequence[PhotographAsked]) -> tuple[PhotographAsked, ...]:
    """The others asked for the same readers, if this one was answered; none for a later link, which shows no answer."""
    ladder = photograph.shown["ladder"]
    if not isinstance(ladder, Ladder) or not any(rung.chosen for rung in ladder.rungs):
        return ()
    asked = asked_readers(photograph.told)
    return tuple(
        one for one in photographs if one is not photograph and not one.told.later and asked_readers(one.told) == asked
    )


def asked_readers(told: AskedPerson) -> set[str]:
    """The readers' scopes that somebody was asked for."""
    return {one.scope for one in told.questions if one.scope in READERS}


def answers_on_page(told: AskedPerson) -> dict[str, object]:
    """`ladder`: None if no readers' scope was asked. `uses`: every other. `agreed`: whether there is a yes to take
    back. `answered`: whether there is any answer to show."""
    return {
        "ladder": ladder_of(told.questions, only_no=told.no_only),
        "uses": [_use(one, told) for one in told.questions if one.scope not in READERS],
        "agreed": any(one.status in OPEN for one in told.questions),
        "answered": any(one.status not in {None, Status.ASKED} for one in told.questions),
    }


def ladder_of(questions: Collection[Question], *, only_no: bool = False) -> Ladder | None:
    """The ladder for these questions. Nothing is marked on it if their answers aren't shown. `only_no`: a link that
    can only say no."""
    asked = {one.scope: one for one in questions if one.scope in READERS}
    if not asked:
        return None
    stands = {scope: one.status for scope, one in asked.items() if one.status}
    step = chosen(stands) if stands else None
    here = [Step.NO] if only_no else steps(dict.fromkeys(asked))
    return Ladder(
        asks=MAY_READERS_SEE if only_no else WHO_MAY_SEE,
        rungs=tuple(Rung(one, STEPS[one], STRANGERS if one == Step.PUBLIC else "", one == step) for one in here),
        apart=() if step or untouched(stands) else tuple((STEPS[Step(scope)], stands[scope]) for scope in stands),
        seen=tuple((scope, one.fingerprint) for scope, one in asked.items() if one.fingerprint),
        elsewhere=any(one.elsewhere for one in asked.values()),
    )


def _use(one: Question, told: AskedPerson) -> Use:
    rungs = {"yes": _("Yes"), "no": STEPS[Step.NO], "not-now": STEPS[Step.NOT_NOW]}
    here = ["no"] if told.no_only else list(rungs)
    return Use(
        asked=one,
        asks=question(one.scope),
        rungs=tuple(Rung(value, rungs[value], chosen=one.status in YES_NO[value]) for value in here),
        lapsed=one.status == Status.LAPSED,
        changed=one.scope in told.words.changed,
    )
