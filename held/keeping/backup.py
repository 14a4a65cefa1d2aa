"""The backup: dated copies of the words (many may be kept), the photographs they need, and one copy of the keys.

A destroyed key is gone for good only if no older copy of it is kept. So keys are never part of a dated copy; they are
in a folder of their own and are overwritten each time.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from django.conf import settings

from held.history import audit_log
from held.keeping import blobs, copies, schema
from held.keeping.consistency import NotTogether, refuse_mismatched_keys
from held.keeping.fit_folder import UnfitFolder, refuse_unfit
from held.keeping.key_copies import OtherKeys, copy_keys, keys_are_outdated, site_id_of
from held.keeping.missing_keys import destroyed_keys_are_noted, lost_keys_found_in
from held.keeping.ping import ping
from held.keeping.thinning import thin
from held.keyring.text import open_ring
from held.lib.disk import private_folder, write_durably
from held.lib.lock import InOtherHands, only_one
from held.place.models import Place
from held.uptime.moments import this_moment


class CannotBackUp(Exception):
    """No copy was made; the message gives the reason and a remedy."""


class BeingCopied(CannotBackUp):
    """Another copy is being made at this moment."""


class DamagedPhotographs(CannotBackUp):
    """The copy was made, but a photograph's file is damaged, in the copy or in the original; it was not overwritten."""


def back_up(folder: Path, *, known: bool = False, tell: blobs.Tell = lambda _done, _of: None) -> Path:
    """Make a backup while held runs: everything acknowledged before this call is in it.

    Returns the dated copy. `known`: a copy was made there before, so an empty folder means that a disk is missing.
    `tell` is called with the number of photograph files done and their total. Raises DamagedPhotographs when the copy
    is made and a file of an earlier copy is truncated. Raises CannotBackUp, CannotCopy or OSError; what was in the
    folder before is then still intact.
    """
    folder = folder.expanduser().absolute()
    with _only_one_copies():
        _refuse_newer_tables()
        _refuse_unfit(folder)
        _refuse_unknown(folder, known=known)
        _refuse_what_opens_nothing()
        _refuse_another_place(folder)
        made = _copy_everything(private_folder(folder), tell)
        Place.objects.get_or_create(pk=1)
        here = this_moment()
        made_now = {"backed_up_at": here.at, "backed_up_uptime": here.uptime, "backed_up_to": str(folder)}
        Place.objects.filter(pk=1).update(**made_now, restored_since_copy=False)
        audit_log.record("place.backed-up", "place 1", by="program")
        thin(folder / "copies", timedelta(days=settings.HELD_COPIES_DAYS))
        _drop_what_no_copy_needs(folder)
    _tell_damaged(folder)
    ping()
    return made


def renew_keys(folder: Path) -> None:
    """Copy only the keys, if the copy in this folder still has keys that were destroyed here, or lacks a refusal.

    Raises CannotBackUp or OSError; the copy of the keys then opens as before.
    """
    keys = folder.expanduser().absolute() / "keys"
    if keys_are_outdated(keys):
        with _only_one_copies():
            _copy_keys(keys)


def _copy_everything(folder: Path, tell: blobs.Tell) -> Path:
    """Copy the words, then the photographs they may name, then the keys for both; only then does the copy count.

    So every copy that exists has all it needs next to it, even after a power failure at any point.
    """

    def photographs_and_keys(partial: Path) -> None:
        """Write what must exist before these words count as a copy."""
        here = blobs.names_in(settings.HELD_PHOTOGRAPHS)
        gone = blobs.copy_blobs(here, settings.HELD_PHOTOGRAPHS, folder / "photographs", tell)
        write_durably(
            partial / copies.PHOTOGRAPHS, blobs.written_list([name for name in here if name not in set(gone)])
        )
        _copy_keys(folder / "keys")

    return copies.copy_words(
        folder / "copies",
        place=open_ring(settings.HELD_KEYS).site_id,
        keys_noted=destroyed_keys_are_noted(),
        before_commit=photographs_and_keys,
    )


def _drop_what_no_copy_needs(folder: Path) -> None:
    """Delete photographs that no copy lists; one deleted here stays in the backup as long as a copy lists it."""
    needed = copies.blobs_needed(folder / "copies")
    if needed is not None:
        blobs.keep_only(needed, folder / "photographs")


def _tell_damaged(folder: Path) -> None:
    """A file never changes after it is written, so two different sizes mean that one of the two is truncated."""
    there = folder / "photographs"
    if found := blobs.of_other_size(blobs.names_in(there), settings.HELD_PHOTOGRAPHS, there):
        name = f"{found[0][:2]}/{found[0]}"
        raise DamagedPhotographs(
            f"The copy was made, but photographs differ in size here and in {there} ({len(found):,} in all), so one "
            f"file of each pair is damaged. Nothing was overwritten. One of them: {name}. “bin/held check --all” says "
            "whether the file here is whole. If it is, please move the one in the copy elsewhere and make the copy "
            "once more."
        )


def _copy_keys(into: Path) -> None:
    if lost := lost_keys_found_in(into / "keyring.db"):
        raise CannotBackUp(
            f"Keys are lost here ({len(lost):,}), and {into} still has them; it was not overwritten. Please stop the "
            f"place, move what is in {settings.HELD_KEYS} elsewhere, and put everything from {into} there."
        )
    try:
        copy_keys(into)
    except OtherKeys as reason:
        raise CannotBackUp(str(reason)) from reason


@contextmanager
def _only_one_copies() -> Iterator[None]:
    try:
        with only_one(settings.HELD_DATA / "being-copied"):
            yield
    except InOtherHands:
        raise BeingCopied("A copy is being made at this moment. Please wait until it is done.") from None


def _refuse_newer_tables() -> None:
    """This program may not know everything that belongs in a copy of newer tables."""
    try:
        schema.refuse_newer_tables()
    except schema.NewerTables as reason:
        raise CannotBackUp(str(reason)) from reason


def _refuse_unknown(folder: Path, *, known: bool) -> None:
    if known and not (folder / "keys" / "keyring.db").exists():
        raise CannotBackUp(
            f"The earlier copy is not in {folder}. Is its disk connected? If it is meant to be empty, "
            f"please run “bin/held backup {folder}” once."
        )


def _refuse_another_place(folder: Path) -> None:
    if site_id_of(folder / "keys" / "keyring.db") not in {None, open_ring(settings.HELD_KEYS).site_id}:
        raise CannotBackUp(
            f"{folder} holds the backup of another place, whose keys would be lost. Please choose another folder."
        )


def _refuse_what_opens_nothing() -> None:
    try:
        refuse_mismatched_keys()
    except NotTogether as reason:
        raise CannotBackUp(str(reason)) from reason


def _refuse_unfit(folder: Path) -> None:
    try:
        refuse_unfit(folder)
    except UnfitFolder as reason:
        raise CannotBackUp(str(reason)) from reason
