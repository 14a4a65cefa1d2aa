"""The checks of `held check`: each yields problems and remedies."""

import shutil
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError

from held.cli import way_back
from held.cli.checks import Check, Checked, Finding
from held.cli.lost_keys import remedy
from held.cli.time_findings import chores_not_done, date_not_confirmed
from held.consent.proving import broken_chains
from held.consent.reconciling import missing_refusals
from held.jail import decoders
from held.jail.walls import walls
from held.keeping.consistency import NotTogether, refuse_mismatched_keys
from held.keeping.databases import this_database
from held.keeping.key_copies import are_whole
from held.keeping.missing_keys import lost_keys
from held.keeping.state import copy_worries
from held.keeping.unfinished import is_unfinished, upgrade_is_unfinished
from held.keeping.verify_all import files_missing
from held.keyring.text import KeyGone, NoWrappingKey, open_ring
from held.lib.commands import LIKE_THE_SERVICE
from held.lib.postgres.refusal import why_refused
from held.place import disk_reserve
from held.place.first_host import this_place
from held.place.place_address import address_set
from held.place.time_zone import day_and_time

ROOM = 500 * 1024 * 1024  # bytes: a copy before an upgrade and some weeks of writing


def look_everywhere() -> Iterator[Checked]:
    """Makes every check; the tables are queried only if they exist."""
    yield from map(_made, GROUND)
    if upgrade_is_unfinished():  # the tables are not queried: they may be partly changed
        return
    tables = _made(TABLES_FIT)
    yield tables
    if not tables.findings:
        yield from map(_made, TABLES)


def _made(check: Check) -> Checked:
    return Checked(check, tuple(check.look()))


def notes() -> list[str]:
    """Notes that are not problems."""
    lines = []
    if not settings.HELD_MAIL:
        lines.append("No email is set up (HELD_MAIL). held works without it; you hand over links yourself.")
    if walls().safe and not walls().landlock:
        lines.append(
            "This machine has one of the two protections used when photographs are opened: seccomp, but not "
            "Landlock (Linux 5.13 or newer). Photographs can still be sent."
        )
    if not address_set() and not (tables_are_there() and this_place().address):
        lines.append(
            "No address is set, so as far as this command knows the place opens on this machine only. "
            "For others, set HELD_ADDRESS=https://our-place.example before the first passkey is made: a passkey works "
            f"at one address only. {LIKE_THE_SERVICE}"
        )
    if settings.HELD_TLS_SUBDOMAINS:
        lines.append(
            "HELD_TLS_SUBDOMAINS is on: for a year after each visit, browsers will refuse any subdomain that doesn’t "
            "use HTTPS, even one that somebody else runs."
        )
    if put_back := this_place().refusals_put_back_at if tables_are_there() else None:
        lines.append(
            "Noes were missing from the refusal log beside the keys, and held added "
            f"them again on {day_and_time(put_back)}. Were older keys put back then?"
        )
    if back := way_back.copies_to_go_back_with():
        lines.append(back)
    return lines


def tables_are_there() -> bool:
    """Whether an installation was set up here and its tables fit this version."""
    return not upgrade_is_unfinished() and not list(_tables())


def _folders() -> Iterator[Finding]:
    for folder in _private_folders():
        if stat.S_IMODE(folder.stat().st_mode) & 0o077:
            yield Finding(f"Other accounts on this machine can open {folder}.", f"chmod 700 {folder}")
    for path in _private_files():
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            yield Finding(f"Other accounts on this machine can read {path}.", f"chmod 600 {path}")


def _private_folders() -> list[Path]:
    photographs = [settings.HELD_PHOTOGRAPHS, settings.HELD_INCOMING, *settings.HELD_PHOTOGRAPHS.glob("??")]
    return [settings.HELD_DATA, settings.HELD_KEYS, *(path for path in photographs if path.is_dir())]


def _private_files() -> list[Path]:
    keys = [path for path in settings.HELD_KEYS.iterdir() if path.is_file()]
    return keys + ([settings.HELD_WORDS] if settings.HELD_WORDS.exists() else [])


def _room() -> Iterator[Finding]:
    free = shutil.disk_usage(settings.HELD_DATA).free
    if free < ROOM:
        yield Finding(
            f"Only {free // 2**20} MB are free on the disk of {settings.HELD_DATA}.",
            "Please free some space: on a full disk nothing more can be saved. Everything already saved is safe.",
        )


def _room_for_taking_back() -> Iterator[Finding]:
    if disk_reserve.finds_no_room():
        yield Finding(
            "The disk space reserved so that a family can take things back on a full disk is missing or too small.",
            "Please free some space on the disk. “bin/held serve” then reserves it again by itself.",
        )


def _walls() -> Iterator[Finding]:
    if not walls().safe:
        yield Finding(
            "Photographs cannot be sent: this machine lacks the protection used when they are opened (seccomp).",
            "held needs Linux with seccomp. In a container, please let the program set its own filters. Those that "
            "are here already can still be seen.",
        )


def _decoders() -> Iterator[Finding]:
    remedy = "Please run “make run” once more: it installs the versions that held needs."
    found = decoders.decoders()
    if not found:
        yield Finding("The libraries that open photographs don’t start.", remedy)
    for name in decoders.too_old(found):
        needed = decoders.FLOORS[name]
        yield Finding(f"{name} {found[name]}, which opens photographs, is older than {needed} and has faults.", remedy)


def _restore() -> Iterator[Finding]:
    if is_unfinished():
        yield Finding(
            "A restore was not finished, so the place doesn’t open.", "Run “bin/held restore FOLDER” once more."
        )


def _upgrade() -> Iterator[Finding]:
    if upgrade_is_unfinished():
        yield Finding(*way_back.unfinished_upgrade())


def _keys() -> Iterator[Finding]:
    remedy = "Put the files in “keys” of the backup back in their place."
    if apart := _apart():
        yield apart
        return
    if not (settings.HELD_KEYS / "keyring.db").exists():
        yield Finding("There are no keys yet.", "“bin/held serve” creates them. If there were keys before: " + remedy)
        return
    try:
        ring = open_ring(settings.HELD_KEYS)
        damaged = bool(ring.damage())
        for key_id in ring.ids():
            with suppress(KeyGone):  # destroyed a moment ago
                ring.key(key_id)
    except NoWrappingKey as reason:
        yield Finding(f"The keys cannot be used: {reason}", remedy)
        return
    except sqlite3.DatabaseError:
        damaged = True
    if damaged or not are_whole(settings.HELD_KEYS):
        yield Finding("The keyring is damaged.", remedy)


def _apart() -> Finding | None:
    try:
        refuse_mismatched_keys()
    except NotTogether as reason:
        return Finding(reason.wrong, reason.remedy)
    except (NoWrappingKey, DatabaseError, sqlite3.DatabaseError):  # each has a finding of its own
        return None
    return None


def _tables() -> Iterator[Finding]:
    try:
        found = way_back.tables_to_upgrade()
    except DatabaseError as fault:
        yield Finding(*why_refused(fault))
        return
    if found:
        yield Finding(*found)


def _database() -> Iterator[Finding]:
    if this_database().damage():
        yield Finding(
            "The database is damaged.",
            "Stop the place, keep this folder as it is, and fill another from the copy: bin/held restore FOLDER.",
        )


def _lost_keys() -> Iterator[Finding]:
    with suppress(NoWrappingKey, sqlite3.DatabaseError):  # the keys have a finding of their own
        if lost := lost_keys():
            yield Finding(
                f"Keys are lost ({len(lost):,}): nobody destroyed them on purpose, and what they sealed "
                "can’t be opened. “bin/held check --all” says which.",
                remedy(),
            )


def _files_of_photographs() -> Iterator[Finding]:
    if missing := files_missing():
        yield Finding(
            f"Files of photographs are missing ({missing:,}), so they can’t be shown.",
            "“bin/held check --all” says which. The folder “photographs” of the backup may have them. Put them "
            f"back into {settings.HELD_PHOTOGRAPHS} under the same names, and they open again.",
        )


def _records() -> Iterator[Finding]:
    for name in broken_chains():
        yield Finding(
            f"The record {name} of what was asked and answered is not whole: a line was changed, removed or added.",
            "If somebody has a file of it, “bin/held proof FILE” says whether that file is whole. An "
            "older dated copy may have it whole.",
        )


def _refusals() -> Iterator[Finding]:
    with suppress(NoWrappingKey, sqlite3.DatabaseError):  # the keys have a finding of their own
        if missing := missing_refusals():
            yield Finding(
                f"Noes are missing from the refusal log beside the keys ({len(missing):,}). They still count, "
                "but a restore from an older copy would not know them.",
                "Were older keys put back? “bin/held serve” adds them again by itself within the hour.",
            )


def _second_copy() -> Iterator[Finding]:
    for worry in copy_worries():  # each sentence includes the remedy
        yield Finding(worry)


def _chores() -> Iterator[Finding]:
    for found in chores_not_done():
        yield Finding(*found)


def _date() -> Iterator[Finding]:
    for found in date_not_confirmed():
        yield Finding(*found)


GROUND = (
    Check("only held opens its folders", _folders),
    Check("room on the disk", _room),
    Check("room kept for taking things back", _room_for_taking_back),
    Check("photographs are opened apart from everything else", _walls),
    Check("the libraries that open photographs", _decoders),
    Check("no restore was cut off", _restore),
    Check("no upgrade was cut off", _upgrade),
    Check("the keys", _keys),
)
TABLES_FIT = Check("the tables of this version", _tables)
TABLES = (
    Check("the database", _database),
    Check("no key is lost", _lost_keys),
    Check("the files of photographs", _files_of_photographs),
    Check("the record of what was asked and answered", _records),
    Check("what is kept beside the keys", _refusals, on_desk=False),
    Check("the backup", _second_copy, on_desk=False),
    Check("what held does by itself", _chores),
    Check("the date", _date, on_desk=False),
)
