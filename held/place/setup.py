"""What the host enters about this installation: at setup, one question at a time, or later."""

import errno
import tempfile
from enum import Enum
from pathlib import Path

from django.conf import settings
from django.db import transaction

from held.accounts.models import Account
from held.history import audit_log
from held.lib.environment import WrongSetting
from held.lib.told_address import read_address
from held.place.models import Place

QUESTIONS = 6
NAME, ADDRESS, KEPT_FOR, SECOND_COPY, TIME_ZONE, KEEPER = range(1, QUESTIONS + 1)
CHECKOUT = Path(__file__).resolve().parents[2]


class NotAnAddress(Exception):
    """The text is not a valid address for this installation."""


class Trouble(Enum):
    """Why a folder cannot take the backup."""

    NOT_WHOLE = "not-whole"
    NOT_THERE = "not-there"
    NOT_A_FOLDER = "not-a-folder"
    AMONG_THE_FIRST = "among-the-first"
    INSIDE_THE_PROGRAM = "inside-the-program"
    NOT_WRITABLE = "not-writable"
    FULL = "full"


class CannotKeepThere(Exception):
    """The folder cannot take the backup; `trouble` says why."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


def set_name(name: str, *, by: Account) -> None:
    """Set the name of this installation, exactly as given."""
    _save_answer(NAME, "place.named", by=by, name=name)


def set_address(address: str, *, by: Account) -> None:
    """Set the address where people find this installation. Raises NotAnAddress; then the old one stays."""
    _save_answer(ADDRESS, "place.address-told", by=by, address=read_as_address(address))


def read_as_address(given: str) -> str:
    """The address as it will be stored. Raises NotAnAddress."""
    try:
        read = read_address(given.strip())
    except (WrongSetting, ValueError):
        raise NotAnAddress from None
    if not read:
        raise NotAnAddress
    return read


def keep_it_for(kept_for: Place.KeptFor, *, by: Account) -> None:
    """Set whose stories are kept here."""
    _save_answer(KEPT_FOR, "place.kept-for-told", by=by, kept_for=kept_for)


def keep_second_copy_in(folder: str, *, by: Account) -> None:
    """Set the folder for the nightly backup. Raises CannotKeepThere; then the old one stays."""
    _save_answer(SECOND_COPY, "place.second-copy-told", by=by, second_copy=str(folder_for_copies(folder)))


def show_times_in(time_zone: str, *, by: Account) -> None:
    """Set the time zone for days and times: a name that `held.lib.time_zone` knows."""
    _save_answer(TIME_ZONE, "place.time-zone-told", by=by, time_zone=time_zone)


def say_who_keeps_it(keeper: str, *, mail: str, phone: str, hours: str, by: Account) -> None:
    """Set what anyone reads about who keeps this installation, and how to reach them."""
    ways = {"keeper_mail": mail, "keeper_phone": phone, "keeper_hours": hours}
    _save_answer(KEEPER, "place.keeper-told", by=by, keeper=keeper, **ways)


@transaction.atomic
def leave_for_later(question: int, *, by: Account) -> None:
    """Leave the question open; an earlier answer stays."""
    _save_answer(question, "place.left-for-later", by=by)


def folder_for_copies(given: str) -> Path:
    """The folder as it will be used. It must already exist: if its disk is not connected, creating it would fill the
    first disk. Raises CannotKeepThere.
    """
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
    """Whether the folder is on another disk than the words, as far as the system shows."""
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
def _save_answer(question: int, act: str, *, by: Account, **answers: str) -> None:
    Place.objects.get_or_create(pk=1)
    place = Place.objects.select_for_update().get(pk=1)
    for field, value in answers.items():
        setattr(place, field, value)
    place.asked_up_to = max(place.asked_up_to, question)
    place.save(update_fields=[*answers, "asked_up_to"])
    audit_log.record(act, f"place {place.pk}", by=by)
