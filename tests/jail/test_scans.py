"""How many scans a JPEG has, and that one with thousands takes no time."""

import struct
import time
from io import BytesIO

import pytest

from held.jail.developing import CannotBeShown, develop
from held.jail.limits import SCANS
from held.jail.scans import TooManyScans, scans_of
from tests.jail.drawing import developed, jpeg, quarters

SCAN = b"\xff\xda"


def repeated(progressive: bytes, scans: int) -> bytes:
    """The same picture, with its last scan repeated until there are this many."""
    last = progressive[progressive.rindex(SCAN) : -2]
    return progressive[:-2] + last * (scans - progressive.count(SCAN)) + progressive[-2:]


def test_a_jpeg_of_a_hundred_scans_is_shown_and_one_of_more_is_not():
    progressive = jpeg(quarters(400, 300), interlace=True)
    assert developed(repeated(progressive, SCANS))
    with pytest.raises(CannotBeShown):
        develop(BytesIO(repeated(progressive, SCANS + 1)))


def test_thousands_of_scans_of_a_large_picture_are_refused_at_once():
    bomb = repeated(jpeg(quarters(9_900, 9_900), interlace=True), 3_000)
    begun = time.monotonic()
    with pytest.raises(CannotBeShown):
        develop(BytesIO(bomb))
    assert time.monotonic() - begun < 3


def test_the_larger_a_jpeg_is_the_fewer_scans_it_may_have():
    bomb = repeated(jpeg(quarters(9_900, 9_900), interlace=True), SCANS)
    with pytest.raises(CannotBeShown):
        develop(BytesIO(bomb))


@pytest.mark.parametrize("form", ["jpeg", "progressive jpeg"])
def test_what_a_camera_lays_before_or_behind_a_photograph_is_no_scan(form):
    """A moving picture behind it, a small one in its header: bytes of any kind, some of which look like a scan."""
    photograph = jpeg(quarters(400, 300), interlace=form == "progressive jpeg")
    other = b"\xff\xe2" + struct.pack(">H", 2 + 2 * 5_000) + SCAN * 5_000
    assert developed(photograph[:2] + other + photograph[2:] + SCAN * 5_000)


def test_a_scan_behind_filling_and_stray_bytes_is_one():
    bomb = repeated(jpeg(quarters(400, 300), interlace=True), SCANS + 1)
    for stray in (b"\xff\xff", b"\x00\x17", b"\xff\x00", b"\xff\xd3", b"\xff\x01"):
        with pytest.raises(CannotBeShown):
            develop(BytesIO(bomb.replace(SCAN, stray + SCAN)))


def test_millions_of_segments_are_passed_in_moments():
    photograph = jpeg(quarters(400, 300))
    full = photograph[:2] + b"\xff\xe0\x00\x02" * 14_000_000 + photograph[2:]
    begun = time.monotonic()
    with pytest.raises(CannotBeShown):
        develop(BytesIO(full))
    assert time.monotonic() - begun < 3


def test_scans_are_told_as_they_are_written():
    assert scans_of(jpeg(quarters(400, 300))) == 1
    assert scans_of(jpeg(quarters(400, 300), interlace=True)) == 10
    for nothing in (b"", b"\xff", b"\xff\xd8\xff", b"\xff\xd8\xff\xe0\xff", b"\xff" * 1_000_000):
        assert scans_of(nothing) == 0
    with pytest.raises(TooManyScans):
        scans_of((SCAN + b"\0\2") * (SCANS + 1))
