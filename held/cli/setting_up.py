"""Before the tables can be queried: reads the settings, which creates the data folder if it is missing."""

import errno
import os
from contextlib import nullcontext
from importlib import import_module, reload
from pathlib import Path

import django
from django.conf import settings

from held.cli.data_folder import refuse_unusable_folder
from held.cli.messages import CannotGoOn, HostMustAct, no_place_in
from held.keyring.secret import NoSecret, made_for_now
from held.lib.environment import Environment
from held.lib.full_disk import is_full_disk


def set_up(*, only_look: bool = False) -> None:
    """Read the settings, which creates the data folder. Raises WrongSetting, or HostMustAct when it cannot be used.

    `only_look`: create nothing. Raises CannotGoOn when there is no installation in the folder.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "held.settings")
    try:
        refuse_unusable_folder(_data_folder())
        if only_look:
            _refuse_without_place()
        with made_for_now() if only_look else nullcontext():
            django.setup()
    except NoSecret as reason:
        raise HostMustAct(str(reason)) from reason
    except OSError as reason:
        if is_full_disk(reason):
            raise CannotGoOn(
                f"The disk of {_data_folder()} is full. Everything already saved is safe. Please free a few megabytes "
                "there and start again."
            ) from reason
        if not reason.filename:
            raise
        if isinstance(reason, FileExistsError | NotADirectoryError):
            raise HostMustAct(
                f"{_data_folder()} is a file, or is inside one. HELD_DATA has to name a folder; a missing "
                "one is created."
            ) from reason
        raise HostMustAct(
            f"{reason.filename} can’t be used by this account. Please give it to the account that runs held, "
            "or name another folder with HELD_DATA."
        ) from reason


def read_settings_again(address: str) -> None:
    """Read every setting again with this HELD_ADDRESS; cookies and TLS depend on it. Raises WrongSetting.

    An address entered by the host is in the database, which the settings cannot query. Call this before the application
    is loaded: middleware keeps what it read.
    """
    if address != settings.HELD_ADDRESS:
        os.environ["HELD_ADDRESS"] = address
        os.environ.pop("HELD_ADDRESS_FILE", None)
        read = reload(import_module(os.environ["DJANGO_SETTINGS_MODULE"]))
        for name in filter(str.isupper, vars(read)):
            setattr(settings, name, getattr(read, name))


def folder_without_keys() -> Path | None:
    """The data folder if it has no keys, else None. Creates nothing. Raises WrongSetting."""
    folder = _data_folder()
    return None if (folder / "keys" / "keyring.db").exists() else folder


def is_new_folder() -> bool:
    """Whether the data folder has nothing that a command creates there. Creates nothing. Raises WrongSetting."""
    folder = _data_folder()
    try:
        return not any((folder / made).exists() for made in ("held.db", "keys", "in-hand"))
    except OSError:  # set_up reports why it cannot be used
        return False


def _refuse_without_place() -> None:
    """Raises CannotGoOn when the data folder contains no installation, or OSError when it cannot be listed."""
    folder = _data_folder()
    for above in (folder, *folder.parents):
        if above.exists() and not above.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(above))
    parts = ["keys/keyring.db", "held.db", "restore-unfinished", "upgrade-unfinished"]
    if any(os.environ.get(name) for name in ("HELD_DATABASE_URL", "HELD_DATABASE_URL_FILE")):
        parts.append("in-hand")  # the words may be in PostgreSQL: then lost keys are reported
    if not any((folder / part).is_symlink() or (folder / part).exists() for part in parts):
        raise CannotGoOn(no_place_in(folder))


def _data_folder() -> Path:
    given = {name: os.environ[name] for name in ("HELD_DATA", "HELD_DATA_FILE") if name in os.environ}
    return Path(Environment("HELD_", {"DATA"}, given).text("DATA", "~/.local/share/held")).expanduser().absolute()
