"""A bare Wagtail as its own command begins one, ready to be served as held is: Granian, one worker, as many threads."""

import os
from pathlib import Path

from bench.running import Program
from bench.worker import BESIDE, run_beside
from tests.running import free_port

# As `held.cli.server` says; not imported, since what this process loads would make held's own memory look smaller.
THREADS = 64

_SETTINGS = """\
from .base import *

DEBUG = False
SECRET_KEY = "measured, and gone again"
ALLOWED_HOSTS = ["localhost"]
"""
_NAMED = {"DJANGO_SETTINGS_MODULE": "bare.settings.measured"}


def begin(folder: Path) -> Path:
    """Make it there, its tables, static files and compiled code too, so that no start has to; its folder."""
    site = folder / "wagtail"
    site.mkdir()
    run_beside(str(BESIDE / "wagtail"), "start", "bare", str(site))
    (site / "bare" / "settings" / "measured.py").write_text(_SETTINGS)
    for command in (["migrate"], ["collectstatic", "--noinput"]):
        run_beside("manage.py", *command, cwd=site, **_NAMED)
    run_beside("-m", "compileall", "-q", str(site))
    return site


def served(site: Path) -> Program:
    """How it is started."""
    port = free_port()
    command = (str(BESIDE / "granian"), "--interface", "wsgi", "--port", str(port), "--workers", "1")
    as_ours = ("--blocking-threads", str(THREADS), "--no-ws", "--no-log", "bare.wsgi:application")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("HELD_", "DJANGO_"))}
    return Program((*command, *as_ours), port, site, {**kept, **_NAMED, "PYTHONPATH": str(site)})
