"""Runs a few lines of Python inside the place of a data folder, in a process of their own, as a host's shell would."""

import textwrap
from pathlib import Path

from tests import forking
from tests.running import surroundings

SET_UP = "import django\ndjango.setup()\n"


def inside(data: Path, code: str, **settings: str) -> str:
    """What the lines printed. Raises CalledProcessError when they failed."""
    ran = forking.run(*_lines(data, code, settings))
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.strip()


def begin(data: Path, code: str, **settings: str) -> forking.Child:
    """The same, while the test goes on."""
    return forking.Child(*_lines(data, code, settings))


def _lines(data: Path, code: str, settings: dict[str, str]) -> tuple[list[str], dict[str, str]]:
    env = surroundings(data, DJANGO_SETTINGS_MODULE="held.settings", **settings)
    return ["-c", SET_UP + textwrap.dedent(code)], env
