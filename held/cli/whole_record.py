"""What `held proof` prints about a record, readable or opened with the installation's keys."""

from collections.abc import Iterable

from held.cli.messages import say
from held.lib.chain import Broken, Fault, Garbled, Record, broken_in, read_lines

SAID = {
    Fault.MISSING: "Line {number:,} of the record is missing.",
    Fault.CHANGED: "Line {number:,} of the record is not as it was written.",
    Fault.APART: "Line {number:,} of the record does not follow from the one before it: one of the two was changed.",
    Fault.MOVED: "Line {number:,} of the record is in the wrong place.",
    Fault.TWICE: "Line {number:,} of the record is there twice.",
    Fault.CUT: "Its end is missing: it stops before line {number:,} of the record, or before the closing line.",
    Fault.ADDED: "Line {number:,} of the record was added after its end.",
    Fault.END: "The closing line does not match the lines before it.",
    Fault.OTHER: "Line {number:,} of the record is different there.",
    Fault.GONE: "Line {number:,} of the record is not there.",
}


class NotWhole(Exception):
    """It is a record, and something in it does not fit; the message says what."""


def read_whole(lines: Iterable[bytes]) -> Record:
    """The record in these lines. Raises NotWhole, or NotARecord when they are not a record."""
    try:
        record = read_lines(lines)
    except Garbled as reason:
        raise NotWhole(str(reason)) from reason
    if broken := broken_in(record):
        raise NotWhole(describe_break(broken))
    return record


def describe_break(broken: Broken) -> str:
    """What does not fit, as a sentence."""
    return SAID[broken.fault].format(number=broken.number)


def tell_not_whole(what: str) -> int:
    """Print what does not fit; return the exit code."""
    say(f"This record is not whole. {what}")
    say("Another copy of the file may be whole. Nothing was changed in this one.")
    return 1


def tell_whole(record: Record) -> None:
    """Print its first and last day, and its last hash."""
    count = len(record.links)
    if not count:
        say("This record is whole and has no lines yet.")
        return
    first, last = record.links[0].at[:10], record.links[-1].at[:10]
    say(f"This record is whole: {count:,} line{'s' if count > 1 else ''}, from {first} to {last}.")
    say(f"Its last line ends with {record.links[-1].hash}")
    say("You can write that hash down. If a later export still has it, no line up to it was rewritten.")
