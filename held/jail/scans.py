"""How many scans a JPEG has, told by walking over its markers as libjpeg does, before any is opened."""

import re

from held.jail.limits import SCANS, SEGMENTS

_WITH_A_LENGTH = re.compile(rb"\xff[\xc0-\xcf\xd9-\xfe]")  # and the end, which has none; other markers stand alone
_SCAN, _END = b"\xff\xda", b"\xff\xd9"


class TooManyScans(Exception):
    """More scans, or more segments, than any camera writes."""


def scans_of(jpeg: bytes | bytearray) -> int:
    """Its scans, each of which goes over all pixels. Raises TooManyScans."""
    return len(walk(jpeg)[0])


def walk(jpeg: bytes | bytearray) -> tuple[list[int], int | None]:
    """Where each of its scans begins, and where its end is; None where it has none. Raises TooManyScans.

    What lies within a segment or behind the end is passed over: a small picture in the head, or a film that a phone
    lays behind a photograph, may look like thousands. Within a scan FF is followed by 00 or by a restart.
    """
    at, scans = 0, list[int]()
    for _ in range(SEGMENTS):
        marker = _WITH_A_LENGTH.search(jpeg, at)
        if marker is None or marker[0] == _END:
            return scans, marker.start() if marker else None
        if marker[0] == _SCAN:
            scans.append(marker.start())
        if len(scans) > SCANS:
            break
        at = marker.end() + max(2, int.from_bytes(jpeg[marker.end() : marker.end() + 2], "big"))
    raise TooManyScans
