"""Opens a sealed record with this installation's keys, checks it, and compares it with the current record."""

from pathlib import Path

from held.cli.messages import CannotGoOn, say
from held.cli.preparing import refuse_a_place_not_begun
from held.cli.whole_record import NotWhole, describe_break, read_whole, tell_not_whole, tell_whole
from held.consent.sealing import apart_from_today, open_record
from held.keyring.text import Damaged, KeyGone, NoWrappingKey
from held.lib.cover import Cover
from held.lib.disk import write_new


def look(cover: Cover, sealed: bytes, out: str) -> int:
    """0 when it is unaltered and the beginning of the current record; 1 when not. With `out`, write it there in
    readable form, even if something does not fit: the person who must be shown it sees that too.
    """
    target = Path(out).expanduser() if out else None
    if target and (target.exists() or target.is_symlink()):
        raise _there_already(target)
    lines = _opened(cover, sealed)
    ended = _tell(lines)
    if target:
        _write(target, lines)
    return ended


def _opened(cover: Cover, sealed: bytes) -> bytes:
    refuse_a_place_not_begun()
    try:
        return open_record(cover, sealed)
    except KeyGone:
        raise CannotGoOn(
            "The key of this record is not in this place. Either the record belongs to another place, or its family "
            "was erased here: then nobody can open it any more, and that was meant."
        ) from None
    except Damaged:
        raise CannotGoOn(
            "This file is damaged: what is sealed in it does not open. Another copy may be whole. Nothing was changed "
            "in this one."
        ) from None
    except NoWrappingKey as reason:
        raise CannotGoOn(
            f"{reason} Please put the files of “keys” from the second copy back in their place."
        ) from reason


def _tell(lines: bytes) -> int:
    try:
        record = read_whole(lines.splitlines(keepends=True))
    except NotWhole as reason:
        return tell_not_whole(str(reason))
    if apart := apart_from_today(record):
        say(
            "This file is whole by itself, and it is not the record that this place holds today. "
            + describe_break(apart)
        )
        say("If this place came back from a second copy since, what was written after that copy is missing here.")
        say("If it did not, one of the two was rewritten. This command changed neither.")
        return 1
    tell_whole(record)
    say("Each of its lines stands in the record of this place today as it stands in the file.")
    say("How many lines there are, and with what the last one ends, changes when somebody answers: please do not tell")
    say("the family of it.")
    return 0


def _write(target: Path, lines: bytes) -> None:
    try:
        write_new(target, lines)
    except FileExistsError:
        raise _there_already(target) from None
    except OSError as reason:
        raise CannotGoOn(f"{target} cannot be written ({reason.strerror}). Nothing was left there.") from reason
    say(f"It can be read in {target}, by this account alone. “bin/held proof {target}” looks at it on any machine.")
    say("It says who said yes to which words, when, and in which language. It says who said no, too: it is for whoever")
    say("must be shown it, and not for the eyes of the family. Please remove it when it is not needed any more.")


def _there_already(target: Path) -> CannotGoOn:
    return CannotGoOn(
        f"{target} is there already, and nothing is overwritten. Please name a file that is not there yet."
    )
