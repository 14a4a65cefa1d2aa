"""The walls of this machine are tried, and reported to the caller."""

import json
import re
import shutil
import subprocess
import sys
import threading

import pytest

from held.jail import walls as module
from held.jail.walls import NONE, ROOT, Walls, walls

UNIT = ROOT / "deploy" / "held.service"
BEHIND_A_FILTER = """
import json, sys, pyseccomp
rules = pyseccomp.SyscallFilter(pyseccomp.KILL_PROCESS)
for name in json.load(sys.stdin):
    number = pyseccomp.resolve_syscall(pyseccomp.Arch.NATIVE, name)
    if number >= 0:
        rules.add_rule(pyseccomp.ALLOW, number)
rules.load()
from held.jail.walls import walls
print(walls())
"""


def test_it_can_be_asked_from_any_thread():
    found = []
    thread = threading.Thread(target=lambda: found.append(walls()))
    thread.start()
    thread.join()
    assert found == [walls()]


def test_this_machine_has_the_walls_photos_need():
    assert walls().safe
    assert walls().seccomp
    assert walls().no_new_privs


def test_without_landlock_it_is_safe_and_without_the_others_it_is_not():
    assert Walls(seccomp=True, landlock=0, no_new_privs=True).safe
    assert not Walls(seccomp=False, landlock=7, no_new_privs=True).safe
    assert not Walls(seccomp=True, landlock=7, no_new_privs=False).safe
    assert not NONE.safe


def test_a_python_that_does_not_start_gives_no_wall(monkeypatch):
    monkeypatch.setattr(module, "PYTHON", (sys.executable, "-I", "-c", "raise SystemExit(3)"))
    assert walls.__wrapped__() == NONE


def let_through(filters: list[str]) -> list[str]:
    """The system calls that these words of SystemCallFilter= name, groups opened."""
    groups: dict[str, list[str]] = {}
    told = subprocess.run(
        ["systemd-analyze", "syscall-filter", "--no-pager"], capture_output=True, text=True, check=True
    )
    for line in told.stdout.splitlines():
        word = line.strip("# ").split(" ")[0]
        if line.startswith("@"):
            groups[word] = group = []
        elif line.startswith("    ") and word:
            group.append(word)
    names, wanted = [], ["@default", *filters]
    while wanted:
        word = wanted.pop()
        names.append(word)
        wanted += groups.get(word, [])
    return [name for name in names if not name.startswith("@")]


def behind(filters: list[str]) -> str:
    command = [sys.executable, "-c", BEHIND_A_FILTER]
    names = json.dumps(let_through(filters))
    return subprocess.run(command, cwd=ROOT, input=names, capture_output=True, text=True, check=True).stdout.strip()


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed")
def test_the_walls_can_be_raised_behind_those_of_the_systemd_unit():
    filters = " ".join(re.findall(r"^SystemCallFilter=(.+)$", UNIT.read_text(), re.MULTILINE)).split()
    assert behind(filters) == str(walls())
    assert behind(["@system-service"]) == str(Walls(seccomp=False, landlock=0, no_new_privs=True))
