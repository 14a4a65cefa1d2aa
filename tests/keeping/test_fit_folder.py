"""A folder that cannot hold a copy, or from which none can be read, is refused in words that say what helps."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from held.keeping import fit_folder
from held.keeping.fit_folder import UnfitFolder, refuse_unfit, refuse_unreadable, why_not
from tests.disk import own_disk

NOBODY = 65534


@contextmanager
def as_nobody() -> Iterator[None]:
    if os.geteuid() != 0:
        pytest.skip("another account is taken on by root alone")
    os.setegid(NOBODY)
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(0)


@pytest.mark.parametrize(
    ("folder", "words"),
    [
        ("/", "the whole disk of the system. Please name a folder"),
        ("/proc/x", "is not there, and can’t be made"),
        ("/dev/null/x", "is inside a file"),
        ("dangling", "a link that leads nowhere"),
        ("round", "can’t be used"),
        ("file", "is a file"),
        ("missing/copy", "missing is not there. Is its disk connected"),
    ],
)
def test_each_unfit_folder_is_told_with_what_helps(tmp_path: Path, folder: str, words: str) -> None:
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    (tmp_path / "round").symlink_to(tmp_path / "round")
    (tmp_path / "file").touch()
    with pytest.raises(UnfitFolder, match=words):
        refuse_unfit(tmp_path / folder)


def test_a_folder_of_root_is_told_with_the_line_for_root(tmp_path: Path) -> None:
    with as_nobody(), pytest.raises(UnfitFolder, match="install -d -o nobody -g nogroup -m 700 /root/copy"):
        refuse_unfit(Path("/root/copy"))
    (tmp_path / "keys").mkdir(mode=0o700)
    with as_nobody(), pytest.raises(UnfitFolder, match=rf"“nobody”.* may not read .*chown -R nobody {tmp_path}"):
        refuse_unreadable(tmp_path)


def test_a_folder_on_a_read_only_disk_is_refused(tmp_path: Path) -> None:
    with own_disk(tmp_path, 1 << 20) as disk:
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        for folder in (disk, disk / "copy"):
            with pytest.raises(UnfitFolder, match="read-only"):
                refuse_unfit(folder)


def test_any_other_reason_is_told_in_the_words_of_the_system(tmp_path: Path) -> None:
    assert "(Input/output error)" in why_not(tmp_path, OSError(5, "x"))
    assert "(Input/output error)" in why_not(tmp_path, OSError(5, "x", "y"))


def test_a_good_folder_keeps_no_trace_of_the_look(tmp_path: Path) -> None:
    refuse_unfit(tmp_path / "new")
    refuse_unfit(tmp_path)
    refuse_unreadable(tmp_path)
    refuse_unreadable(tmp_path / "nowhere")
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_left_to_those_who_tell_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(**_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(fit_folder, "TemporaryFile", full)
    with pytest.raises(OSError, match="No space"):
        refuse_unfit(tmp_path)
