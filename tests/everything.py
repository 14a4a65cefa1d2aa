"""`make test`: everything, in the order in which a fault is found fastest; `make quick`: an answer in three minutes.

Rules, acts and pages run on SQLite, and tests that can differ there on a real PostgreSQL (tests/databases.py);
harnesses and browser walks run on SQLite. In CI (`CI=true`) a skipped browser walk is a failure.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.chromium import PACKAGES, find_chromium, install_packages
from tests.engines import packages
from tests.nu_checker import find_java
from tests.postgres import running_postgres
from tests.timings import Part, report

ROOT = Path(__file__).resolve().parent.parent
PYTEST = [sys.executable, "-m", "pytest", "-q"]
FAST = "not browser and not harness"
IN_TWO = ["-n", "2"]
# A file starts one installation, or one browser, for all its tests. tests/conftest.py says which files come first.
# Harnesses wait for processes that they kill, and walks for browsers: four at once keep two cores busy.
FILES_IN_FOUR = ["-n", "4", "--dist", "loadfile", "--no-loadscope-reorder"]
QUICK = ["rules", "lib", "access", "accounts", "consent", "families", "history", "pictures", "place", "stories", "web"]
MEMORY = Path("/dev/shm")  # noqa: S108  # we make a folder of our own in it
MEMORY_NEEDED = 6 << 30  # bytes


def main(arguments: list[str]) -> int:
    """Returns 0 if every part passed."""
    return quick() if arguments == ["quick"] else everything()


def everything() -> int:
    """Run every test."""
    prepare()
    with temporary_folder():
        parts = [part("rules, acts and pages on SQLite", ["-m", f"{FAST} and not postgres", *IN_TWO])]
        with running_postgres() as url:
            parts.append(
                part("what can differ on PostgreSQL", ["-m", f"{FAST} and not sqlite", *IN_TWO], HELD_DATABASE_URL=url)
            )
        long = ["-m", "harness or browser", *FILES_IN_FOUR, *files_marked("harness", "browser")]
        parts.append(part("harnesses and walks in browsers, on SQLite", long))
    print(report(parts), flush=True)
    return 1 if any(one.failed for one in parts) else 0


def quick() -> int:
    """Run rules, acts and pages on SQLite, except tests that walk all routes, open photographs, or kill or start an
    installation."""
    folders = [f"tests/{name}" for name in QUICK if (ROOT / "tests" / name).exists()]
    with temporary_folder():
        ran = part("rules, acts and pages", ["-m", f"{FAST} and not postgres", *IN_TWO, *folders])
    print(report([ran]), flush=True)
    return int(ran.failed)


def files_marked(*marks: str) -> list[str]:
    """The files of tests that write one of these marks; a mark is only ever written beside its tests."""
    files = sorted((ROOT / "tests").rglob("test_*.py"))
    return [str(file.relative_to(ROOT)) for file in files if any(f"mark.{mark}" in file.read_text() for mark in marks)]


def prepare() -> None:
    """Install what the tests need and the machine lacks, if we may."""
    missing = [] if find_chromium() else list(PACKAGES)
    missing += [*packages.missing("Firefox"), *packages.missing("WebKit")]
    missing += [] if shutil.which("nginx") else ["nginx-light"]
    missing += [] if shutil.which("systemd-analyze") else ["systemd"]
    missing += [] if shutil.which("exiftool") else ["libimage-exiftool-perl"]
    missing += [] if find_java() else ["default-jre-headless"]
    missing += [name for name in ("restic", "rsync") if not shutil.which(name)]
    if missing:
        print(f"Installing {', '.join(missing)} …", flush=True)
        if not install_packages(missing):
            print("That needs root; what depends on it is skipped and counted.", flush=True)
        find_chromium.cache_clear()
        packages.missing.cache_clear()


@contextmanager
def temporary_folder() -> Iterator[None]:
    """Temporary files in memory if it has enough room: a test ends a process, never the machine, so that the result
    is the same as on a disk, where it would wait for each write."""
    roomy = MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > MEMORY_NEEDED
    with tempfile.TemporaryDirectory(prefix="held-tests-", dir=MEMORY if roomy else None) as folder:
        os.environ["TMPDIR"] = tempfile.tempdir = folder
        yield
    del os.environ["TMPDIR"]
    tempfile.tempdir = None


def part(name: str, arguments: list[str], **more: str) -> Part:
    """Run one part with pytest; returns how it ended, and how long each of its tests took."""
    print(f"\n── {name} ──", flush=True)
    begun = time.monotonic()
    timings = Path(tempfile.gettempdir()) / f"{len(name)}-{begun}.xml"
    env = {key: value for key, value in os.environ.items() if key not in {"HELD_DATA", "HELD_DATABASE_URL"}}
    command = [*PYTEST, f"--junit-xml={timings}", *arguments]
    code = subprocess.run(command, cwd=ROOT, env={**env, **more}, check=False).returncode
    ran = Part.read(name, code, time.monotonic() - begun, timings)
    print(f"── {name}: {'FAILED' if ran.failed else 'passed'} in {ran.seconds:.0f} s ──", flush=True)
    return ran


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
