"""held proof FILE: look whether an exported record is whole; say from when to when it goes, or what does not fit."""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from held.cli.saying import CannotGoOn, say
from held.lib.chain import Broken, Fault, Garbled, NotARecord, Record, broken_in, read_lines

LONGEST = 1024 * 1024  # bytes: far more than any line of a record; a file of something else may have no end of line

SAID = {
    Fault.MISSING: "Number {number:,} is missing.",
    Fault.CHANGED: "Number {number:,} is not as it was written.",
    Fault.APART: "Number {number:,} does not belong to the one before it: one of the two was changed.",
    Fault.MOVED: "Number {number:,} does not stand in its place.",
    Fault.TWICE: "Number {number:,} is there twice.",
    Fault.CUT: "Its end is missing: it stops before number {number:,}, or before the line that closes it.",
    Fault.ADDED: "Number {number:,} was added after its end was written.",
    Fault.END: "The line that closes it does not belong to what stands before it.",
}


def run(options: argparse.Namespace) -> int:
    """0 when the record is whole; 1 when something does not fit, or the file is none."""
    path = Path(options.file).expanduser()
    try:
        with path.open("rb") as file:
            record = read_lines(_lines(file))
    except OSError as reason:
        raise CannotGoOn(f"{path} cannot be read ({reason.strerror}). Please compare how it is written.") from reason
    except Garbled as reason:
        return _tell_broken(str(reason))
    except NotARecord as reason:
        raise CannotGoOn(f"{path}: {reason}") from reason
    if broken := broken_in(record):
        return _tell_broken(_said(broken))
    _tell_whole(record)
    return 0


def _lines(file: BinaryIO) -> Iterator[bytes]:
    return iter(lambda: file.readline(LONGEST), b"")


def _said(broken: Broken) -> str:
    return SAID[broken.fault].format(number=broken.number)


def _tell_broken(what: str) -> int:
    say(f"This record is not whole. {what}")
    say("Another copy of the file may be whole. Nothing was changed in this one.")
    return 1


def _tell_whole(record: Record) -> None:
    count = len(record.links)
    if not count:
        say("This record is whole: nothing stands in it yet.")
        return
    first, last = record.links[0].at[:10], record.links[-1].at[:10]
    say(f"This record is whole: {count:,} line{'s' if count > 1 else ''}, from {first} to {last}.")
    say(f"Its last line ends with {record.links[-1].hash}")
    say("You can note that down: as long as it is found in a later export, nothing up to there was written anew.")
