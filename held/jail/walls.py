"""The walls that this machine's kernel provides, seen from outside."""

import json
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# -I: the environment cannot change what is imported. Only the path of our own code is passed.
PYTHON = (sys.executable, "-I", "-c")
START = "import sys; sys.path.append(sys.argv[1]); "


@dataclass(frozen=True)
class Walls:
    """The walls around a photograph while it is opened."""

    seccomp: bool
    landlock: int  # its ABI version; 0 without it
    no_new_privs: bool

    @property
    def safe(self) -> bool:
        """Whether photographs may be opened: Landlock is the second wall, the other two are the first."""
        return self.seccomp and self.no_new_privs


NONE = Walls(seccomp=False, landlock=0, no_new_privs=False)


@cache
def walls() -> Walls:
    """The walls of this machine, tested once in a separate process. Never raises; may be called from any thread."""
    command = [*PYTHON, f"{START}from held.jail.wall_probes import tell; tell()", str(ROOT)]
    ran = subprocess.run(command, cwd="/", env={}, capture_output=True, check=False)  # noqa: S603 - our own Python
    return Walls(**json.loads(ran.stdout)) if ran.returncode == 0 else NONE
