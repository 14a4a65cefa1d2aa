"""The invented family has a data folder of its own, never a real one."""

import os
from pathlib import Path

from held.lib.environment import Environment

MARK = "this-place-is-invented"
OF_A_REAL_PLACE = ("HELD_ADDRESS", "HELD_DATABASE_URL", "HELD_MAIL")


def go_to_the_demo_folder() -> None:
    """Call before the settings are read: append “-demo” to HELD_DATA, and unset the other real settings."""
    told = {name: os.environ[name] for name in ("HELD_DATA", "HELD_DATA_FILE") if name in os.environ}
    real = Environment("HELD_", {"DATA"}, told).text("DATA", "~/.local/share/held")
    for name in ("HELD_DATA", *OF_A_REAL_PLACE):
        os.environ.pop(name, None)
        os.environ.pop(name + "_FILE", None)
    os.environ["HELD_DATA"] = real.rstrip("/") + "-demo"


def is_somebodys(data: Path) -> bool:
    """Whether this folder has data that is not the demo's."""
    return (data / "held.db").exists() and not (data / MARK).exists()
