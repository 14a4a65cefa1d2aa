"""Which walls this machine's kernel gives, as the outside sees it."""

import json
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# -I: nothing of the surroundings says what is imported. The place of our own code is the one thing told.
PYTHON = (sys.executable, "-I", "-c")
START = "import sys; sys.path.append(sys.argv[1]); "


@dataclass(frozen=True)
class Walls:
    """What stands around a photograph while it is opened."""

    seccomp: bool
    landlock: int  # the version of its interface; 0 without
    no_new_privs: bool

    @property
    def safe(self) -> bool:
        """Whether photographs may be opened: Landlock is a second wall, the other two are the first."""
        return self.seccomp and self.no_new_privs


NONE = Walls(seccomp=False, landlock=0, no_new_privs=False)


@cache
def walls() -> Walls:
    """What this machine gives, tried once in a process of its own. Never raises; may be asked from any thread."""
    command = [*PYTHON, f"{START}from held.jail.trying import tell; tell()", str(ROOT)]
    ran = subprocess.run(command, cwd="/", env={}, capture_output=True, check=False)  # noqa: S603 - our own Python
    return Walls(**json.loads(ran.stdout)) if ran.returncode == 0 else NONE
