"""The systemd unit: read as systemd reads it, and the program it starts is started."""

import configparser
import getpass
import os
import shlex
import shutil
import signal
import stat
import subprocess
from itertools import takewhile
from pathlib import Path

import httpx
import pytest

from held.cli.messages import CannotGoOn, HostMustAct
from tests.running import ROOT, Running

UNIT = ROOT / "deploy" / "held.service"


class Unit(Running):
    """What ExecStart= starts, with the variables of Environment=, paths and port filled in."""

    def command_line(self) -> list[str]:
        return shlex.split(settings()["ExecStart"][0].replace("/opt/held", str(ROOT)))


def settings() -> dict[str, list[str]]:
    """Every line of [Service]; a name may occur more than once."""
    found: dict[str, list[str]] = {}
    service = UNIT.read_text().split("[Service]")[1].split("[Install]")[0]
    for line in service.splitlines():
        if line and not line.startswith("#"):
            name, _, value = line.partition("=")
            found.setdefault(name, []).append(value)
    return found


def environment() -> dict[str, str]:
    lines = (ROOT / "deploy" / "held.env").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if not line.startswith("#"))


@pytest.mark.harness
def test_what_it_starts_serves_and_ends_as_systemd_ends_it(tmp_path):
    told = environment()
    assert told.pop("HELD_DATA") == "/var/lib/held"
    assert told.pop("HELD_PORT") == "8000"
    assert settings()["KillMode"] == ["mixed"]
    with Unit(tmp_path / "place", really=True, first=True, **told) as unit:
        assert unit.first_link.startswith("https://our-place.example/entrance/link/")
        assert httpx.get(unit.url + "/readyz", headers={"X-Forwarded-Proto": "https"}).status_code == 200
        assert (unit.data / "address-setting").read_text() == told["HELD_ADDRESS"]
        unit.process.send_signal(signal.SIGTERM)
        assert unit._ended() == 0


def test_the_pages_tell_the_lines_of_the_unit_and_none_makes_a_place():
    page = (ROOT / "docs/hosts/address-and-tls.md").read_text()
    head = UNIT.read_text().split("[Unit]")[0]
    for line in (
        "make -C /opt/held build",
        "useradd --system --home-dir /var/lib/held --shell /usr/sbin/nologin held",
        "install --mode=640 --group=held /opt/held/deploy/held.env /etc/held.env",
        "/opt/held/bin/held-service check",
    ):
        assert f"\n{line}\n" in page
        assert f"#   {line}" in head
    assert "make run" not in head
    built = subprocess.run(["make", "-n", "build"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert "bin/held" not in built


def test_one_line_runs_a_command_as_the_service_does(tmp_path):
    assert settings()["EnvironmentFile"] == ["/etc/held.env"]
    program = as_service(
        tmp_path, "  \tHELD_DATA=/there\nHELD_DATABASE_URL=postgresql://a:b$HOME@c/d?e=1&f=2\n# HELD_PORT=1"
    )
    of_root = os.environ | {"HELD_DATA": "/root/place", "HELD_PORT": "9"}  # for a place of their own
    ended = subprocess.run([program, "backup", "a b"], env=of_root, capture_output=True, text=True, check=True)
    account = "nobody" if os.geteuid() == 0 else getpass.getuser()
    told = ["HELD_DATABASE_URL=postgresql://a:b$HOME@c/d?e=1&f=2", "HELD_DATA=/there", account, "backup|a b|"]
    assert sorted(ended.stdout.splitlines()) == sorted(told)


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("HELD_PORT='1'", "without quotes"),
        (None, "cannot be read"),
        ("HELD_PORT = 1", "write HELD_PORT=… in"),
        ("HELD_PORT =1", "without blanks around"),
        (" HELD_PORT=\t1", "without blanks around"),
    ],
)
def test_settings_that_two_programs_read_in_two_ways_are_refused(tmp_path, written, sentence):
    program = as_service(tmp_path, written)
    ended = subprocess.run([program, "check"], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert sentence in ended.stderr


def as_service(folder: Path, written: str | None) -> Path:
    """bin/held-service with another account, settings file and program, which reports what it was given."""
    folder.chmod(0o755)
    for above in takewhile(lambda above: not above.stat().st_mode & stat.S_ISVTX, list(folder.parents)[:-1]):
        above.chmod(above.stat().st_mode | 0o011)  # up to the folder for temporary files, which is open to everybody
    told = (ROOT / "bin" / "held-service").read_text()
    assert f"\naccount={settings()['User'][0]}\n" in told
    account = "nobody" if os.geteuid() == 0 else getpass.getuser()
    told = told.replace("account=held\n", f"account={account}\n").replace("/etc/held.env", f"{folder}/env")
    if written is not None:
        (folder / "env").write_text(written)
    (folder / "held-service").write_text(told)
    (folder / "held").write_text("#!/bin/sh\nid -un; env | grep ^HELD_; printf '%s|' \"$@\"\n")
    for name in ("held-service", "held"):
        (folder / name).chmod(0o755)
    return folder / "held-service"


def test_the_state_folder_is_the_one_it_is_told_of_and_is_private():
    assert environment()["HELD_DATA"] == f"/var/lib/{settings()['StateDirectory'][0]}"
    assert settings()["StateDirectoryMode"] == ["0700"]


def test_a_start_that_cannot_help_itself_is_not_tried_again():
    prevented = {int(code) for code in settings()["RestartPreventExitStatus"][0].split()}
    assert prevented == {2, HostMustAct.code}
    assert settings()["Restart"] == ["on-failure"]
    assert CannotGoOn.code not in prevented  # a database that does not answer yet


def test_the_systemd_unit_file_can_be_parsed():
    read = configparser.ConfigParser(strict=False, interpolation=None)
    read.optionxform = str
    read.read(UNIT)
    assert set(read.sections()) == {"Unit", "Service", "Install"}


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed")
def test_systemd_finds_nothing_wrong_with_it(tmp_path):
    copy = Path(tmp_path) / "held.service"
    copy.write_text(UNIT.read_text().replace("/opt/held", str(ROOT)))
    ended = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(copy)], capture_output=True, text=True, check=False
    )
    about_us = [line for line in ended.stderr.splitlines() if "held" in line]
    assert not about_us
