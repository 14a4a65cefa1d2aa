"""The cover of a sealed record: the one line of its file that can be read, and how the record is padded beneath it.

The line names what the file is, which chain lies in it, and the id of the key under which it is sealed. Everything
behind the end of that line is sealed bytes, which only that key opens.
"""

import json
import re
from dataclasses import dataclass

from held.lib.chain import NotARecord
from held.lib.stored_strings import RECORD_KIND, SEALED_RECORD

FORMAT = 1
LEAST = 64 * 1024  # bytes
ID = re.compile(r"[0-9a-f]{32}", re.ASCII)
NAMES = {"chain", "format", "key", "sealed"}


@dataclass(frozen=True)
class Cover:
    """Which chain is sealed, and under which key; both are ids that say nothing of anybody."""

    chain: str
    key: str

    @property
    def where(self) -> str:
        """What the sealed bytes are bound to: under the cover of another chain they do not open."""
        return SEALED_RECORD.format(self.chain)


def cover_line(cover: Cover) -> bytes:
    """The first line of the file, with its end of line."""
    return _written({"chain": cover.chain, "format": FORMAT, "key": cover.key, "sealed": RECORD_KIND}) + b"\n"


def read_cover(line: bytes) -> Cover | None:
    """The cover that a file's first line is; None where it is none, so that the file may be something else.

    Raises NotARecord when it was sealed in a form that cannot be read here.
    """
    try:
        told = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(told, dict) or set(told) != NAMES or told["sealed"] != RECORD_KIND:
        return None
    if _written(told) + b"\n" != line:
        return None
    if type(told["format"]) is not int or told["format"] != FORMAT:
        raise NotARecord(f"This record is sealed in form {told['format']}; what opens it here knows form {FORMAT}.")
    ids = [told["chain"], told["key"]]
    return Cover(*ids) if all(isinstance(one, str) and ID.fullmatch(one) for one in ids) else None


def padded(text: bytes, least: int = 0) -> bytes:
    """The lines, and behind them ends of line up to a power of two that is `least` at least.

    Sealed bytes are as long as what they seal. Were a record sealed as it is, its family would see in the length of two
    copies that somebody answered between them, and with one person asked that is a no. So one line more or less does
    not change the size; and whoever pads gives as `least` what is enough for lines that may still come, so that it
    grows when the family asks and not when somebody answers.
    """
    size = max(LEAST, least, len(text))
    return text.ljust(1 << (size - 1).bit_length(), b"\n")


def without_padding(text: bytes) -> bytes:
    """The lines alone, exactly as they were."""
    return text.rstrip(b"\n") + b"\n"


def _written(told: dict[str, object]) -> bytes:
    return json.dumps(told, sort_keys=True, separators=(",", ":")).encode()
