"""The cover of a sealed record: the only readable line of its file; and the padding of the record.

The line says what the file is, which chain it contains, and the id of the key that seals it. All bytes after that
line are sealed, and only that key opens them.
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
    """The sealed chain and its key; both ids say nothing about anyone."""

    chain: str
    key: str

    @property
    def where(self) -> str:
        """What the sealed bytes are bound to: under the cover of another chain they do not open."""
        return SEALED_RECORD.format(self.chain)


def cover_line(cover: Cover) -> bytes:
    """The first line of the file, with its line end."""
    return _written({"chain": cover.chain, "format": FORMAT, "key": cover.key, "sealed": RECORD_KIND}) + b"\n"


def read_cover(line: bytes) -> Cover | None:
    """The cover in a file's first line; None if it is not one, so that the file may be something else.

    Raises NotARecord when it was sealed in a form that cannot be read here.
    """
    try:
        data = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(data, dict) or set(data) != NAMES or data["sealed"] != RECORD_KIND:
        return None
    if _written(data) + b"\n" != line:
        return None
    if type(data["format"]) is not int or data["format"] != FORMAT:
        raise NotARecord(f"This record is sealed in format {data['format']}; this version opens format {FORMAT}.")
    ids = [data["chain"], data["key"]]
    return Cover(*ids) if all(isinstance(one, str) and ID.fullmatch(one) for one in ids) else None


def padded(text: bytes, least: int = 0) -> bytes:
    """The lines, padded with line ends to a power of two of at least `least` bytes.

    Sealed bytes are as long as their content. Without padding, the lengths of two copies would show a family that
    somebody answered in between, and with one person asked that is a no. With it, one line more or less does not change
    the size; and the caller passes a `least` that leaves room for future lines, so that the size grows when the family
    asks and not when somebody answers.
    """
    size = max(LEAST, least, len(text))
    return text.ljust(1 << (size - 1).bit_length(), b"\n")


def without_padding(text: bytes) -> bytes:
    """Only the lines, exactly as they were."""
    return text.rstrip(b"\n") + b"\n"


def _written(data: dict[str, object]) -> bytes:
    return json.dumps(data, sort_keys=True, separators=(",", ":")).encode()
