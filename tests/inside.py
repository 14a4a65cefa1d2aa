"""Runs a few lines of Python on the data folder of an installation, in a separate process, as a host's shell would."""

import subprocess
import sys
import textwrap
from pathlib import Path

from tests import forking
from tests.running import ROOT, surroundings

SET_UP = "import django\ndjango.setup()\n"


def inside(data: Path, code: str, **settings: str) -> str:
    """The output of the lines. Raises AssertionError if they failed."""
    ended = ran(data, code, **settings)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout.strip()


def ran(data: Path, code: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """The exit code and the output of the lines."""
    return forking.run(*_lines(data, code, settings))


def really_inside(data: Path, code: str) -> str:
    """The same in a process that is really started, not forked: only the lines themselves have loaded its modules."""
    arguments, env = _lines(data, code, {})
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=True).stdout.strip()


def begin(data: Path, code: str, **settings: str) -> forking.Child:
    """The same, while the test goes on."""
    return forking.Child(*_lines(data, code, settings))


def _lines(data: Path, code: str, settings: dict[str, str]) -> tuple[list[str], dict[str, str]]:
    env = surroundings(data, DJANGO_SETTINGS_MODULE="held.settings", **settings)
    return ["-c", SET_UP + textwrap.dedent(code)], env
