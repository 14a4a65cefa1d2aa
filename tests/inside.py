"""Runs a few lines of Python inside the place of a data folder, in a process of their own, as a host's shell would."""

import subprocess
import sys
import textwrap
from pathlib import Path

from tests.running import ROOT, surroundings

SET_UP = "import django\ndjango.setup()\n"


def command(code: str) -> list[str]:
    """The command line that runs the lines once Django is set up."""
    return [sys.executable, "-c", SET_UP + textwrap.dedent(code)]


def inside(data: Path, code: str, **settings: str) -> str:
    """What the lines printed. Raises CalledProcessError when they failed."""
    env = surroundings(data, DJANGO_SETTINGS_MODULE="held.settings", **settings)
    ran = subprocess.run(command(code), cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.strip()
