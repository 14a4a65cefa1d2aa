"""Find a no that is in the tables but not in the log beside the keys, and log it again.

A no is logged beside the keys before it is in the tables. It is missing there after older keys were put back by hand;
it is still valid, but a restore from an older copy of the words wouldn't know of it.
"""

import logging

from held.consent.consent_links import thing_of_link
from held.consent.models import Answer, EndedLink
from held.consent.said_no import turn_of_no
from held.consent.states import NOES
from held.consent.transitions import thing_of
from held.history.noting import note
from held.keyring.refusal_log import append_no, noes
from held.lib.clock import now
from held.place.models import Place

log = logging.getLogger("held.consent")

LAID_AGAIN = "noes.laid-again"


def noes_missing() -> dict[str, int]:
    """Each thing with a no in the tables and none in the log beside the keys, with its step number."""
    answers = list(Answer.objects.filter(status__in=NOES).select_related("involvement__person__family"))
    ended = {thing_of_link(link): 1 for link in EndedLink.objects.values_list("consent_link", flat=True)}
    there = noes()  # read last: what is in the tables was logged before
    refused = {thing_of(one): one.sequence for one in answers if _sequence(there, one) < one.sequence}
    return refused | {thing: sequence for thing, sequence in ended.items() if there.get(thing, -1) < sequence}


def lay_noes_again() -> None:
    """Log every missing no again beside the keys, and record in the audit log that it was missing."""
    missing = noes_missing()
    for thing, sequence in missing.items():
        append_no(thing, sequence)
    if missing:
        log.warning("%d noes were missing beside the keys and were laid there again", len(missing))
        Place.objects.update_or_create(pk=1, defaults={"refusals_put_back_at": now()})
        note(LAID_AGAIN, f"noes {len(missing)}", by="program")


def _sequence(there: dict[str, int], answer: Answer) -> int:
    sequence = turn_of_no(there, answer, answer.involvement.person.family)
    return -1 if sequence is None else sequence
