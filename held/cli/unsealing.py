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
            "This place doesn’t have the key of this record. Either the record belongs to another place, "
            "or its family was erased here: then nobody can open it any more, as intended."
        ) from None
    except Damaged:
        raise CannotGoOn(
            "This file is damaged and doesn’t open. Another copy of it may be whole. This command "
            "didn’t change the file."
        ) from None
    except NoWrappingKey as reason:
        raise CannotGoOn(f"{reason} Please put the files in “keys” of the backup back in their place.") from reason


def _tell(lines: bytes) -> int:
    try:
        record = read_whole(lines.splitlines(keepends=True))
    except NotWhole as reason:
        return tell_not_whole(str(reason))
    if apart := apart_from_today(record):
        say("This file is whole, but it differs from the record that this place has today. " + describe_break(apart))
        say("If this place was restored from a backup since, the lines written after that copy are missing here.")
        say("If it wasn’t, one of the two was rewritten. This command changed neither.")
        return 1
    tell_whole(record)
    say("Each of its lines is in this place’s record today, unchanged.")
    say("The number of lines and the hash of the last one change when somebody answers: please don’t tell the family.")
    return 0


def _write(target: Path, lines: bytes) -> None:
    try:
        write_new(target, lines)
    except FileExistsError:
        raise _there_already(target) from None
    except OSError as reason:
        raise CannotGoOn(f"{target} cannot be written ({reason.strerror}). Nothing was left there.") from reason
    say(f"The readable record is in {target}; only this account can read it.")
    say(f"“bin/held proof {target}” checks it on any machine.")
    say("It says who said yes to which words, when, and in which language. It also says who said no: show it only to")
    say("people who have to see it, never to the family. Please delete it when you no longer need it.")


def _there_already(target: Path) -> CannotGoOn:
    return CannotGoOn(f"{target} exists already, and nothing is overwritten. Please name a new file.")
