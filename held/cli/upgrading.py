"""The tables of the place become what this version needs, and an upgrade that is cut off begins again from its copy."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from held.cli.saying import CannotGoOn, say
from held.keeping import upgrading
from held.keeping.copies import NotACopy
from held.keeping.databases import CannotCopy, this_database
from held.keeping.tables import our_tables
from held.keeping.unfinished import upgrade_is_unfinished
from held.keyring.words import open_ring

_SOMEBODYS = {"accounts_account", "families_family", "stories_story", "stories_version", "pictures_picture"}
STOPS = frozenset({signal.SIGINT, signal.SIGTERM, signal.SIGHUP})


def refuse_half_changed_tables() -> None:
    """Raises CannotGoOn when an upgrade was cut off: its tables are neither those of before nor those of now."""
    if upgrade_is_unfinished():
        raise CannotGoOn(
            "An upgrade of this place is not finished. If “held serve” is at work on it, please wait until the place "
            "is open. If not, start it: it begins the upgrade again from the copy that was made first."
        )


def go_back_if_cut_off() -> None:
    """If an upgrade was cut off, the tables become what they were before it. Do this before any table is asked.

    Raises CannotGoOn when the copy is missing or damaged; then nothing was changed.
    """
    if not upgrade_is_unfinished():
        return
    say("An upgrade was cut off. Putting the tables back from the copy that was made first …")
    with _stops_wait():
        try:
            upgrading.put_back()
        except NotACopy as reason:
            raise CannotGoOn(
                f"{reason} An upgrade was cut off, and without that copy its tables cannot be put back. Nothing was "
                "changed now. Please move the whole folder of the place aside, and fill an empty one from the second "
                "copy: held restore FOLDER."
            ) from reason
        except (CannotCopy, OSError, DatabaseError) as reason:
            raise CannotGoOn(
                f"{_told(reason)} The copy is whole, and the next start tries again. Nothing is lost."
            ) from reason


def bring_up_to_date() -> None:
    """Make or change the tables as this version needs them; words that are there are copied first. Raises CannotGoOn.

    A stop waits until all of it is done, and ends the command then.
    """
    plan = MigrationExecutor(connection)
    if not plan.migration_plan(plan.loader.graph.leaf_nodes()):
        upgrading.end_upgrade()  # a former version that goes on with its own tables has none to change
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
            raise CannotGoOn(_put_back_after(fault)) from fault
        connections.close_all()
        upgrading.end_upgrade()


def nobody_came_yet() -> bool:
    """Whether no account was ever made here, and nothing that somebody could have kept is in any table that is left."""
    there = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table in _SOMEBODYS & there:
            cursor.execute(f"SELECT 1 FROM {table} LIMIT 1")  # noqa: S608  # names of ours
            if cursor.fetchone():
                return False
    return True


def forget_half_made_tables() -> None:
    """A first start that was killed while it made the tables left some without a note of it; the next begins again.

    Call only where nobody came yet. Raises CannotGoOn when another program has tables with our names in PostgreSQL:
    ours are made after their first note, so without any note none of them is ours.
    """
    if connection.vendor == "postgresql" and not MigrationRecorder(connection).has_table():
        if theirs := our_tables() & set(connection.introspection.table_names()):
            raise CannotGoOn(
                f"The database already has tables of another program with names that held needs ({min(theirs)}). "
                "Please make an empty database, and name it in HELD_DATABASE_URL."
            )
        return
    try:
        this_database().remove_tables()
    except CannotCopy as reason:
        raise CannotGoOn(str(reason)) from reason


def _migrate() -> None:
    call_command("migrate", interactive=False, verbosity=0)


def _copy_first() -> None:
    say("This version keeps some things differently. Copying the words first …")
    try:
        copy = upgrading.begin_upgrade(place=open_ring(settings.HELD_KEYS).place)
    except (CannotCopy, OSError) as reason:
        raise CannotGoOn(f"{_told(reason)} Nothing was changed.") from reason
    say(f"The copy is in {copy}.")


def _put_back_after(fault: Exception) -> str:
    """Put the tables back at once, so that any version can go on with them; what the host has to know."""
    connections.close_all()
    failed = f"The upgrade failed ({type(fault).__name__}). Nothing is lost."
    try:
        copy = upgrading.copy_of_unfinished()
        upgrading.put_back()
        upgrading.note_put_back()
    except (NotACopy, CannotCopy, OSError, DatabaseError) as reason:
        return f"{failed} The tables could not be put back yet: {_told(reason)} The next start does it."
    return (
        f"{failed} The tables are as they were before, and a copy of them is in {copy}. To go on, install the former "
        "version again and start it. "
        "“held serve” of this version would try the upgrade once more."
    )


def _told(reason: Exception) -> str:
    if isinstance(reason, CannotCopy | NotACopy):
        return str(reason)
    if isinstance(reason, OSError):
        return f"The disk does not take it ({reason.strerror})."
    return f"The database does not take it ({type(reason).__name__})."


@contextmanager
def _stops_wait() -> Iterator[None]:
    """A stop that is asked for in here waits until the end. Raises KeyboardInterrupt there, as Ctrl-C does elsewhere.

    The tools of PostgreSQL inherit that signals wait: Ctrl-C reaches them too.
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
