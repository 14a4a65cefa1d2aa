"""held backup FOLDER: make a backup, and print where it is."""

import argparse
from pathlib import Path

from held.cli.disk_space import explain_full_disk, size_of_backup
from held.cli.messages import CannotGoOn, Progress, say
from held.cli.preparing import refuse_a_place_not_begun
from held.keeping.backup import CannotBackUp, back_up
from held.keeping.copies import describe_contents, read_manifest, whole_copies
from held.keeping.databases import CannotCopy
from held.keeping.fit_folder import UnfitFolder, refuse_unfit
from held.keeping.state import on_the_same_disk
from held.lib.disk import can_sync


def run(options: argparse.Namespace) -> int:
    """0 when the copy is complete and on disk."""
    refuse_a_place_not_begun()
    folder = Path(options.folder).expanduser().absolute()
    try:
        with explain_full_disk(folder, lambda: size_of_backup(folder)):
            refuse_unfit(folder)
            say(f"Copying everything into {folder}. The place keeps running …")
            made = back_up(folder, tell=Progress("Photographs, file by file"))
    except (UnfitFolder, CannotBackUp, CannotCopy) as reason:
        raise CannotGoOn(str(reason)) from reason
    say(f"The copy is whole: {made}")
    say(f"In it: {describe_contents(read_manifest(made))}.")
    say(f"Dated copies there: {len(whole_copies(folder / 'copies'))}. Keys: {folder / 'keys'}, the newest only.")
    if on_the_same_disk(folder):
        say("This folder is on the same disk as the place. If that disk fails, both are lost.")
    if not can_sync(folder):
        say("This folder can’t confirm that data is really on the disk; network shares often can’t. Please restore")
        say("this copy once into a separate folder, to be sure.")
    return 0
