"""What may be done by a link that was made later: take back whatever stands, and turn no no of another way round.

A parent can make one more link for somebody at any time, and can open it. So by a link that was made after that person
was asked before, nothing of what they answered is shown; and of a no, who said it elsewhere can be sure.
"""

from held.consent.table import NOES, Event, Standing

SAID_NO = NOES - {Standing.LAPSED}  # what lapsed, nobody said


def is_no_of_another(standing: Standing, *, later: bool, own: bool) -> bool:
    """Whether a no stands which this link cannot turn round. `own`: this very link said it, and nobody else."""
    return later and not own and standing in SAID_NO


def counts(event: Event, standing: Standing, *, later: bool, own: bool) -> bool:
    """Whether this answer is a step. Where it is none, a no stands, and it stands on.

    “Not now” over a no is none either: whoever said not now can be asked once more, and whoever said no cannot.
    """
    weaker = event == Event.AGREE or (event == Event.NOT_NOW and standing != Standing.NOT_NOW)
    return not (weaker and is_no_of_another(standing, later=later, own=own))
