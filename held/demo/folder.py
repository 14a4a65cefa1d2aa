"""The invented family lives in a folder of its own, and never where a real place is."""

import os
from pathlib import Path

from held.lib.environment import Environment

MARK = "this-place-is-invented"
OF_A_REAL_PLACE = ("HELD_ADDRESS", "HELD_DATABASE_URL", "HELD_MAIL")


def go_to_the_demo_folder() -> None:
    """Before the settings are read: point them at HELD_DATA with “-demo” at its end, and away from all that is real."""
    told = {name: os.environ[name] for name in ("HELD_DATA", "HELD_DATA_FILE") if name in os.environ}
    real = Environment("HELD_", {"DATA"}, told).text("DATA", "~/.local/share/held")
    for name in ("HELD_DATA", *OF_A_REAL_PLACE):
        os.environ.pop(name, None)
        os.environ.pop(name + "_FILE", None)
    os.environ["HELD_DATA"] = real.rstrip("/") + "-demo"


def is_somebodys(data: Path) -> bool:
    """Whether a place is kept in this folder that is not an invented one."""
    return (data / "held.db").exists() and not (data / MARK).exists()
