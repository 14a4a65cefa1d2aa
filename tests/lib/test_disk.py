"""A file is on the disk whole, or unchanged."""

import errno
import os
import stat
from types import SimpleNamespace

import pytest

from held.lib import disk


def test_what_was_written_is_there_for_its_owner_alone(tmp_path):
    disk.write_durably(tmp_path / "a", b"one")
    disk.write_durably(tmp_path / "a", b"two")
    assert (tmp_path / "a").read_bytes() == b"two"
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_file_and_folder_are_synced_in_the_order_that_counts(tmp_path, monkeypatch):
    calls = []
    sync, rename = os.fsync, type(tmp_path).replace
    monkeypatch.setattr(
        os, "fsync", lambda handle: calls.append("folder" if is_folder(handle) else "file") or sync(handle)
    )
    monkeypatch.setattr(type(tmp_path), "replace", lambda self, to: calls.append("rename") or rename(self, to))
    disk.write_durably(tmp_path / "a", b"one")
    assert calls == ["file", "rename", "folder"]


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_when_the_disk_is_full_the_former_file_is_as_it_was(tmp_path, monkeypatch, step):
    disk.write_durably(tmp_path / "a", b"one")

    def full(*_args):
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(*((os, "fsync") if step == "fsync" else (type(tmp_path), "replace")), full)
    with pytest.raises(OSError, match="full"):
        disk.write_durably(tmp_path / "a", b"two")
    assert (tmp_path / "a").read_bytes() == b"one"
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_a_folder_is_private_from_the_moment_it_is_there(tmp_path):
    made = disk.private_folder(tmp_path / "b")
    assert stat.S_IMODE(made.stat().st_mode) == 0o700
    assert disk.private_folder(made) == made


def is_folder(handle):
    return stat.S_ISDIR(os.fstat(handle).st_mode)


def test_a_new_file_is_for_its_owner_alone(tmp_path):
    disk.write_new(tmp_path / "a", b"one")
    assert (tmp_path / "a").read_bytes() == b"one"
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o600


def test_a_new_file_takes_the_place_of_none(tmp_path):
    (tmp_path / "a").write_bytes(b"one")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    for name in ("a", "link"):
        with pytest.raises(FileExistsError):
            disk.write_new(tmp_path / name, b"two")
    assert (tmp_path / "a").read_bytes() == b"one"
    assert not (tmp_path / "nowhere").exists()


def test_when_the_disk_is_full_no_new_file_is_left(tmp_path, monkeypatch):
    def full(_handle):
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="full"):
        disk.write_new(tmp_path / "a", b"one")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("answer", [errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP])
def test_a_share_that_cannot_sync_is_used_and_told_once(tmp_path, monkeypatch, answer):
    said = []
    monkeypatch.setattr(disk, "_cannot_sync", set())
    monkeypatch.setattr(disk.log, "warning", said.append)

    def refuse(_handle):
        raise OSError(answer, "no such call here")

    assert disk.can_sync(tmp_path)
    monkeypatch.setattr(os, "fsync", refuse)
    disk.write_durably(tmp_path / "a", b"one")
    disk.write_durably(tmp_path / "a", b"two")
    assert (tmp_path / "a").read_bytes() == b"two"
    assert not disk.can_sync(tmp_path)
    assert len(said) == 1


@pytest.mark.parametrize(
    ("kind", "refused", "synced"), [("ext4", 0, 0), ("ext4", -1, 2), ("fuse.sshfs", 0, 2), ("", 0, 2)]
)
def test_many_files_are_synced_at_once_only_where_that_is_sure(tmp_path, monkeypatch, kind, refused, synced):
    calls, files = [], [(tmp_path / name).open("wb") for name in "ab"]
    monkeypatch.setattr(disk, "_kind_of_disk", lambda _number: kind)
    monkeypatch.setattr(disk, "_libc", SimpleNamespace(syncfs=lambda _handle: refused))
    monkeypatch.setattr(os, "fsync", calls.append)
    disk.sync_together([file.fileno() for file in files])
    disk.sync_together([])
    assert len(calls) == synced
    disk.sync_folders([tmp_path, tmp_path.parent])
    assert len(calls) == 2 * synced
    for file in files:
        file.close()


def test_the_kernel_says_which_kind_of_disk_a_folder_is_on():
    assert disk._kind_of_disk(os.stat("/proc").st_dev) == "proc"  # noqa: PTH116  # a number, no path
    assert disk._kind_of_disk(os.makedev(4095, 1048575)) == ""
