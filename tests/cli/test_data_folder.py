"""A command works on the place of its own account, on a disk that can be written, and says which place that is."""

import os
import subprocess
import sys

import pytest
from django.test import override_settings

from held.cli import data_folder
from held.cli.data_folder import name_place, refuse_unusable_folder
from held.cli.messages import HostMustAct
from tests.disk import fill, own_disk
from tests.running import ROOT, held, surroundings

NOBODY = 65534


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "secret").touch()
    refuse_unusable_folder(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("service", "typed", "line"),
    [
        (True, ["check"], "/bin/held-service check"),
        (True, ["backup", "/a disk"], "/bin/held-service backup '/a disk'"),
        (True, ["serve"], "As root: systemctl start held"),
        (False, ["check", "--all"], "runuser -u {me} -- env HELD_DATA={folder} {root}/bin/held check --all"),
    ],
)
def test_the_wrong_account_is_told_the_command_that_works(folder, monkeypatch, tmp_path, service, typed, line):
    monkeypatch.setattr(os, "geteuid", lambda: NOBODY)
    monkeypatch.setattr(sys, "argv", ["held", *typed])
    monkeypatch.setattr(data_folder, "ACCOUNT_OF_SERVICE", folder.owner())
    monkeypatch.setattr(data_folder, "SETTINGS_OF_SERVICE", tmp_path if service else tmp_path / "none")
    with pytest.raises(HostMustAct, match=r"belongs to the account .*, and this command runs as") as told:
        refuse_unusable_folder(folder)
    assert str(told.value).endswith(line.format(me=folder.owner(), folder=folder, root=ROOT))


def test_a_place_of_no_service_is_not_sent_to_the_service(folder, monkeypatch, tmp_path):
    monkeypatch.setattr(os, "geteuid", lambda: NOBODY)
    monkeypatch.setattr(sys, "argv", ["held", "check"])
    monkeypatch.setattr(data_folder, "SETTINGS_OF_SERVICE", tmp_path)
    with pytest.raises(HostMustAct, match=f"runuser -u {folder.owner()} -- env HELD_DATA={folder} .*bin/held check"):
        refuse_unusable_folder(folder)


@pytest.mark.skipif(os.geteuid() != 0, reason="files are given to another account by root alone")
@pytest.mark.parametrize("part", ["keys", "keys/secret"])
def test_a_file_that_root_left_behind_is_told(folder, part):
    os.chown(folder / part, NOBODY, NOBODY)
    with pytest.raises(HostMustAct, match=rf"{part} belongs to the account .*chown -R .* {folder}"):
        refuse_unusable_folder(folder)


@pytest.mark.skipif(os.geteuid() != 0, reason="files are given to another account by root alone")
def test_root_leaves_nothing_in_the_place_of_a_service(place, tmp_path):
    os.chown(place, NOBODY, NOBODY)
    before = sorted(place.rglob("*"))
    for command in (["backup", str(tmp_path / "copy")], ["check"], ["serve"], ["restore", str(tmp_path)]):
        ended = held(*command, data=place)
        assert ended.returncode in {1, 3}, command
        assert "belongs to the account “nobody”, and this command runs as “root”" in ended.stderr
    assert sorted(place.rglob("*")) == before
    assert not (tmp_path / "copy").exists()


def test_a_disk_that_became_read_only_is_told_with_what_to_save(tmp_path):
    with own_disk(tmp_path, 1 << 20) as disk:
        (disk / "place").mkdir()
        remount = ["mount", "-o", "remount,ro", str(disk)]
        subprocess.run(remount, check=True)
        for command in ("serve", "check"):
            ended = held(command, data=disk / "place")
            assert ended.returncode in {1, 3}
            assert f"The disk of {disk / 'place'} is read-only" in ended.stderr
            assert "cp -a" in ended.stderr
            assert ended.stderr.count("\n") == 1


def test_a_full_disk_under_a_new_place_is_named(tmp_path):
    with own_disk(tmp_path, 1 << 20) as disk:
        fill(disk)
        ended = held("serve", data=disk / "place")
        assert ended.returncode == 1
        assert f"The disk of {disk / 'place'} is full." in ended.stderr
        assert "Something went wrong" not in ended.stderr


def test_each_command_says_on_which_place_it_works(place, tmp_path, capsys):
    for command in (["check"], ["backup", str(tmp_path / "copy")], ["restore", str(tmp_path / "copy")]):
        assert held(*command, data=place).stdout.startswith(f"Place: {place}\n")
    name_place(sys.stderr)
    assert capsys.readouterr().err.startswith("Place: ")
    server = {"ENGINE": "held.lib.postgres", "HOST": "db.example", "NAME": "words", "PASSWORD": "secret"}
    with override_settings(DATABASES={"default": server}):
        name_place()
    assert "(words in PostgreSQL: db.example, database words)\n" in capsys.readouterr().out


@pytest.mark.parametrize(("typed", "ends"), [("check", 1), ("--help", 0), ("check --all", 1)])
def test_a_reader_that_leaves_early_is_no_fault(place, typed, ends):
    line = f"set -o pipefail; {sys.executable} -m held {typed} | head -n 1 >/dev/null"
    ended = subprocess.run(
        ["bash", "-c", line], cwd=ROOT, env=surroundings(place), capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stderr) == (ends, "")


def test_the_work_goes_on_when_nobody_reads_any_more(place, tmp_path):
    line = f"set -o pipefail; {sys.executable} -m held backup {tmp_path}/copy | true"
    ended = subprocess.run(
        ["bash", "-c", line], cwd=ROOT, env=surroundings(place), capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    assert len(list((tmp_path / "copy" / "copies").iterdir())) == 1
