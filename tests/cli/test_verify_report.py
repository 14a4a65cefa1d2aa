"""A key destroyed on purpose is reported as a wish, a lost one as a fault with its remedy."""

from held.cli.verify_report import closed_for_good, lost
from held.keeping.verify_all import Opened


def test_what_was_destroyed_is_no_fault(db):
    opened = Opened(gone=["story 1"], gone_earlier=["story 2"])
    first, second = closed_for_good(opened)
    assert first == "Closed for good, because its key was destroyed on purpose: story 1."
    assert second.startswith("Can’t be opened: story 2. Its key was already missing on 20")
    assert not lost(opened)


def test_each_lost_key_is_told_and_the_remedy_once(db):
    first, second = lost(Opened(lost=["story 1", "family 2"]))
    assert first.wrong == "Lost: the key of story 1. Nobody destroyed it on purpose."
    assert first.remedy == ""
    assert "family 2" in second.wrong
    assert "Copy everything from that copy" in second.remedy
