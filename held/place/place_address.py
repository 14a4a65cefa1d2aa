"""The address of this installation, for commands that run next to it.

A service has HELD_ADDRESS in its unit, where other commands do not see it. So `held serve` stores it in the data
folder.
"""

from contextlib import suppress
from pathlib import Path

from django.conf import settings

from held.lib.disk import write_durably
from held.place.first_host import this_place


def note_setting() -> None:
    """Store this start's HELD_ADDRESS; if it is not set, delete the stored one."""
    with suppress(OSError):  # a full disk must not block the start
        if settings.HELD_ADDRESS:
            write_durably(_note(), settings.HELD_ADDRESS.encode())
        else:
            _note().unlink(missing_ok=True)


def address_set() -> str:
    """HELD_ADDRESS of this command, else of the last `held serve` in this folder, else "". Reads no table."""
    return settings.HELD_ADDRESS or _noted()


def known_address() -> str:
    """The address that was set, else the one that a host entered on the host’s pages, else ""."""
    return address_set() or this_place().address


def _noted() -> str:
    try:
        return _note().read_text("ascii", "replace").strip()
    except OSError:
        return ""


def _note() -> Path:
    return Path(settings.HELD_DATA) / "address-setting"
