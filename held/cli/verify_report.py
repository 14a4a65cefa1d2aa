"""Reports missing keys after everything was opened once: destroyed on purpose, or lost."""

from held.cli.checks import Finding
from held.cli.lost_keys import day_of_first_notes, remedy
from held.keeping.verify_all import Opened


def closed_for_good(opened: Opened) -> list[str]:
    """A sentence for each thing that somebody wanted destroyed. None of these is a problem."""
    since = day_of_first_notes()
    return [f"Closed for good, because its key was destroyed on purpose: {thing}." for thing in opened.gone] + [
        f"Can’t be opened: {thing}. Its key was already missing on {since}, when held began to record which keys are "
        "destroyed on purpose. It was probably destroyed on purpose; nobody can tell now."
        for thing in opened.gone_earlier
    ]


def lost(opened: Opened) -> list[Finding]:
    """A finding for each thing whose key is missing although nobody destroyed it; only the last has the remedy."""
    helps = {opened.lost[-1]: remedy()} if opened.lost else {}
    return [
        Finding(f"Lost: the key of {thing}. Nobody destroyed it on purpose.", helps.get(thing, ""))
        for thing in opened.lost
    ]
