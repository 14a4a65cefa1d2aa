"""Blobs are copied once, whole or not at all, and removed only when nothing needs them."""

import secrets
import shutil
import stat

import pytest

from held.keeping import blobs
from tests.killing import killed_before_call

ONE, TWO, THREE = ("a" * 26, "ab" + "c" * 24, "b" * 26)


@pytest.fixture
def source(tmp_path):
    for name in (ONE, TWO, THREE):
        lay(tmp_path / "source", name, secrets.token_bytes(3000))
    return tmp_path / "source"


def lay(folder, name, data):
    (folder / name[:2]).mkdir(parents=True, exist_ok=True)
    (folder / name[:2] / name).write_bytes(data)


def quietly(_done, _of):
    """Reports no progress."""


def all_of(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_what_is_there_is_copied_bit_for_bit_for_its_owner_alone(source, tmp_path):
    heard = []
    missing = blobs.copy_blobs(
        blobs.names_in(source), source, tmp_path / "target", lambda done, of: heard.append((done, of))
    )
    assert all_of(tmp_path / "target") == all_of(source)
    assert missing == []
    assert heard[-1] == (3, 3)
    assert [done for done, _of in heard] == sorted(done for done, _of in heard)
    for path in (tmp_path / "target").rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0


@pytest.mark.parametrize("at_once", [1, 2, 3])
def test_only_what_has_its_name_is_told_as_done(source, tmp_path, monkeypatch, at_once):
    monkeypatch.setattr(blobs._Batch, "FILES", at_once)
    told = []

    def look(done, _of):
        told.append(done)
        assert len(blobs.names_in(tmp_path / "target")) >= done

    blobs.copy_blobs([ONE, TWO, THREE], source, tmp_path / "target", look)
    assert set(told) == {0, *range(at_once, 3, at_once), 3} - ({0} if at_once == 1 else set())


def test_only_files_named_as_blobs_are_blobs(source):
    lay(source, "aa.part", b"half")
    lay(source, "a" * 26 + ".part", b"half")
    lay(source, "A" * 26, b"not ours")
    (source / "notes.txt").write_text("a host’s own")
    assert blobs.names_in(source) == [ONE, TWO, THREE]
    assert blobs.names_in(source / "nowhere") == []


def test_an_existing_blob_is_never_overwritten(source, tmp_path):
    lay(tmp_path / "target", ONE, b"the last good one")
    blobs.copy_blobs([ONE, TWO], source, tmp_path / "target", quietly)
    assert (tmp_path / "target" / ONE[:2] / ONE).read_bytes() == b"the last good one"


def test_one_that_went_meanwhile_is_told_and_the_others_are_copied(source, tmp_path):
    (source / TWO[:2] / TWO).unlink()
    assert blobs.copy_blobs([ONE, TWO, THREE], source, tmp_path / "target", quietly) == [TWO]
    assert blobs.names_in(tmp_path / "target") == [ONE, THREE]
    assert not list((tmp_path / "target").rglob("*.part"))


def test_a_killed_copy_of_blobs_is_whole_and_continues(source, tmp_path):
    number, between = 0, set()
    while True:
        target = tmp_path / f"target-{number}"
        if not killed_before_call(
            number, lambda target=target: blobs.copy_blobs([ONE, TWO, THREE], source, target, quietly)
        ):
            break
        there = blobs.names_in(target)
        between.add(len(there))
        whole = all_of(source)
        assert all(whole[path] == data for path, data in all_of(target).items() if path.suffix != ".part")
        blobs.copy_blobs([ONE, TWO, THREE], source, target, quietly)
        assert all_of(target) == whole
        shutil.rmtree(target)
        number += 1
    assert between == {0, 1, 2, 3}


def test_all_but_what_is_needed_goes_and_so_do_halves(source):
    lay(source, "b" * 26 + ".part", b"half")
    blobs.keep_only({ONE}, source)
    assert [path.name for path in source.rglob("*") if path.is_file()] == [ONE]
    blobs.keep_only({ONE}, source / "nowhere")


def test_a_list_is_read_as_it_was_written_and_points_nowhere_else(tmp_path):
    (tmp_path / "list").write_bytes(blobs.written_list([ONE, TWO]))
    assert blobs.read_list(tmp_path / "list") == [ONE, TWO]
    (tmp_path / "list").write_bytes(f"../../keys/secret\n{ONE}\n\xff{TWO}\n{ONE}/x\n".encode("latin-1"))
    assert blobs.read_list(tmp_path / "list") == [ONE]
    assert blobs.read_list(tmp_path / "nowhere") == []


def test_a_shorter_copy_is_found_and_left_as_it_is(source, tmp_path):
    blobs.copy_blobs([ONE, TWO], source, tmp_path / "target", quietly)
    lay(tmp_path / "target", ONE, b"cut off")
    assert blobs.of_other_size([ONE, TWO, THREE], source, tmp_path / "target") == [ONE]
    assert (tmp_path / "target" / ONE[:2] / ONE).read_bytes() == b"cut off"
