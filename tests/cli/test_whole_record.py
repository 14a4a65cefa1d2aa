"""What `held proof` says about a record: the same for one that can be read and for one that was opened."""

import pytest

from held.cli.whole_record import NotWhole, read_whole, said, tell_not_whole, tell_whole
from held.lib.chain import Broken, Fault, NotARecord, Record, lines_of, next_link

LINK = next_link(None, "family 1", "2026-01-01T18:05:00+00:00", {"act": "agree"})
LINES = [line.encode() for line in lines_of("family 1", [LINK])]


@pytest.mark.parametrize("fault", Fault)
def test_every_fault_of_a_record_has_a_sentence(fault):
    assert said(Broken(1_234, fault)).endswith(".")


def test_a_whole_record_is_told_with_its_day_and_fingerprint(capsys):
    tell_whole(read_whole(LINES))
    told = capsys.readouterr().out
    assert "This record is whole: 1 line, from 2026-01-01 to 2026-01-01." in told
    assert LINK.hash in told


def test_an_empty_record_is_reported_as_whole(capsys):
    tell_whole(Record("family 1", [], None))
    assert capsys.readouterr().out == "This record is whole: nothing stands in it yet.\n"


def test_a_record_that_is_not_whole_exits_with_one(capsys):
    with pytest.raises(NotWhole) as told:
        read_whole(LINES[:-1])
    assert tell_not_whole(str(told.value)) == 1
    assert "This record is not whole. Its end is missing" in capsys.readouterr().out


def test_lines_of_another_file_are_not_a_record():
    with pytest.raises(NotARecord):
        read_whole([b"{}"])
