"""Whether a backup can be made in a folder; if not, the reason and remedy in words for the host."""

import errno
import grp
import os
import pwd
import shlex
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryFile

from django.conf import settings
from django.utils.translation import gettext as _

from held.lib.full_disk import is_full_disk

_PROGRAM = Path(__file__).resolve().parent.parent.parent


class UnfitFolder(Exception):
    """No copy can be made or read there; the message gives the reason and a remedy."""


def refuse_unfit(folder: Path) -> None:
    """Try to write into the folder, or to create it; leaves nothing there.

    Raises UnfitFolder; OSError if the disk is full, which is reported as for other operations.
    """
    try:
        _refuse_our_own(folder)
        _try_to_write(folder)
    except OSError as reason:
        if is_full_disk(reason):
            raise
        raise UnfitFolder(why_not(folder, reason)) from reason


def refuse_unreadable(folder: Path) -> None:
    """Raises UnfitFolder if this account may not read all of a backup. A missing folder counts as readable."""
    try:
        if folder.is_dir():
            for path in _parts_of(folder):
                path.open("rb").close()
    except PermissionError as reason:
        raise UnfitFolder(
            _("The account “%(account)s”, which runs held, may not read %(folder)s. As root: %(line)s")
            % {
                "account": _account(),
                "folder": reason.filename or folder,
                "line": shlex.join(["chown", "-R", _account(), str(folder)]),
            }
        ) from reason
    except OSError as reason:
        raise UnfitFolder(why_not(folder, reason)) from reason


def why_not(folder: Path, reason: OSError) -> str:
    """Why this account cannot use the folder, and a remedy."""
    number = reason.errno or 0
    if number in {errno.EACCES, errno.EPERM}:
        return _(
            "The account “%(account)s”, which runs held, may not use %(folder)s. Please choose another folder, "
            "or as root: %(line)s"
        ) % {"account": _account(), "folder": folder, "line": _line_for(folder)}
    messages = {
        errno.EROFS: _("The disk of %(folder)s is read-only. Please choose another, or make it writable."),
        errno.ENOENT: _("%(folder)s is not there, and can’t be made. Please choose another folder."),
        errno.EEXIST: _("%(folder)s is a link that leads nowhere. Is its disk connected?"),
        errno.ENOTDIR: _("%(folder)s is inside a file. Please name a folder."),
    }
    other = _("%(folder)s can’t be used (%(reason)s). Please choose another folder.")
    return messages.get(number, other) % {"folder": folder, "reason": os.strerror(number)}


def _refuse_our_own(folder: Path) -> None:
    try:
        whole = folder.resolve()
    except RuntimeError:  # before Python 3.13 it is not an OSError
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP)) from None
    if whole == Path(whole.anchor):
        raise UnfitFolder(_("%(folder)s is the whole disk of the system. Please name a folder.") % {"folder": folder})
    names = {settings.HELD_DATA.resolve(): _("the place itself"), _PROGRAM: _("the program’s own folder")}
    for inside, what in names.items():
        if whole == inside or inside in whole.parents:
            raise UnfitFolder(
                _("%(folder)s is inside %(what)s. Please choose a folder outside, ideally on another disk.")
                % {"folder": folder, "what": what}
            )


def _try_to_write(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise UnfitFolder(_("%(folder)s is a file. Please name a folder.") % {"folder": folder})
    if not folder.parent.exists():
        raise UnfitFolder(_("%(folder)s is not there. Is its disk connected?") % {"folder": folder.parent})
    if not folder.exists():
        folder.mkdir(mode=0o700)
        folder.rmdir()
        return
    for each in (folder, *(folder / part for part in ("copies", "keys", "photographs"))):
        if each.exists():
            with TemporaryFile(dir=each):
                pass


def _parts_of(folder: Path) -> Iterator[Path]:
    """The files of the keys and of each dated copy. Raises PermissionError at a folder that may not be listed."""
    for part in sorted(folder.iterdir()):
        if part.name in {"keys", "copies", "photographs"} and part.is_dir():
            for path in sorted(part.iterdir()):
                yield from [path] if path.is_file() else (each for each in path.iterdir() if each.is_file())


def _account() -> str:
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        return str(os.geteuid())


def _line_for(folder: Path) -> str:
    try:
        group = grp.getgrgid(os.getegid()).gr_name
    except KeyError:
        group = str(os.getegid())
    return shlex.join(["install", "-d", "-o", _account(), "-g", group, "-m", "700", str(folder)])
