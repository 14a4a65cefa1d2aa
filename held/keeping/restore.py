"""Fills an empty installation from a backup. Nothing is served before everything is restored and closed."""

from pathlib import Path

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection, connections

from held.accounts.models import Account
from held.accounts.sign_in_keys import has_key
from held.families.models import Family
from held.history import audit_log
from held.keeping import blobs, copies, schema
from held.keeping.closing import close_everything
from held.keeping.consistency import NotTogether, keys_without_words, refuse_database_of_another_place
from held.keeping.databases import this_database
from held.keeping.identity import identity
from held.keeping.key_copies import are_whole, put_keys_back, site_id_of
from held.keeping.missing_keys import note_keys_gone_before
from held.keeping.sources import source_of
from held.keeping.unfinished import is_unfinished, mark, upgrade_is_unfinished
from held.keeping.verify_all import Opened, verify_everything
from held.keyring.secret import read_or_make_secret
from held.keyring.text import NoWrappingKey
from held.lib.disk import sync_folder, write_durably
from held.place.first_host import first_link, is_taken, somebody_came_in
from held.place.models import Hosting
from held.uptime.clock_agreement import agree


class CannotRestore(Exception):
    """Nothing was restored; the message gives the reason and a remedy."""


def refuse_place_in_use() -> None:
    """Raises CannotRestore when there is a host or a family here; a restore would replace their words."""
    if upgrade_is_unfinished():
        raise CannotRestore(
            f"An upgrade of the place in {settings.HELD_DATA} is not finished; “bin/held serve” begins it "
            "again from the copy made before it. To fill another place, please name an empty folder with HELD_DATA."
        )
    _refuse_newer_tables()
    try:
        if is_unfinished() and _marked_database() == identity():
            return  # what is here came from the copy, and is incomplete
        lived_in = bool(connection.introspection.table_names()) and (somebody_came_in() or Family.objects.exists())
        if not lived_in:
            refuse_database_of_another_place()
    except NotTogether as reason:
        raise CannotRestore(str(reason)) from reason
    except DatabaseError:
        lived_in = True
    if lived_in:
        raise CannotRestore(
            f"This place is in use already ({settings.HELD_DATA}), and nothing in it is overwritten. "
            "Please name an empty folder with HELD_DATA, and an empty database if you keep words in PostgreSQL."
        )


def _refuse_newer_tables() -> None:
    """Also refuse after a newer version's interrupted restore: its tables would mix with those of the copy."""
    try:
        schema.refuse_newer_tables()
    except schema.NewerTables as newer:
        raise CannotRestore(
            f"{newer} To fill another place from the copy, please name an empty folder with HELD_DATA, and an empty "
            "database if you keep words in PostgreSQL."
        ) from newer
    except DatabaseError:
        return  # the database does not answer: it counts as lived in


def restore_words_and_keys(folder: Path, copy: Path) -> None:
    """Put the copy's keys and words in place. From the first write on, the restore is marked as unfinished."""
    manifest = copies.check_copy(copy, this_database())
    keys = source_of(folder).keys
    if not are_whole(keys):
        raise CannotRestore(f"The keys in {keys} are missing or incomplete. Without them nobody can read any copy.")
    if site_id_of(keys / "keyring.db") != manifest.place:
        raise CannotRestore(f"The keys in {keys} belong to another place. They don’t open this copy.")
    if not is_unfinished() and site_id_of(settings.HELD_KEYS / "keyring.db") != manifest.place and keys_without_words():
        raise CannotRestore(
            f"{settings.HELD_KEYS} has the keys of another place, whose words are no longer here. Its backups may need "
            "these keys, so they are not overwritten. Please name an empty folder with HELD_DATA."
        )
    write_durably(mark(), f"{folder}\n{copy.name}\n{identity()}\n".encode())
    connections.close_all()
    put_keys_back(keys)
    # This process read its secret before the original one was put back; paper codes are sealed under it.
    settings.SECRET_KEY = read_or_make_secret(settings.HELD_KEYS)
    this_database().fill_from(copy / manifest.words)
    call_command("migrate", interactive=False, verbosity=0)
    note_keys_gone_before(keys_noted=manifest.keys_noted)


def restore_photographs(folder: Path, copy: Path, tell: blobs.Tell) -> None:
    """Copy the photographs that belong to the copy; missing ones are reported when everything is opened.

    `tell` is called with the number of files done and the total. After an interruption, the next call continues where
    it stopped.
    """
    listed, source = copy / copies.PHOTOGRAPHS, source_of(folder)
    needed = blobs.read_list(listed) if listed.exists() else blobs.names_in(source.photographs)
    blobs.copy_blobs(needed, source.photographs, settings.HELD_PHOTOGRAPHS, tell)


def open_and_close(tell: blobs.Tell) -> Opened:
    """Open everything sealed once; then close what may have been closed since the copy was made
    (`close_everything`).

    Raises CannotRestore when the wrapping key does not open the keyring.
    """
    try:
        opened = verify_everything(tell)
    except NoWrappingKey as reason:
        raise CannotRestore(f"{reason} The keys and the words in this folder do not belong together.") from reason
    close_everything()
    return opened


def finish() -> str:
    """Record the restore, trust the date from now on, and allow serving. Returns the token of a link for the host if no
    host has a key left, else "": passkeys and paper codes keep working.
    """
    audit_log.record("place.restored", "place 1", by="program")
    agree()  # a host is present, and every wait starts again
    hosts = [hosting.account for hosting in Hosting.objects.select_related("account")]
    token = first_link() if is_taken() and hosts and not any(_can_come_in(host) for host in hosts) else ""
    connections.close_all()
    mark().unlink()
    sync_folder(settings.HELD_DATA)
    return token


def _marked_database() -> str:
    """The database that the interrupted restore was filling (`identity`)."""
    lines = mark().read_text(errors="replace").splitlines()
    return lines[2] if len(lines) > 2 else ""


def _can_come_in(host: Account) -> bool:
    try:
        return has_key(host)
    except InvalidToken:  # a damaged set of paper codes, already reported, opens nothing
        return False
