"""Upgrades the tables for this version; an interrupted upgrade starts again from its copy."""

import signal
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection, connections
from django.db.migrations.recorder import MigrationRecorder

from held.cli import disk_space, way_back
from held.cli.messages import CannotGoOn, HostMustAct, say
from held.keeping import copy_before_upgrade, schema
from held.keeping.copies import NotACopy
from held.keeping.databases import CannotCopy, this_database, without_deadline
from held.keeping.tables import our_tables
from held.keeping.unfinished import upgrade_is_unfinished
from held.keyring.text import open_ring

FAULTS = (CannotCopy, OSError, DatabaseError, sqlite3.Error)  # from copying words, or putting them back
_SOMEBODYS = {"accounts_account", "families_family", "stories_story", "stories_version", "pictures_picture"}
STOPS = frozenset({signal.SIGINT, signal.SIGTERM, signal.SIGHUP})


def refuse_half_changed_tables() -> None:
    """Raises CannotGoOn when an upgrade was interrupted: its tables are neither the old nor the new ones."""
    if upgrade_is_unfinished():
        raise CannotGoOn(" ".join(way_back.unfinished_upgrade()))


def refuse_older_tables() -> None:
    """Raises CannotGoOn when this version has not upgraded the tables: they lack columns it queries."""
    if found := way_back.tables_to_upgrade():
        raise CannotGoOn("\n  ".join(found))


def go_back_if_cut_off() -> None:
    """If an upgrade was interrupted, put the tables back as they were before it. Call this before any query.

    Raises CannotGoOn or HostMustAct when the copy is missing or damaged; then nothing was changed.
    """
    if not upgrade_is_unfinished():
        return
    say("An upgrade was interrupted. Putting the tables back from the copy made before it …")
    with _stops_wait():
        try:
            copy_before_upgrade.put_back()
        except NotACopy as reason:
            raise HostMustAct(" ".join(way_back.no_way_back(reason))) from reason
        except FAULTS as reason:
            raise _cannot(reason, "The copy is whole, and the next start tries again.") from reason


def bring_up_to_date() -> None:
    """Create or change the tables for this version; existing words are copied first. Raises CannotGoOn.

    A stop waits until all of it is done, and then ends the command.
    """
    if not schema.are_older_tables():
        copy_before_upgrade.end_upgrade()  # an earlier version that continues with its own tables has none to change
        return
    if nobody_came_yet():
        forget_half_made_tables()
        _migrate()
        return
    with _stops_wait():
        if not upgrade_is_unfinished():
            _copy_first()
        say("Changing the tables. This can take some minutes; a stop (Ctrl-C) waits until it is done …")
        try:
            _migrate()
        except Exception as fault:
            raise _put_back_after(fault) from fault
        connections.close_all()
        copy_before_upgrade.end_upgrade()
        former = schema.opened_by()
        schema.note_opened()  # not before: after a failure, this file still names the former version
        say(way_back.later_on(former))


def nobody_came_yet() -> bool:
    """Whether no account was ever created here, and no table contains anything that somebody stored."""
    there = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table in _SOMEBODYS & there:
            cursor.execute(f"SELECT 1 FROM {table} LIMIT 1")  # noqa: S608  # our own names
            if cursor.fetchone():
                return False
    return True


def forget_half_made_tables() -> None:
    """A first start that was killed while creating tables left some that are not recorded; delete them to start again.

    Call this only if `nobody_came_yet`. Raises CannotGoOn when another program has tables with our names in PostgreSQL:
    ours are created after their first record, so without any record none of them is ours.
    """
    if connection.vendor == "postgresql" and not MigrationRecorder(connection).has_table():
        if theirs := our_tables() & set(connection.introspection.table_names()):
            raise HostMustAct(
                f"The database already has tables of another program with names that held needs ({min(theirs)}). "
                "Please create an empty database, and name it in HELD_DATABASE_URL."
            )
        return
    made = connection.introspection.table_names()
    try:
        this_database().remove_tables()
    except CannotCopy as reason:
        raise HostMustAct(str(reason)) from reason
    if made and (message := way_back.words_set_aside()):
        say(message)


def _migrate() -> None:
    with without_deadline():
        call_command("migrate", interactive=False, verbosity=0)


def _copy_first() -> None:
    say("This version changes the database. Making a copy first …")
    try:
        copy = copy_before_upgrade.begin_upgrade(place=open_ring(settings.HELD_KEYS).site_id)
    except FAULTS as reason:
        raise _cannot(reason, "Nothing was changed.") from reason
    say(f"The copy is in {copy}.")


def _put_back_after(fault: Exception) -> CannotGoOn:
    """Put the tables back at once, so that any version can continue with them; returns the message for the host."""
    connections.close_all()
    failed = f"The upgrade failed ({type(fault).__name__}). Nothing is lost."
    try:
        copy = copy_before_upgrade.copy_of_unfinished()
        copy_before_upgrade.put_back()
        copy_before_upgrade.note_put_back()
    except (NotACopy, *FAULTS) as reason:
        return _cannot(reason, "The next start does it.", before=f"{failed} The tables could not be put back yet: ")
    back = f"The tables are as they were before, and a copy of them is in {copy}."
    if full := _full_disk_message(fault):
        return HostMustAct(f"{full} {back}")
    return HostMustAct(f"{failed} {back}\n{way_back.former_version()}\n{way_back.try_again()}")


def _cannot(reason: Exception, then: str, *, before: str = "") -> CannotGoOn:
    """On a full disk the next start would end in the same way until somebody frees some space."""
    if full := _full_disk_message(reason):
        return HostMustAct(f"{before}{full} {then}")
    return CannotGoOn(f"{before}{_explanation(reason)} {then} Nothing is lost.")


def _full_disk_message(reason: Exception) -> str:
    message = disk_space.full_disk_message(
        reason, settings.HELD_DATA, lambda: disk_space.UPGRADE * disk_space.size_of_words()
    )
    return f"{message}; you can stay on this version." if message else ""


def _explanation(reason: Exception) -> str:
    if isinstance(reason, CannotCopy | NotACopy):
        return str(reason)
    if isinstance(reason, OSError):
        return f"The disk can’t be written to ({reason.strerror})."
    return f"The database can’t be written to ({type(reason).__name__})."


@contextmanager
def _stops_wait() -> Iterator[None]:
    """A stop requested inside waits until the end. Raises KeyboardInterrupt there, as Ctrl-C does elsewhere.

    PostgreSQL's tools inherit the blocked signals: Ctrl-C reaches them too.
    """
    heeded = {each for each in STOPS if signal.getsignal(each) is not signal.SIG_IGN}
    before = signal.pthread_sigmask(signal.SIG_BLOCK, heeded)
    try:
        yield
    finally:
        asked = signal.sigpending() & heeded
        for each in asked:
            signal.sigwait({each})
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    if asked:
        raise KeyboardInterrupt
