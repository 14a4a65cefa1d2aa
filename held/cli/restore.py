"""held restore FOLDER: fill an empty place from a backup, and print what came back."""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from held.cli import way_back
from held.cli.disk_space import explain_full_disk, size_of_restore
from held.cli.messages import CannotGoOn, Progress, say
from held.cli.new_folder import leaves_no_trace
from held.cli.preparing import held_by_nobody_else
from held.cli.verify_report import closed_for_good, lost
from held.keeping import choosing, restore
from held.keeping.copies import NotACopy, describe_contents, older_with_more, read_manifest
from held.keeping.databases import CannotCopy, this_database
from held.keeping.fit_folder import UnfitFolder, refuse_unreadable
from held.keeping.sources import CannotBeRead, kept_still, source_of
from held.keeping.verify_all import Opened
from held.place.first_host import this_place


def run(options: argparse.Namespace) -> int:
    """0 when everything is back and undamaged; 1 when something is damaged, a key is lost, or nothing was done."""
    folder = Path(options.folder).expanduser().absolute()
    try:
        with held_by_nobody_else(), leaves_no_trace(new=options.new_folder):
            refuse_unreadable(folder)
            with kept_still(source_of(folder)):
                return _restore(folder, options.copy)
    except (UnfitFolder, restore.CannotRestore, CannotBeRead, CannotCopy, NotACopy) as reason:
        raise CannotGoOn(str(reason)) from reason


def _restore(folder: Path, name: str) -> int:
    restore.refuse_place_in_use()
    copy = _chosen(folder, name)
    with explain_full_disk(settings.HELD_DATA, lambda: size_of_restore(folder, copy)):
        _restore_words_and_keys(folder, copy)
        restore.restore_photographs(folder, copy, Progress("Photographs, file by file"))
    say("Opening everything once, to check that it is whole …")
    opened = restore.open_and_close(Progress("Opened"))
    token = restore.finish()
    for line in _report_lines(opened):
        say(line)
    if token:
        address = settings.HELD_ADDRESS or this_place().address or f"http://localhost:{settings.HELD_PORT}"
        say("No host of this place has a passkey or a paper code left. This link lets the host sign in, once:")
        say(f"    {address}/entrance/link/{token}/")
    say(
        "Passkeys and paper codes that were removed since this copy was made work again: please check your "
        "keys, and ask everybody to check theirs."
    )
    say("held makes no automatic copies until a host names a folder for them again: only one place may use it.")
    say("Every story is closed to everyone but its family until a parent opens it again.")
    if aside := way_back.words_set_aside():
        say(aside)
    say(_what_next(opened))
    return 1 if opened.damaged or opened.lost else 0


def _chosen(folder: Path, name: str) -> Path:
    choice = choosing.choose(folder, name)
    for line in choice.left_out:
        say(line)
    with _others_named(folder, choice.copy):
        say(f"Filling {settings.HELD_DATA} from {choice.copy.name}, made on {choosing.made_on(choice.copy)} …")
        for line in _what_is_in(choice.copy):
            say(line)
    return choice.copy


def _restore_words_and_keys(folder: Path, copy: Path) -> None:
    with _others_named(folder, copy):
        restore.restore_words_and_keys(folder, copy)


@contextmanager
def _others_named(folder: Path, copy: Path) -> Iterator[None]:
    """If the copy cannot be used, nothing was written yet: tell the host which other one could be."""
    try:
        yield
    except NotACopy as reason:
        raise NotACopy(f"{reason} {choosing.instead_of(copy, folder, this_database())}") from reason


def _what_next(opened: Opened) -> str:
    if opened.lost:
        return "Don’t start the place yet. First put the keys back, as described above."
    return "Now: bin/held serve"


def _what_is_in(copy: Path) -> list[str]:
    taken, older = read_manifest(copy), older_with_more(copy)
    lines = [f"In it: {describe_contents(taken)}."]
    if older:
        more = read_manifest(older)
        lines.append(
            f"An older copy holds more: {older.name} ({describe_contents(more)}). "
            f"To take that one: --copy {older.name}, into an empty place."
        )
    return lines


def _report_lines(opened: Opened) -> list[str]:
    every = "" if opened.damaged or opened.lost or opened.gone or opened.gone_earlier else "All "
    lines = [f"{every}{opened.whole:,} sealed items open correctly."]
    lines += closed_for_good(opened)
    lines += [f"Damaged, so nobody sees it: {row}." for row in opened.damaged]
    if opened.damaged:
        lines.append(
            "An older copy may have these rows whole: bin/held restore FOLDER --copy NAME, into an empty place. The "
            "files of photographs are the same for all copies; another backup may have them."
        )
    for finding in lost(opened):
        lines += [line for line in (finding.wrong, finding.remedy) if line]
    return lines
