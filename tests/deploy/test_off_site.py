"""The page about a copy in another house: its commands are run as they are written, on folders of this machine."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from held.keeping.backup import back_up
from tests.docs import pages
from tests.inside import inside
from tests.running import ROOT, held
from tests.seeding import seed

pytestmark = pytest.mark.harness
PAGE = "docs/hosts/off-site.md"
BACK_UP = f"from held.keeping.backup import {back_up.__name__}; from pathlib import Path; back_up(Path({{!r}}))"


@pytest.fixture
def house(tmp_path: Path) -> dict[str, str]:
    """Where the page's folders are on this machine."""
    if not (shutil.which("restic") and shutil.which("rsync")):
        pytest.skip("restic or rsync is not installed here")
    (tmp_path / "password").write_text("a long password\n")
    return {
        "/etc/held-restic-password": str(tmp_path / "password"),
        "sftp:held@elsewhere.example:held-copies": str(tmp_path / "elsewhere"),
        "held@another.example:held-keys": str(tmp_path / "another"),
        "/media/second/held": str(tmp_path / "second"),
        "~/from-elsewhere": str(tmp_path / "back"),
        "~/held-anew": str(tmp_path / "anew"),
    }


def run_section(title: str, house: dict[str, str]) -> str:
    """Run the commands under one heading of the page, as its file in cron.daily would; returns what they printed."""
    section = pages()[PAGE].split(f"\n## {title}\n")[1].split("\n## ")[0]
    (commands,) = re.findall(r"```\n(.*?)```", section, re.DOTALL)
    for written, here in house.items():
        commands = commands.replace(written, here)
    bare = {name: value for name, value in os.environ.items() if not name.startswith(("HELD_", "DJANGO_"))}
    env = bare | {"RESTIC_CACHE_DIR": house["/media/second/held"] + "-cache"}
    done = subprocess.run(["sh", "-e"], input=commands, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def assert_no_key_in(house: dict[str, str], folder: Path) -> None:
    """The encrypted states contain the dated copies, and nothing that opens them."""
    env = os.environ | {"RESTIC_PASSWORD_FILE": str(folder / "password"), "RESTIC_CACHE_DIR": str(folder / "cache")}
    ls = ["restic", "-r", house["sftp:held@elsewhere.example:held-copies"], "ls", "latest"]
    listed = subprocess.run(ls, env=env, capture_output=True, text=True, check=True).stdout
    assert "/copies/" in listed
    assert "keyring" not in listed
    assert "secret" not in listed


def test_a_copy_in_another_house_brings_the_place_back(tmp_path: Path, house: dict[str, str]) -> None:
    place = tmp_path / "place"
    seed(place, every_door=True)
    inside(place, BACK_UP.format(house["/media/second/held"]))
    run_section("Once", house)
    run_section("Every night", house)
    inside(place, BACK_UP.format(house["/media/second/held"]))
    run_section("Every night", house)
    assert_no_key_in(house, tmp_path)
    shutil.rmtree(place)
    shutil.rmtree(house["/media/second/held"])
    said = run_section("Restoring it", house)
    assert "photograph" in said
    whole = held("check", "--all", data=tmp_path / "anew")
    assert "damaged" not in whole.stdout
    assert not list((tmp_path / "another").glob("*.part"))
