"""The second copy: dated copies of the words, of which many may be kept, and the newest keys, of which only one may be.

A key that is taken away is gone for good only if no older copy of it is kept. So keys are never part of a dated
copy; they lie beside them, overwritten each time.
"""

from pathlib import Path

from django.conf import settings

from held.history.noting import note
from held.keeping import copies
from held.keeping.keys import OtherKeys, copy_keys, place_of
from held.keeping.together import NotTogether, refuse_one_without_the_other
from held.keyring.words import open_ring
from held.lib.clock import now
from held.lib.disk import private_folder
from held.place.models import Place


class CannotBackUp(Exception):
    """No copy was made; the message says why, and what would help."""


def back_up(folder: Path, *, known: bool = False) -> Path:
    """Make a second copy while the place goes on: everything that was acknowledged before this began is in it.

    Returns the dated copy. `known`: a copy was made there before, so an empty folder means that a disk is missing.
    Raises CannotBackUp, CannotCopy or OSError; what was in the folder before is then still whole.
    """
    folder = folder.expanduser().absolute()
    _refuse_unfit(folder)
    keys = folder / "keys"
    if known and not (keys / "keyring.db").exists():
        raise CannotBackUp(
            f"The former copy is not in {folder}. Is its disk connected? If it is meant to be empty, "
            f"please run “held backup {folder}” once."
        )
    _refuse_what_opens_nothing()
    ring = open_ring(settings.HELD_KEYS)
    if place_of(keys / "keyring.db") not in {None, ring.place}:
        raise CannotBackUp(
            f"{folder} holds the second copy of another place, whose keys would be lost. Please choose another folder."
        )
    private_folder(folder)
    # The keys are copied after the words were, and before that copy counts: then every copy that is there has all
    # the keys it needs beside it, wherever in between the power fails.
    try:
        made = copies.copy_words(folder / "copies", place=ring.place, before_it_counts=lambda: copy_keys(keys))
    except OtherKeys as reason:
        raise CannotBackUp(str(reason)) from reason
    Place.objects.get_or_create(pk=1)
    Place.objects.filter(pk=1).update(backed_up_at=now(), backed_up_to=str(folder))
    note("place.backed-up", "place 1", by="program")
    return made


def _refuse_what_opens_nothing() -> None:
    try:
        refuse_one_without_the_other()
    except NotTogether as reason:
        raise CannotBackUp(str(reason)) from reason


def _refuse_unfit(folder: Path) -> None:
    whole = folder.resolve()
    program = Path(__file__).resolve().parent.parent.parent
    for inside, what in ((settings.HELD_DATA.resolve(), "the place itself"), (program, "the program’s own folder")):
        if whole == inside or inside in whole.parents:
            raise CannotBackUp(f"{folder} lies inside {what}. Please choose a folder outside, best on another disk.")
    if not folder.parent.is_dir():
        raise CannotBackUp(f"{folder.parent} is not there. Is its disk connected?")
    if folder.exists() and not folder.is_dir():
        raise CannotBackUp(f"{folder} is a file. Please name a folder.")
