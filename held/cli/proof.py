"""held proof FILE: check whether a record is unaltered; print its first and last day, or what does not fit.

A readable record is checked by itself. One that a family took home is sealed: this installation's keys open it.
"""

import argparse
from itertools import chain
from pathlib import Path

from held.cli.data_folder import name_place
from held.cli.messages import CannotGoOn
from held.cli.setting_up import folder_without_keys, set_up
from held.cli.whole_record import NotWhole, read_whole, tell_not_whole, tell_whole
from held.lib.chain import NotARecord
from held.lib.cover import Cover, read_cover

LONGEST = 1024 * 1024  # bytes: far more than any line of a record; other files may have no line end


def run(options: argparse.Namespace) -> int:
    """0 when the record is unaltered; 1 when something does not fit, or the file is not a record."""
    path = Path(options.file).expanduser()
    try:
        with path.open("rb") as file:
            first = file.readline(LONGEST)
            cover = read_cover(first)
            if cover is None:
                record = read_whole(chain([first], iter(lambda: file.readline(LONGEST), b"")))
            else:
                sealed = file.read()
    except OSError as reason:
        raise CannotGoOn(f"{path} cannot be read ({reason.strerror}). Please check the spelling.") from reason
    except NotWhole as reason:
        return tell_not_whole(str(reason))
    except NotARecord as reason:
        raise CannotGoOn(f"{path}: {reason}") from reason
    if cover is not None:
        return _open(cover, sealed, options.open)
    if options.open:
        raise CannotGoOn(f"{path} is not sealed: it can be read as it is. Nothing was written.")
    tell_whole(record)
    return 0


def _open(cover: Cover, sealed: bytes, out: str) -> int:
    """A sealed record requires an installation with tables and keys; none is created for it."""
    if folder := folder_without_keys():
        raise CannotGoOn(
            f"This record is sealed, and there is no place in {folder} whose keys could open it. If the place is kept "
            "elsewhere, please name its folder in HELD_DATA."
        )
    set_up()
    name_place()
    from held.cli import unsealing  # noqa: PLC0415  # it names tables, which can be queried only after `set_up`

    return unsealing.look(cover, sealed, out)
