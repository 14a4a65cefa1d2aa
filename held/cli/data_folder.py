"""Which installation a command works on, and whether its account and disk allow that."""

import os
import pwd
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from django.conf import settings

from held.cli.messages import HostMustAct, say
from held.lib.commands import SERVICE, SETTINGS_OF_SERVICE, START_SERVICE

ACCOUNT_OF_SERVICE = "held"  # deploy/held.service, bin/held-service


def refuse_unusable_folder(folder: Path) -> None:
    """Raises HostMustAct if the data belong to another account or their disk is read-only; creates nothing.

    Root can write everywhere, but the account that runs held could not open the files root creates. Raises OSError when
    this account may not look.
    """
    there = next(path for path in (folder, *folder.parents) if path.exists())
    if os.statvfs(there).f_flag & os.ST_RDONLY:
        raise HostMustAct(
            f"The disk of {folder} is read-only, so held can’t open the place. Linux does this when a disk is failing: "
            f"please copy all of {folder} to another disk first (cp -a). “dmesg” says more. If it’s meant to be "
            "read-only, make it writable: mount -o remount,rw DISK"
        )
    if folder.is_dir():
        for path in _owned(folder):
            if (owner := path.lstat().st_uid) != os.geteuid():
                raise HostMustAct(_belongs_to_another(folder, path, owner))


def name_place(out: TextIO | None = None) -> None:
    """Print which installation this command works on. `out`: where to; stderr if stdout carries data."""
    words = settings.DATABASES["default"]
    server = f"{words['HOST'] or 'this machine'}, database {words['NAME']}" if "postgres" in words["ENGINE"] else ""
    say(f"Place: {settings.HELD_DATA}" + (f" (words in PostgreSQL: {server})" if server else ""), out or sys.stdout)


def _owned(folder: Path) -> Iterator[Path]:
    """The folder first: if it belongs to another account, this one may not be able to list it."""
    yield folder
    yield from folder.iterdir()
    if (folder / "keys").is_dir():
        yield from (folder / "keys").iterdir()


def _belongs_to_another(folder: Path, path: Path, owner: int) -> str:
    me = _account(os.geteuid())
    if path != folder:
        return (
            f"{path} belongs to the account “{_account(owner)}”, and the place to “{me}”. Nothing was changed. "
            f"As root: chown -R {me} {folder}"
        )
    return (
        f"The place in {folder} belongs to the account “{_account(owner)}”, and this command runs as “{me}”. Nothing "
        f"was changed. As root: {_line_for(_account(owner), folder)}"
    )


def _line_for(owner: str, folder: Path) -> str:
    """The command that was typed, for the account that owns the installation."""
    typed = sys.argv[1:]
    if owner != ACCOUNT_OF_SERVICE or not SETTINGS_OF_SERVICE.exists():
        return f"runuser -u {owner} -- env HELD_DATA={folder} {SERVICE.removesuffix('-service')} {shlex.join(typed)}"
    return START_SERVICE if typed[:1] == ["serve"] else f"{SERVICE} {shlex.join(typed)}"


def _account(number: int) -> str:
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)
