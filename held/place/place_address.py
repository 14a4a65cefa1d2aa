"""The address at which people find the place, for commands that run beside it.

A service has HELD_ADDRESS in its unit, where other commands do not see it. So `held serve` notes it in the data folder.
"""

from contextlib import suppress
from pathlib import Path

from django.conf import settings

from held.lib.disk import write_durably
from held.place.taking import this_place


def note_setting() -> None:
    """Keep HELD_ADDRESS as this start of the place was given it; without one, a former note is removed."""
    with suppress(OSError):  # a full disk keeps nobody from opening the place
        if settings.HELD_ADDRESS:
            write_durably(_note(), settings.HELD_ADDRESS.encode())
        else:
            _note().unlink(missing_ok=True)


def address_set() -> str:
    """HELD_ADDRESS of this command, else of the last `held serve` in this folder, else "". Asks no table."""
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
