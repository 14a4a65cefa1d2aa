"""The Debian packages for Firefox and WebKit, and which of them are missing."""

import os
import shutil
import subprocess
from functools import cache

import pytest

from tests.engines.firefox import PROGRAM
from tests.engines.webkit import PYTHON

FIREFOX = ["firefox-esr"]
WEBKIT = ["gir1.2-webkit2-4.1", "python3-gi", "xvfb", "libgl1-mesa-dri"]
BINDINGS = "import gi; gi.require_version('WebKit2', '4.1'); gi.require_version('Soup', '3.0')"


@cache
def missing(engine: str) -> tuple[str, ...]:
    """The Debian packages without which this engine cannot be started; empty if it can."""
    if engine == "Firefox":
        return () if shutil.which(PROGRAM) else tuple(FIREFOX)
    if engine == "WebKit":
        can = shutil.which("Xvfb") and shutil.which(PYTHON) and _has_bindings()
        return () if can else tuple(WEBKIT)
    return ()


def skip_without(engine: str) -> None:
    """Skip the walk if the engine is missing; in CI that is a failure."""
    if packages := missing(engine):
        sentence = f"there is no {engine} here: install {', '.join(packages)}"
        if os.environ.get("CI"):
            pytest.fail(f"{sentence}; in CI walks are not skipped")
        pytest.skip(sentence)


def _has_bindings() -> bool:
    return subprocess.run([PYTHON, "-c", BINDINGS], check=False, stderr=subprocess.DEVNULL).returncode == 0
