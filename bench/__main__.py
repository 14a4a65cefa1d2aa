"""`make bench`: what is measured, in which order. Prints tables and writes nothing; a run is kept by hand, dated."""

import argparse
import shutil
import signal
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from bench import copying, idle, intake, serving
from tests.chromium import install_packages

PARTS = {
    "intake": intake.measure,
    "idle": idle.measure,
    "serving": serving.measure,
    "copying": copying.measure,
}
ROUNDS = 5
NEEDED = {"serving": {"nginx": "nginx-light", "wrk": "wrk"}}  # the program, and the Debian package it is in


def main() -> int:
    """0 when everything could be measured."""
    asked = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    asked.add_argument("parts", nargs="*", choices=[[], *PARTS], default=[])
    asked.add_argument("--rounds", type=int, default=ROUNDS)
    options = asked.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # folders go and servers end then, too
    print(f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {options.rounds} rounds in turn, medians\n", flush=True)
    for name in options.parts or PARTS:
        print(f"## {name.capitalize()}\n", flush=True)
        missing = [package for program, package in NEEDED.get(name, {}).items() if not shutil.which(program)]
        if missing and not install_packages(missing):
            print(f"Not measured: {' and '.join(missing)} missing here, and only root may install that.\n")
            continue
        with tempfile.TemporaryDirectory(prefix="held-bench-") as folder:
            PARTS[name](Path(folder), options.rounds)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
