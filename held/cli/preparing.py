"""Steps before the place opens: one process takes the locks, then prepares tables, keys and static files."""

import hashlib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import DatabaseError, connection, connections
from django.db.migrations.recorder import MigrationRecorder

from held import VERSION
from held.cli.messages import CannotGoOn, HostMustAct, no_place_in, say
from held.cli.ports import refuse_a_port_of_others
from held.cli.program import as_started
from held.cli.upgrading import bring_up_to_date, go_back_if_cut_off, refuse_half_changed_tables, refuse_older_tables
from held.keeping import schema, unfinished
from held.keeping.consistency import NotTogether, WordsGone, any_key_is_there, refuse_mismatched_keys
from held.keeping.database_lock import DatabaseInUse, DatabaseLock
from held.keeping.identity import note_site_id
from held.keeping.missing_keys import begin_notes_of_destroyed_keys
from held.keyring.text import NoWrappingKey, forget_ring, open_ring
from held.lib.disk import write_durably
from held.lib.lock import InOtherHands, only_one
from held.lib.postgres.refusal import why_refused
from held.place import disk_reserve

LONGEST_END_OF_A_THREAD = 5  # seconds


@contextmanager
def held_by_nobody_else() -> Iterator[DatabaseLock]:
    """Locks the private data folder and the database for this process alone. Raises CannotGoOn when another process has
    one of them, or the database does not answer.
    """
    lock = DatabaseLock()
    try:
        settings.HELD_DATA.chmod(0o700)
        with only_one(settings.HELD_DATA / "in-hand"):
            _take(lock)
            yield lock
    except InOtherHands:
        raise CannotGoOn(
            f"Another held is already running on {settings.HELD_DATA}. Please stop that one first, or use it."
        ) from None
    finally:
        lock.let_go()


def _take(lock: DatabaseLock) -> None:
    try:
        lock.take()
    except DatabaseInUse as reason:
        raise CannotGoOn(str(reason)) from reason
    except DatabaseError as fault:
        raise _silent_database(fault) from None


def prepare() -> None:
    """Prepare the installation for serving. Raises CannotGoOn with a sentence when it must not be served."""
    as_started()
    if unfinished.is_unfinished():
        raise HostMustAct(
            f"A restore into {settings.HELD_DATA} was not finished, so this place doesn’t "
            "open. Please run “bin/held restore FOLDER” once more; it changes nothing in FOLDER."
        )
    refuse_a_port_of_others(settings.HELD_PORT)
    refuse_a_full_disk()
    refuse_a_silent_database()
    go_back_if_cut_off()  # first: undo what a newer version began and did not end, even if this version is older
    refuse_newer_tables()
    open_keyring()
    say("Preparing the place; this takes a few seconds …")
    bring_up_to_date()
    schema.note_opened()
    note_site_id(open_ring(settings.HELD_KEYS).site_id)
    begin_notes_of_destroyed_keys()
    gather_static_files()
    disk_reserve.reserve()


def refuse_a_place_not_begun() -> None:
    """Raises CannotGoOn when there are no tables yet: nothing was ever stored here, or the words or keys are lost.

    Also raises it when an upgrade was interrupted, or when this version has not upgraded the tables yet.
    """
    refuse_missing_words()
    refuse_a_silent_database()
    refuse_half_changed_tables()
    refuse_newer_tables()
    refuse_words_and_keys_apart()
    if not MigrationRecorder(connection).applied_migrations():
        raise CannotGoOn(no_place_in(settings.HELD_DATA))
    refuse_older_tables()


def refuse_missing_words() -> None:
    """Raises CannotGoOn if SQLite would create the database, because its file is missing; creates nothing."""
    if connection.vendor != "sqlite" or connection.connection or settings.HELD_WORDS.exists():
        return
    if unfinished.is_unfinished():
        raise CannotGoOn("A restore was not finished. Please run “bin/held restore FOLDER” once more.")
    if any_key_is_there():
        raise HostMustAct(str(WordsGone()))
    raise CannotGoOn(no_place_in(settings.HELD_DATA))


def refuse_a_full_disk() -> None:
    """Raises CannotGoOn if the databases cannot be opened even with the disk reserve."""
    if not disk_reserve.make_room_to_open():
        raise CannotGoOn(
            f"The disk of {settings.HELD_DATA} is full, so the place can’t open. Please free a few megabytes and "
            "start it again. Everything already saved is safe."
        )


def refuse_a_silent_database() -> None:
    """Raises CannotGoOn when the database does not answer."""
    try:
        connection.ensure_connection()
    except DatabaseError as fault:
        raise _silent_database(fault) from None


def _silent_database(fault: DatabaseError) -> CannotGoOn:
    if connection.vendor == "postgresql":
        return CannotGoOn(" ".join(why_refused(fault)))
    return HostMustAct(
        f"{settings.HELD_WORDS} can’t be opened as a database. You can restore the backup into an empty folder."
    )


def refuse_newer_tables() -> None:
    """Raises CannotGoOn when the tables have a migration that this program does not know."""
    try:
        schema.refuse_newer_tables()
    except schema.NewerTables as reason:
        raise HostMustAct(str(reason)) from reason


def open_keyring() -> None:
    """Open the keys; create them if this installation is new. Raises CannotGoOn when they are incomplete, or do not
    match the words.
    """
    with _keys_asked_for():
        refuse_mismatched_keys()
        open_ring(settings.HELD_KEYS)


def refuse_words_and_keys_apart() -> None:
    """Raises CannotGoOn when the words are here without their keys, or keys without their words; creates neither."""
    with _keys_asked_for():
        refuse_mismatched_keys()


@contextmanager
def _keys_asked_for() -> Iterator[None]:
    try:
        yield
    except NotTogether as reason:
        raise HostMustAct(str(reason)) from reason
    except NoWrappingKey as reason:
        raise HostMustAct(
            f"{reason} Without it no words can be read, so the place doesn’t open. "
            "Please put the files in “keys” of the backup back in their place."
        ) from reason


def gather_static_files() -> None:
    """Collect the static files, if they changed since the last time."""
    stamp, wanted = settings.STATIC_ROOT / "gathered", _static_files_now()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    write_durably(stamp, wanted.encode())


def close_every_handle() -> None:
    """Call before a fork: two processes that share a connection break SQLite's locks and mix up PostgreSQL's answers.

    Also forgets the keys that were read: this process uses none any more.
    """
    connections.close_all()
    open_ring(settings.HELD_KEYS).close()
    forget_ring()
    _wait_for_ended_threads()


def _wait_for_ended_threads() -> None:
    """The kernel takes a moment to remove a joined thread, such as those that compressed the static files."""
    until = time.monotonic() + LONGEST_END_OF_A_THREAD
    while len(list(Path("/proc/self/task").iterdir())) > 1 and time.monotonic() < until:
        time.sleep(0.001)


def _static_files_now() -> str:
    seen = hashlib.sha256(VERSION.encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            seen.update(f"{name}\0".encode() + hashlib.sha256(Path(storage.path(name)).read_bytes()).digest())
    return seen.hexdigest()
