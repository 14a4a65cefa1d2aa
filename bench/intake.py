"""Intake: an original becomes its renditions, in our jail and by Willow: the same sizes and formats, equally like."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from bench import measuring
from bench.pictures import Picture, pictures
from bench.telling import Row, table
from bench.worker import BESIDE, Worker, run_beside

NEAR_ENOUGH = 0.002  # of SSIM
_HEAD = ("picture", "what", "CPU s", "wall s", "peak MiB", "CPU ours / theirs", "wall ours / theirs")
_LIKE = ("picture", "format", "SSIM ours", "SSIM Willow", "Willow’s quality", "KB ours", "KB Willow")


@dataclass(frozen=True)
class Sides:
    """The workers: one warm process for each side, and one that compares. All on one core."""

    ours: Worker
    theirs: Worker
    likeness: Worker


def measure(folder: Path, rounds: int) -> None:
    """Print, for each picture, what each side takes and how alike the renditions are."""
    run_beside("-m", "bench.pictures", str(folder))
    one_core = measuring.on_core(measuring.SERVER_CORE)
    beside = {"python": str(BESIDE / "python")}
    with (
        Worker("bench.ours", *one_core) as ours,
        Worker("bench.theirs", *one_core, **beside) as theirs,
        Worker("bench.likeness", *one_core, **beside) as likeness,
    ):
        sides = Sides(ours, theirs, likeness)
        found = [_one(sides, picture, folder, rounds) for picture in pictures(folder)]
    print(table(_HEAD, [row for rows, _ in found for row in rows]))
    print(table(_LIKE, [row for _, rows in found for row in rows]))
    if len(found) < 3:
        print("No HEIC was measured: HELD_CORPORA names no folder of real camera files here.\n")


def _one(sides: Sides, picture: Picture, folder: Path, rounds: int) -> tuple[list[Row], list[Row]]:
    print(f"  {picture.name} …", file=sys.stderr, flush=True)
    path = str(picture.path)
    sides.ours.ask(path=path, into=str(folder))  # warm, and to be compared
    like = sides.likeness.ask(path=path, folder=str(folder))
    quality = {form: told["quality"] for form, told in like.items()}
    runs: dict[str, Callable[[], Any]] = {
        "held, in the jail": partial(sides.ours.ask, path=path),
        "Willow, opened once": partial(sides.theirs.ask, path=path, quality=quality),
        "Willow, as Wagtail asks it: opened for each": partial(sides.theirs.ask, path=path, quality=quality, anew=True),
    }
    runs["Willow, opened once"]()
    return _rows(picture, measuring.in_turn(rounds, runs)), [_likeness(picture, *told) for told in like.items()]


def _rows(picture: Picture, seen: dict[str, list[Any]]) -> list[Row]:
    middles = {
        name: {what: measuring.middle([one[what] for one in all_of_it]) for what in ("cpu", "wall", "rss")}
        for name, all_of_it in seen.items()
    }
    ours = next(iter(middles.values()))
    return [
        (
            picture.name,
            name,
            *(f"{found['cpu']:.2f}", f"{found['wall']:.2f}", f"{found['rss']:.0f}"),
            *((f"{ours[what] / found[what]:.2f}" if found is not ours else "") for what in ("cpu", "wall")),
        )
        for name, found in middles.items()
    ]


def _likeness(picture: Picture, form: str, told: dict[str, Any]) -> Row:
    ours, theirs = told["ssim"]
    apart = "" if abs(ours - theirs) <= NEAR_ENOUGH else " (not equal)"
    sizes = (f"{count / 1000:.0f}" for count in told["bytes"])
    return (picture.name, form, f"{ours:.4f}", f"{theirs:.4f}{apart}", str(told["quality"]), *sizes)
