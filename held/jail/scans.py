"""Counts the scans of a JPEG by walking its markers as libjpeg does, before any is decoded."""

import re

from held.jail.limits import SCANS, SEGMENTS

_WITH_A_LENGTH = re.compile(rb"\xff[\xc0-\xcf\xd9-\xfe]")  # and the end, which has none; nor have other markers
_SCAN, _END = b"\xff\xda", b"\xff\xd9"


class TooManyScans(Exception):
    """More scans or segments than any camera writes."""


def scans_of(jpeg: bytes | bytearray) -> int:
    """The number of scans, each of which covers all pixels. Raises TooManyScans."""
    return len(walk(jpeg)[0])


def walk(jpeg: bytes | bytearray) -> tuple[list[int], int | None]:
    """The offset of each scan, and of the end marker; None if there is no end. Raises TooManyScans.

    Data inside a segment or after the end is skipped: a thumbnail in the header, or a video that a phone appends to a
    photograph, may look like thousands of scans. Within a scan FF is followed by 00 or by a restart.
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
