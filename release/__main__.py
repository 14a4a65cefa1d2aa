"""Makes a release in this checkout: the changes get a number and a date, the program the same number, git a tag.

Nothing is pushed.
"""

import re
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROGRAM, CHANGES = Path("held/__init__.py"), Path("CHANGELOG.md")
UNRELEASED = "## Unreleased\n"
NUMBER = r"(\d+)\.(\d+)\.(\d+)"
SET = re.compile(rf'^VERSION = "{NUMBER}"$', re.MULTILINE)
RELEASED = re.compile(rf"^## {NUMBER}\b", re.MULTILINE)

Version = tuple[int, ...]


class CannotRelease(Exception):
    """No release was made, and nothing was changed, unless the message says otherwise."""


def main(arguments: Sequence[str]) -> int:
    """0 when the release was made, else 1, with the reason printed."""
    if len(arguments) != 1:
        print("Please say which version: make release VERSION=0.3.0", file=sys.stderr)
        return 1
    try:
        release(ROOT, arguments[0], datetime.now(UTC).date())
    except CannotRelease as reason:
        print(reason, file=sys.stderr)
        return 1
    print(f"v{arguments[0]} is committed and tagged. To publish it: git push --follow-tags")
    return 0


def release(root: Path, version: str, day: date) -> None:
    """Write the number and the date, commit both files, and tag the commit. Raises CannotRelease."""
    _refuse_uncommitted(root)
    program, changes = (root / PROGRAM).read_text(), (root / CHANGES).read_text()
    refuse_a_version_that_does_not_rise(version, program, changes)
    if _git(root, "tag", "--list", f"v{version}"):
        raise CannotRelease(f"There is a tag v{version} already.")
    (root / CHANGES).write_text(dated(changes, version, day))
    (root / PROGRAM).write_text(SET.sub(f'VERSION = "{version}"', program))
    try:
        _git(root, "commit", "--quiet", "--message", f"Release {version}", "--", str(PROGRAM), str(CHANGES))
    except CannotRelease:
        (root / CHANGES).write_text(changes)
        (root / PROGRAM).write_text(program)
        raise
    _git(root, "tag", "--annotate", f"v{version}", "--message", f"held {version}")


def refuse_a_version_that_does_not_rise(version: str, program: str, changes: str) -> None:
    """The number is above every released one, and not below that of the program, which may have the next one already.

    Raises CannotRelease.
    """
    number = re.fullmatch(NUMBER, version)
    if number is None:
        raise CannotRelease(f"“{version}” is no version. One has three numbers, for example 0.3.0.")
    released = max((_numbers(found) for found in RELEASED.finditer(changes)), default=())
    own = SET.search(program)
    if own is None:
        raise CannotRelease(f'{PROGRAM} has no line VERSION = "…".')
    if _numbers(number) <= released or _numbers(number) < _numbers(own):
        raise CannotRelease(
            f"{version} does not rise: the newest release is {_text(released)}, and the program says "
            f"{_text(_numbers(own))}."
        )


def dated(changes: str, version: str, day: date) -> str:
    """The changes, with what was not released yet under the number and the day, and an empty section above it.

    Raises CannotRelease when there is nothing to release.
    """
    before, found, after = changes.partition(UNRELEASED)
    if not found or not after.partition("\n## ")[0].strip():
        raise CannotRelease(f"{CHANGES} has nothing under “Unreleased”.")
    return f"{before}{UNRELEASED}\n## {version} – {day.isoformat()}\n{after}"


def _refuse_uncommitted(root: Path) -> None:
    if changed := _git(root, "status", "--porcelain"):
        raise CannotRelease(f"Please commit or remove these changes first:\n{changed}")


def _numbers(found: re.Match[str]) -> Version:
    return tuple(int(part) for part in found.groups())


def _text(version: Version) -> str:
    return ".".join(map(str, version)) or "none"


def _git(root: Path, *arguments: str) -> str:
    ended = subprocess.run(["git", *arguments], cwd=root, capture_output=True, text=True, check=False)
    if ended.returncode:
        raise CannotRelease(f"“git {arguments[0]}” did not succeed:\n{ended.stderr or ended.stdout}")
    return ended.stdout.rstrip()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
