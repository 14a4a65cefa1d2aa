"""Finds Chromium: `HELD_CHROMIUM`, or an installed one, or, as root on Debian, installs it."""

import os
import shutil
import subprocess
from functools import cache

PACKAGES = ["chromium", "libatomic1"]  # Playwright's own node needs libatomic1 and Chromium does not bring it


@cache
def find_chromium() -> str | None:
    """The path of a Chromium that can be started, or None."""
    named = os.environ.get("HELD_CHROMIUM")
    return named or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def install_packages(names: list[str]) -> bool:
    """Install Debian packages as root; False if that is not possible."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    quiet = ["apt-get", "-qq", "-o", "Dpkg::Use-Pty=0"]
    subprocess.run([*quiet, "update"], env=environment, check=False, stdout=subprocess.DEVNULL)
    install = [*quiet, "install", "-y", "--no-install-recommends", *names]
    return subprocess.run(install, env=environment, check=False, stdout=subprocess.DEVNULL).returncode == 0
