"""The systemd unit: read as systemd reads it, and what it starts is started."""

import configparser
import shlex
import shutil
import signal
import subprocess
from pathlib import Path

import httpx
import pytest

from held.cli.saying import CannotGoOn, HostMustAct
from tests.running import ROOT, Running

UNIT = ROOT / "deploy" / "held.service"


class Unit(Running):
    """What ExecStart= starts, with what Environment= says, paths and port put in."""

    def command_line(self) -> list[str]:
        return shlex.split(settings()["ExecStart"][0].replace("/opt/held", str(ROOT)))


def settings() -> dict[str, list[str]]:
    """Every line of [Service]; a name may come more than once."""
    found: dict[str, list[str]] = {}
    service = UNIT.read_text().split("[Service]")[1].split("[Install]")[0]
    for line in service.splitlines():
        if line and not line.startswith("#"):
            name, _, value = line.partition("=")
            found.setdefault(name, []).append(value)
    return found


def environment() -> dict[str, str]:
    return dict(line.split("=", 1) for line in settings()["Environment"])


@pytest.mark.harness
def test_what_it_starts_serves_and_ends_as_systemd_ends_it(tmp_path):
    told = environment()
    assert told.pop("HELD_DATA") == "/var/lib/held"
    assert told.pop("HELD_PORT") == "8000"
    assert settings()["KillMode"] == ["mixed"]
    with Unit(tmp_path / "place", really=True, **told) as unit:
        assert unit.first_link.startswith("https://our-place.example/entrance/link/")
        assert httpx.get(unit.url + "/readyz", headers={"X-Forwarded-Proto": "https"}).status_code == 200
        assert (unit.data / "address-setting").read_text() == told["HELD_ADDRESS"]
        unit.process.send_signal(signal.SIGTERM)
        assert unit._ended() == 0


def test_the_command_beside_the_service_has_its_account_and_settings():
    told, page = environment(), (ROOT / "docs/hosts/address-and-tls.md").read_text()
    program = settings()["ExecStart"][0].removesuffix(" serve")
    user, both = settings()["User"][0], f"HELD_DATA={told['HELD_DATA']} HELD_ADDRESS={told['HELD_ADDRESS']}"
    line = f"sudo -u {user} env {both} {program} check --address"
    assert f"\n{line}\n" in page
    assert f"\n#   {line}\n" in UNIT.read_text()


def test_the_state_folder_is_the_one_it_is_told_of_and_is_private():
    assert environment()["HELD_DATA"] == f"/var/lib/{settings()['StateDirectory'][0]}"
    assert settings()["StateDirectoryMode"] == ["0700"]


def test_a_start_that_cannot_help_itself_is_not_tried_again():
    prevented = {int(code) for code in settings()["RestartPreventExitStatus"][0].split()}
    assert prevented == {2, HostMustAct.code}
    assert settings()["Restart"] == ["on-failure"]
    assert CannotGoOn.code not in prevented  # a database that does not answer yet


def test_it_is_a_file_that_can_be_parsed():
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
