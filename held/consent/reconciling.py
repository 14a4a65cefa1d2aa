"""Find a no that is in the tables but not in the log beside the keys, and log it again.

A no is logged beside the keys before it is in the tables. It is missing there after older keys were put back by hand;
it is still valid, but a restore from an older copy of the words wouldn't know of it.
"""

import logging

from held.consent.consent_links import thing_of_link
from held.consent.models import Answer, EndedLink
from held.consent.said_no import turn_of_no
from held.consent.states import REFUSED
from held.consent.transitions import thing_of
from held.history import audit_log
from held.keyring.refusal_log import append_refusal, refusals
from held.lib.clock import now
from held.place.models import Place

log = logging.getLogger("held.consent")

REFUSALS_RESTORED = "noes.laid-again"


def missing_refusals() -> dict[str, int]:
    """Each thing with a no in the tables and none in the log beside the keys, with its step number."""
    answers = list(Answer.objects.filter(status__in=REFUSED).select_related("involvement__person__family"))
    ended = {thing_of_link(link): 1 for link in EndedLink.objects.values_list("consent_link", flat=True)}
    there = refusals()  # read last: what is in the tables was logged before
    refused = {thing_of(one): one.sequence for one in answers if _sequence(there, one) < one.sequence}
    return refused | {thing: sequence for thing, sequence in ended.items() if there.get(thing, -1) < sequence}


def restore_missing_refusals() -> None:
    """Log every missing no again beside the keys, and record in the audit log that it was missing."""
    missing = missing_refusals()
    for thing, sequence in missing.items():
        append_refusal(thing, sequence)
    if missing:
        log.warning("%d noes were missing from the refusal log beside the keys and were added again", len(missing))
        Place.objects.update_or_create(pk=1, defaults={"refusals_put_back_at": now()})
        audit_log.record(REFUSALS_RESTORED, f"noes {len(missing)}", by="program")


def _sequence(there: dict[str, int], answer: Answer) -> int:
    sequence = turn_of_no(there, answer, answer.involvement.person.family)
    return -1 if sequence is None else sequence
