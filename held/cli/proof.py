"""held proof FILE: look whether a record is whole; say from when to when it goes, or what does not fit.

A record that can be read is looked at by itself. One that a family took home is sealed: the keys of this place open it.
"""

import argparse
from collections.abc import Iterable
from importlib import import_module
from itertools import chain
from pathlib import Path

from held.cli.data_folder import name_place
from held.cli.saying import CannotGoOn, say
from held.cli.setting_up import folder_without_keys, set_up
from held.lib.chain import Broken, Fault, Garbled, NotARecord, Record, broken_in, read_lines
from held.lib.cover import Cover, read_cover

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
    Fault.OTHER: "Number {number:,} stands there otherwise.",
    Fault.GONE: "Number {number:,} is not there.",
}


class NotWhole(Exception):
    """It is a record, and something in it does not fit; the message says what."""


def run(options: argparse.Namespace) -> int:
    """0 when the record is whole; 1 when something does not fit, or the file is none."""
    path = Path(options.file).expanduser()
    try:
        with path.open("rb") as file:
            first = file.readline(LONGEST)
            cover = read_cover(first)
            if cover is None:
                record = read_whole(chain([first], iter(lambda: file.readline(LONGEST), b"")))
            else:
                sealed = file.read()
    except OSError as reason:
        raise CannotGoOn(f"{path} cannot be read ({reason.strerror}). Please compare how it is written.") from reason
    except NotWhole as reason:
        return tell_not_whole(str(reason))
    except NotARecord as reason:
        raise CannotGoOn(f"{path}: {reason}") from reason
    if cover is not None:
        return _open(cover, sealed, options.open)
    if options.open:
        raise CannotGoOn(f"{path} is not sealed: it can be read as it is. Nothing was written.")
    tell_whole(record)
    return 0


def read_whole(lines: Iterable[bytes]) -> Record:
    """The record that these lines are. Raises NotWhole, or NotARecord when they are none."""
    try:
        record = read_lines(lines)
    except Garbled as reason:
        raise NotWhole(str(reason)) from reason
    if broken := broken_in(record):
        raise NotWhole(said(broken))
    return record


def said(broken: Broken) -> str:
    """What does not fit, as a sentence."""
    return SAID[broken.fault].format(number=broken.number)


def tell_not_whole(what: str) -> int:
    """Say what does not fit; the number with which the command ends."""
    say(f"This record is not whole. {what}")
    say("Another copy of the file may be whole. Nothing was changed in this one.")
    return 1


def tell_whole(record: Record) -> None:
    """Say from when to when it goes, and its last fingerprint."""
    count = len(record.links)
    if not count:
        say("This record is whole: nothing stands in it yet.")
        return
    first, last = record.links[0].at[:10], record.links[-1].at[:10]
    say(f"This record is whole: {count:,} line{'s' if count > 1 else ''}, from {first} to {last}.")
    say(f"Its last line ends with {record.links[-1].hash}")
    say("You can note that down: as long as it is found in a later export, nothing up to there was written anew.")


def _open(cover: Cover, sealed: bytes, out: str) -> int:
    """A sealed one needs a place, with its tables and keys; none is made for it."""
    if folder := folder_without_keys():
        raise CannotGoOn(
            f"This record is sealed, and there is no place in {folder} whose keys could open it. If the place is kept "
            "elsewhere, please name its folder in HELD_DATA."
        )
    set_up()
    name_place()
    return int(import_module("held.cli.unsealing").look(cover, sealed, out))  # it names tables
