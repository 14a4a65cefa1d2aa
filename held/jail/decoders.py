"""The versions of the libraries that open photographs here, and which of them are too old."""

import json
import subprocess
from collections.abc import Mapping
from functools import cache

from held.jail.walls import PYTHON, ROOT, START

# libheif before 1.23.2 writes out of bounds (CVE-2026-84383), and 1.23.5 fixes more faults of that kind. The others are
# the versions in the newest wheels of 2026-11-29.
FLOORS = {
    "libheif": "1.23.5",
    "libde265": "1.1.3",
    "libvips": "8.18.7",
    "mozjpeg": "5.0.0",
    "libpng": "1.6.58",
    "libaom": "3.15.1",
}


@cache
def decoders() -> dict[str, str]:
    """The version of each library, read once in a separate process; empty if that process fails. Never raises."""
    command = [*PYTHON, f"{START}from held.jail.decoder_versions import tell; tell()", str(ROOT)]
    ran = subprocess.run(command, cwd="/", env={}, capture_output=True, check=False)  # noqa: S603 - our own Python
    return dict(json.loads(ran.stdout)) if ran.returncode == 0 else {}


def describe_versions() -> str:
    """All of them in one line, for people to read."""
    return ", ".join(f"{name} {version}" for name, version in decoders().items())


def too_old(found: Mapping[str, str]) -> list[str]:
    """The libraries older than their minimum version."""
    return [name for name, version in found.items() if _numbers(version) < _numbers(FLOORS.get(name, "0"))]


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))
