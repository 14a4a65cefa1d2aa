"""A warm process that does one thing again and again, told in lines of JSON; each side of a comparison is one."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

ROOT = Path(__file__).resolve().parent.parent
BESIDE = ROOT / ".venv-bench" / "bin"  # the peers' own libraries, so that the place's stay its own


class Fell(Exception):
    """The worker ended instead of answering."""


class Worker:
    """One module of ours as a process; it runs inside `with`."""

    def __init__(self, module: str, *before: str, python: str = sys.executable) -> None:
        """`before`: what the command begins with, as `taskset` does."""
        command = [*before, python, "-m", module]
        self._process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, **given: Any) -> Any:
        """What it answers to this. Raises Fell."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(given) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise Fell(self._process.wait())
        return json.loads(line)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _fault: BaseException | None, _at: TracebackType | None
    ) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(timeout=60)


def answer(act: Callable[..., Any]) -> None:
    """Inside the worker: do the act for each line, until there are no more."""
    for line in sys.stdin:
        print(json.dumps(act(**json.loads(line))), flush=True)


def run_beside(*arguments: str, cwd: Path = ROOT, **more: str) -> None:
    """Run the peers' Python to its end, with more in its environment. Raises CalledProcessError."""
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith(("HELD_DATA", "DJANGO_"))}
    command = [str(BESIDE / "python"), *arguments]
    subprocess.run(command, cwd=cwd, env={**surroundings, **more}, check=True, stdout=subprocess.DEVNULL)
