"""What the host tells about the place: on the first evening, one thing at a time, or later."""

import errno
import tempfile
from enum import Enum
from pathlib import Path

from django.conf import settings
from django.db import transaction

from held.accounts.models import Account
from held.history.noting import note
from held.lib.environment import WrongSetting
from held.lib.told_address import read_address
from held.place.models import Place

QUESTIONS = 5
NAME, ADDRESS, KEPT_FOR, SECOND_COPY, TIME_ZONE = range(1, QUESTIONS + 1)
CHECKOUT = Path(__file__).resolve().parents[2]


class NotAnAddress(Exception):
    """These words are not an address at which a place can be found."""


class Trouble(Enum):
    """Why a folder cannot take the second copy."""

    NOT_WHOLE = "not-whole"
    NOT_THERE = "not-there"
    NOT_A_FOLDER = "not-a-folder"
    AMONG_THE_FIRST = "among-the-first"
    INSIDE_THE_PROGRAM = "inside-the-program"
    NOT_WRITABLE = "not-writable"
    FULL = "full"


class CannotKeepThere(Exception):
    """The folder cannot take the second copy; `trouble` says why."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


def set_name(name: str, *, by: Account) -> None:
    """The place has this name from now on, exactly as given."""
    _tell(NAME, "place.named", by=by, name=name)


def set_address(address: str, *, by: Account) -> None:
    """People find the place at this address. Raises NotAnAddress; then the former one stays."""
    _tell(ADDRESS, "place.address-told", by=by, address=read_as_address(address))


def read_as_address(given: str) -> str:
    """The address as it will be kept. Raises NotAnAddress."""
    try:
        read = read_address(given.strip())
    except (WrongSetting, ValueError):
        raise NotAnAddress from None
    if not read:
        raise NotAnAddress
    return read


def keep_it_for(kept_for: Place.KeptFor, *, by: Account) -> None:
    """Whose stories are kept here."""
    _tell(KEPT_FOR, "place.kept-for-told", by=by, kept_for=kept_for)


def keep_second_copy_in(folder: str, *, by: Account) -> None:
    """The second copy is made in this folder every night. Raises CannotKeepThere; then the former one stays."""
    _tell(SECOND_COPY, "place.second-copy-told", by=by, second_copy=str(folder_for_copies(folder)))


def show_times_in(time_zone: str, *, by: Account) -> None:
    """Days and times are shown in this time zone from now on: a name that `held.lib.time_zone` knows."""
    _tell(TIME_ZONE, "place.time-zone-told", by=by, time_zone=time_zone)


@transaction.atomic
def leave_for_later(question: int, *, by: Account) -> None:
    """The question was read and left open; whatever was told before stays."""
    _tell(question, "place.left-for-later", by=by)


def folder_for_copies(given: str) -> Path:
    """The folder as it will be used. It must be there already: a folder made by us where a disk should have been
    put in would fill the first disk. Raises CannotKeepThere."""
    folder = Path(given.strip()).expanduser()
    if not folder.is_absolute() or "\0" in given:
        raise CannotKeepThere(Trouble.NOT_WHOLE)
    if not folder.exists():
        raise CannotKeepThere(Trouble.NOT_THERE)
    if not folder.is_dir():
        raise CannotKeepThere(Trouble.NOT_A_FOLDER)
    _refuse_our_own(folder.resolve())
    _try_to_write(folder)
    return folder


def is_on_another_disk(folder: Path) -> bool:
    """Whether the folder lies on another disk than the words themselves, as far as the system tells."""
    return folder.stat().st_dev != settings.HELD_DATA.stat().st_dev


def _refuse_our_own(folder: Path) -> None:
    data = settings.HELD_DATA.resolve()
    if folder == data or data in folder.parents:
        raise CannotKeepThere(Trouble.AMONG_THE_FIRST)
    if folder == CHECKOUT or CHECKOUT in folder.parents:
        raise CannotKeepThere(Trouble.INSIDE_THE_PROGRAM)


def _try_to_write(folder: Path) -> None:
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"held looks whether it can write here")
            file.flush()
    except OSError as reason:
        full = reason.errno in {errno.ENOSPC, errno.EDQUOT}
        raise CannotKeepThere(Trouble.FULL if full else Trouble.NOT_WRITABLE) from reason


@transaction.atomic
def _tell(question: int, act: str, *, by: Account, **told: str) -> None:
    Place.objects.get_or_create(pk=1)
    place = Place.objects.select_for_update().get(pk=1)
    for field, value in told.items():
        setattr(place, field, value)
    place.asked_up_to = max(place.asked_up_to, question)
    place.save(update_fields=[*told, "asked_up_to"])
    note(act, f"place {place.pk}", by=by)
