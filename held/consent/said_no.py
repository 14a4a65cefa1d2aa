"""The step number of a no in the log beside the keys, by the names of current and former versions."""

from collections.abc import Mapping
from functools import partial

from held.consent.models import Answer
from held.consent.outlets import former_scope, involvement_id_of, outlet_of
from held.consent.transitions import thing_of
from held.families.models import Family
from held.keyring.text import CannotOpen
from held.lib.stored_strings import FORMER_SCOPE_OF_OUTLET, REFUSED_ANSWER


def turn_of_no(refusals: Mapping[str, int], answer: Answer, family: Family) -> int | None:
    """The highest step number at which they said no to this; None if the log has no such line.

    Lines of former versions name an outlet by an unkeyed hash, and are never changed. If the outlet's name can't be
    opened, every such line of the same person and photograph counts: one no too many is better than one too few.
    """
    turns = [refusals[thing]] if (thing := thing_of(answer)) in refusals else []
    if answer.sealed_outlet is not None:
        turns += _former_turns(refusals, answer, family)
    return max(turns, default=None)


def _former_turns(refusals: Mapping[str, int], answer: Answer, family: Family) -> list[int]:
    of_involvement = partial(REFUSED_ANSWER.format, involvement_id_of(answer).hex)
    try:
        former = of_involvement(former_scope(outlet_of(answer, family)))
    except CannotOpen:
        return [
            sequence
            for thing, sequence in refusals.items()
            if thing.startswith(of_involvement(FORMER_SCOPE_OF_OUTLET.format("")))
        ]
    return [refusals[former]] if former in refusals else []
