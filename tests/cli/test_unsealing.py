"""`held proof` opens the record that a family downloaded, with the keys of its place; and says what does not fit."""

import stat

import pytest

from held.cli import unsealing
from held.cli.main import main
from held.consent import answering, proving, sealing
from held.consent.models import Part, ProofLine
from held.consent.states import Event
from held.keeping import schema
from held.keyring.words import NoWrappingKey, destroy_key
from tests import cast as people
from tests.photographs import photograph
from tests.record import change_line, lines, write_anew
from tests.running import held


@pytest.fixture
def home(cast, tmp_path):
    """The file that Ana downloaded."""
    photograph(cast, people.write_story(cast))
    path = tmp_path / "record.held"
    path.write_bytes(sealing.seal_record(cast.family))
    return path


def is_only_the_place(said: str) -> bool:
    """Whether stdout only says on which place the command works."""
    return said.startswith("Place: ") and said.count("\n") == 1


@pytest.fixture
def look(home, capsys):
    """What the command says about it, and how it ends; the file stays as it is."""

    def ask(*more):
        before = home.read_bytes()
        ended = main(["proof", str(home), *more])
        said = capsys.readouterr()
        assert home.read_bytes() == before
        return ended, said.out, said.err

    return ask


def test_a_whole_one_is_told_and_that_it_is_the_one_of_today(look):
    ended, said, _ = look()
    assert ended == 0
    assert "This record is whole: 6 lines, from " in said
    assert "Each of its lines stands in the record of this place today" in said
    assert lines()[5].hash in said
    assert "please do not tell\nthe family of it" in said


def test_one_of_an_earlier_day_is_whole_too(look):
    answering.answer(Part.objects.get(), "public", Event.DECLINE, language="en")
    ended, said, _ = look()
    assert ended == 0
    assert "whole: 6 lines" in said


def test_a_record_rewritten_since_the_download_is_reported(look):
    write_anew(4, standing="declined")
    ended, said, _ = look()
    assert ended == 1
    assert "it is not the record that this place holds today. Number 4 stands there otherwise." in said
    assert "one of the two was rewritten" in said
    assert "This record is whole" not in said


def test_lines_that_this_place_lost_are_told(look):
    ProofLine.objects.filter(number__gt=2).delete()
    ended, said, _ = look()
    assert ended == 1
    assert "Number 3 is not there." in said
    assert "If this place came back from a second copy since" in said


def test_a_downloaded_record_that_is_not_whole_still_opens(cast, look, home, tmp_path):
    change_line(2, act="hidden")
    home.write_bytes(sealing.seal_record(cast.family))
    ended, said, _ = look("--open", str(tmp_path / "record.jsonl"))
    assert ended == 1
    assert "This record is not whole. Number 2 is not as it was written." in said
    assert main(["proof", str(tmp_path / "record.jsonl")]) == 1


def test_an_opened_record_is_a_private_file_read_anywhere(cast, look, tmp_path):
    out = tmp_path / "record.jsonl"
    ended, said, _ = look("--open", str(out))
    assert ended == 0
    assert out.read_text() == proving.export_proof(cast.family)
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert "It says who said no, too" in said
    assert "not for the eyes of the family" in said
    alone = held("proof", str(out), data=tmp_path / "nowhere")
    assert (alone.returncode, alone.stderr) == (0, "")
    assert "This record is whole: 6 lines" in alone.stdout


@pytest.mark.parametrize("there", ["file", "folder", "link", "itself"])
def test_opening_a_record_overwrites_no_file(look, home, tmp_path, there):
    out = home if there == "itself" else tmp_path / "there"
    if there == "file":
        out.write_text("words")
    elif there == "folder":
        out.mkdir()
    elif there == "link":
        out.symlink_to(tmp_path / "nowhere")
    ended, said, told = look("--open", str(out))
    assert (ended, is_only_the_place(said)) == (1, True)
    assert "is there already, and nothing is overwritten" in told
    assert there != "file" or out.read_text() == "words"
    assert not (tmp_path / "nowhere").exists()


def test_where_it_cannot_be_written_it_is_told_so(look, tmp_path):
    ended, _said, told = look("--open", str(tmp_path / "nowhere" / "record.jsonl"))
    assert ended == 1
    assert "cannot be written (No such file or directory)" in told


def test_with_the_key_of_the_family_gone_it_is_told_that_nobody_opens_it(cast, look, tmp_path):
    destroy_key(cast.family.key)
    ended, said, told = look("--open", str(tmp_path / "record.jsonl"))
    assert (ended, is_only_the_place(said)) == (1, True)
    assert "its family was erased here: then nobody can open it any more" in told
    assert not (tmp_path / "record.jsonl").exists()


def test_tables_of_an_older_version_are_told(look, monkeypatch):
    monkeypatch.setattr(schema, "are_older_tables", lambda: True)
    assert "This version has not upgraded the tables yet" in look()[2]


def test_keys_that_do_not_open_are_told_with_what_helps(look, monkeypatch):
    def refuse(*_given):
        raise NoWrappingKey("The key that opens the others is missing.")

    monkeypatch.setattr(unsealing, "open_record", refuse)
    assert "Please put the files of “keys” from the second copy back in their place." in look()[2]


@pytest.mark.parametrize("how", ["changed", "cut", "longer", "empty"])
def test_a_damaged_downloaded_record_is_reported(look, home, how):
    whole = home.read_bytes()
    first = whole.index(b"\n") + 1
    damaged = {
        "changed": whole[:-9] + bytes([whole[-9] ^ 1]) + whole[-8:],
        "cut": whole[:-100],
        "longer": whole + b"\n",
        "empty": whole[:first],
    }
    home.write_bytes(damaged[how])
    ended, said, told = look()
    assert (ended, is_only_the_place(said)) == (1, True)
    assert "This file is damaged: what is sealed in it does not open." in told


def test_a_record_in_a_newer_format_is_reported(look, home):
    home.write_bytes(home.read_bytes().replace(b'"format":1', b'"format":2', 1))
    assert "This record is sealed in form 2" in look()[2]


def test_opening_a_record_without_a_place_makes_none(home, tmp_path):
    ended = held("proof", str(home), data=tmp_path / "elsewhere")
    assert (ended.returncode, ended.stdout) == (1, "")
    assert "This record is sealed, and there is no place in" in ended.stderr
    assert not (tmp_path / "elsewhere").exists()


def test_another_place_says_that_the_key_is_not_there(home, place):
    ended = held("proof", str(home), data=place)
    assert (ended.returncode, is_only_the_place(ended.stdout)) == (1, True)
    assert "Either the record belongs to another place" in ended.stderr


def test_a_record_that_is_open_already_is_not_opened(cast, home, capsys, tmp_path):
    home.write_text(proving.export_proof(cast.family))
    assert main(["proof", str(home), "--open", str(tmp_path / "out")]) == 1
    assert "is not sealed" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
