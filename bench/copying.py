"""How long a backup of many photographs takes: beside `cp -a` of the same files and one `sync`, in turn."""

import os
import secrets
import shutil
import subprocess
import sys
from base64 import b32encode
from pathlib import Path
from time import monotonic

from bench import measuring
from bench.telling import table
from tests.running import surroundings
from tests.seeding import seed

_PHOTOGRAPHS, _LONG, _SHORT = 5000, 2_500_000, 60_000  # files, and bytes of every third and of the others
_HEAD = ("what", "held backup", "cp -a and sync", "held / cp")


def measure(folder: Path, rounds: int) -> None:
    """Print how long both take, in wall seconds."""
    place = folder / "place"
    place.mkdir()
    seed(place)
    _lay_photographs(place / "photographs")
    seen = measuring.in_turn(
        rounds, {"held": lambda: _held(place, folder / "copy"), "cp": lambda: _cp(place, folder / "copy")}
    )
    ours, theirs = (measuring.middle(seen[name]) for name in ("held", "cp"))
    print(table(_HEAD, [(f"{_PHOTOGRAPHS:,} files, s", f"{ours:.2f}", f"{theirs:.2f}", f"{ours / theirs:.2f}")]))


def _lay_photographs(folder: Path) -> None:
    for number in range(_PHOTOGRAPHS):
        name = b32encode(secrets.token_bytes(17)).decode().lower()[:26]
        (folder / name[:2]).mkdir(parents=True, exist_ok=True)
        (folder / name[:2] / name).write_bytes(secrets.token_bytes(_SHORT if number % 3 else _LONG))


def _held(place: Path, into: Path) -> float:
    return _timed([sys.executable, "-m", "held", "backup", str(into)], into, surroundings(place))


def _cp(place: Path, into: Path) -> float:
    return _timed(["sh", "-c", f"cp -a {place} {into} && sync"], into, dict(os.environ))


def _timed(command: list[str], into: Path, env: dict[str, str]) -> float:
    shutil.rmtree(into, ignore_errors=True)
    os.sync()
    begun = monotonic()
    subprocess.run(command, env=env, check=True, stdout=subprocess.DEVNULL)
    return monotonic() - begun
