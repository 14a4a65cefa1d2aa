"""`make test`: everything, in the order in which a fault is cheapest to find.

Rules, acts and pages run on SQLite and then on a real PostgreSQL; harnesses and browser walks run on SQLite.
In CI (`CI=true`) a skipped browser walk is a failure.
"""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from tests.chromium import PACKAGES, find_chromium, install_packages
from tests.postgres import running_postgres

ROOT = Path(__file__).resolve().parent.parent
PYTEST = [sys.executable, "-m", "pytest", "-q"]
FAST = "not browser and not harness"
IN_TWO = ["-n", "2"]
FILES_IN_TWO = [*IN_TWO, "--dist", "loadfile"]  # a file opens one place, or one browser, for all its tests


def main() -> int:
    """0 when every part passed."""
    prepare()
    parts = [part("rules, acts and pages on SQLite", ["-m", f"{FAST} and not postgres", *IN_TWO])]
    with running_postgres() as url:
        parts.append(
            part(
                "rules, acts and pages on PostgreSQL",
                ["-m", f"{FAST} and not sqlite", *IN_TWO],
                HELD_DATABASE_URL=url,
            )
        )
    parts.append(part("harnesses on SQLite", ["-m", "harness and not browser", *FILES_IN_TWO]))
    parts.append(part("walks in Chromium", ["-m", "browser", *FILES_IN_TWO]))
    return 1 if any(parts) else 0


def prepare() -> None:
    """Install what the tests need and the machine lacks, where we may."""
    missing = [] if find_chromium() else list(PACKAGES)
    missing += [] if shutil.which("nginx") else ["nginx-light"]
    missing += [] if shutil.which("systemd-analyze") else ["systemd"]
    missing += [] if shutil.which("exiftool") else ["libimage-exiftool-perl"]
    if missing:
        print(f"Installing {', '.join(missing)} …", flush=True)
        if not install_packages(missing):
            print("That needs root; what depends on it is skipped and counted.", flush=True)
        find_chromium.cache_clear()


def part(name: str, arguments: list[str], **more: str) -> int:
    """Run one part with pytest; its exit code."""
    print(f"\n── {name} ──", flush=True)
    begun = time.monotonic()
    surroundings = {key: value for key, value in os.environ.items() if key not in {"HELD_DATA", "HELD_DATABASE_URL"}}
    code = subprocess.run([*PYTEST, *arguments], cwd=ROOT, env={**surroundings, **more}, check=False).returncode
    print(f"── {name}: {'passed' if code == 0 else 'FAILED'} in {time.monotonic() - begun:.0f} s ──", flush=True)
    return code


if __name__ == "__main__":
    raise SystemExit(main())
