"""`make check`: every rule that a machine can check, one after the other, each with its own name."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent

RULES = (
    (
        "the lines are set as ruff sets them",
        [str(BIN / "ruff"), "format", "--check", "--quiet", "held", "tests", "bench", "release"],
    ),
    ("ruff finds nothing", [str(BIN / "ruff"), "check", "--quiet", "held", "tests", "bench", "release"]),
    ("the types fit (mypy --strict)", [str(BIN / "mypy")]),
    ("imports go down (import-linter)", [str(BIN / "lint-imports")]),
    ("no migration is missing", [sys.executable, "-m", "django", "makemigrations", "--check", "--dry-run"]),
)


def main() -> int:
    """Returns 0 if every rule is kept; prints what breaks one."""
    broken = 0
    with tempfile.TemporaryDirectory(prefix="held-check-") as data:
        surroundings = {**os.environ, "HELD_DATA": data, "DJANGO_SETTINGS_MODULE": "held.settings"}
        surroundings.pop("HELD_DATABASE_URL", None)
        for name, command in RULES:
            ran = subprocess.run(command, cwd=ROOT, env=surroundings, capture_output=True, text=True, check=False)
            print(f"{'kept  ' if ran.returncode == 0 else 'BROKEN'}  {name}", flush=True)
            if ran.returncode:
                broken += 1
                print(ran.stdout + ran.stderr, flush=True)
    return 1 if broken else 0


if __name__ == "__main__":
    raise SystemExit(main())
