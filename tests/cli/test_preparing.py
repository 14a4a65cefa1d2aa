"""Before the place opens: nothing is copied unnecessarily, and static files are collected once."""

import pytest
from django.test import override_settings

from held.cli import preparing
from held.cli.messages import CannotGoOn
from tests.inside import inside, ran
from tests.running import Running, held


@pytest.mark.harness
def test_a_start_without_an_upgrade_copies_nothing(place):
    with Running(place) as running:
        assert "Copying" not in running.output
    assert not (place / "before-upgrade").exists()


@pytest.mark.harness
def test_a_database_that_does_not_answer_is_told(tmp_path):
    ended = held("serve", data=tmp_path, HELD_DATABASE_URL="postgresql://nobody@localhost:9/none")
    assert ended.returncode == 1
    assert "HELD_DATABASE_URL" in ended.stderr
    (tmp_path / "held.db").write_bytes(b"not a database, and long enough to be taken for one" * 100)
    ended = held("serve", data=tmp_path)
    assert ended.returncode == 3
    assert "restore the backup into an empty folder" in ended.stderr


def test_pages_are_laid_out_once_and_again_when_they_are_others(tmp_path, monkeypatch):
    with override_settings(STATIC_ROOT=tmp_path / "static"):
        preparing.gather_static_files()
        stamp = (tmp_path / "static" / "gathered").read_text()
        assert list((tmp_path / "static" / "css").glob("base*.css"))
        monkeypatch.setattr(preparing, "call_command", lambda *_args, **_kwargs: pytest.fail("laid out again"))
        preparing.gather_static_files()
        monkeypatch.undo()
        monkeypatch.setattr(preparing, "VERSION", "99")
        preparing.gather_static_files()
        assert (tmp_path / "static" / "gathered").read_text() != stamp


def test_the_data_folder_is_made_private_and_is_in_one_hand(tmp_path):
    tmp_path.chmod(0o755)
    with override_settings(HELD_DATA=tmp_path), preparing.held_by_nobody_else():
        assert tmp_path.stat().st_mode & 0o777 == 0o700
        with pytest.raises(CannotGoOn, match="already running on"), preparing.held_by_nobody_else():
            pass


def test_on_a_disk_that_is_full_to_the_last_it_is_said_what_helps(monkeypatch):
    monkeypatch.setattr(preparing.disk_reserve, "make_room_to_open", lambda: True)
    preparing.refuse_a_full_disk()
    monkeypatch.setattr(preparing.disk_reserve, "make_room_to_open", lambda: False)
    with pytest.raises(CannotGoOn, match="is full, so the place can’t open"):
        preparing.refuse_a_full_disk()


def test_a_folder_without_a_place_is_no_advice_to_begin_one(tmp_path):
    ended = ran(
        tmp_path,
        """
        from held.cli.preparing import refuse_a_place_not_begun
        refuse_a_place_not_begun()
        """,
    )
    told = ended.stderr.splitlines()[-1]
    assert "There is no place in" in told
    assert "instead of bin/held, as root" in told
    assert "Only for a new place: “bin/held serve” creates one." in told


def test_before_a_fork_no_file_is_open_and_no_thread_runs(tmp_path):
    told = inside(
        tmp_path,
        """
        import os, threading, time
        from held.cli import preparing
        def files():
            return [os.path.realpath(f"/proc/self/fd/{one}") for one in os.listdir("/proc/self/fd")]
        preparing.prepare()
        print(sum("held.db" in name or "keyring.db" in name for name in files()) > 0)
        threading.Thread(target=time.sleep, args=(0.3,)).start()
        preparing.close_every_handle()
        print(len(os.listdir("/proc/self/task")))
        print([name for name in files() if "held.db" in name or "keyring.db" in name])
        """,
    )
    assert told.splitlines()[-3:] == ["True", "1", "[]"]
