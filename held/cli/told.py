"""What `held check` finds: told in words as it is found, or to another program as one JSON at the end."""

import json
from collections.abc import Callable
from typing import Protocol

from django.db import DatabaseError

from held import VERSION
from held.cli.findings import Finding
from held.cli.saying import Progress, say
from held.keeping.state import newest_copy_age


class Told(Protocol):
    """What is told of a look."""

    def finding(self, finding: Finding) -> None:
        """Something is amiss."""

    def note(self, text: str) -> None:
        """Something that is so, and not amiss."""

    def line(self, text: str) -> None:
        """How the look goes on."""

    def progress(self) -> Callable[[int, int], object]:
        """What hears how many things of how many are opened."""

    def end(self) -> int:
        """The look is over: 0 when nothing is amiss, else 1."""


def told_as(as_json: bool) -> Told:
    """In words, or as JSON."""
    return _Json() if as_json else _Words()


def tell_finding(finding: Finding) -> None:
    """What is amiss, and what helps below it."""
    say(f"✗ {finding.wrong}")
    for line in finding.remedy.splitlines():
        say(f"  {line}")


class _Words:
    def __init__(self) -> None:
        self._found = 0

    def finding(self, finding: Finding) -> None:
        self._found += 1
        tell_finding(finding)

    def note(self, text: str) -> None:
        say(f"· {text}")

    def line(self, text: str) -> None:
        say(text)

    def progress(self) -> Callable[[int, int], object]:
        return Progress("Opened")

    def end(self) -> int:
        say("Nothing is wrong." if not self._found else f"To look at: {self._found}. Nothing was changed.")
        return 1 if self._found else 0


class _Json:
    def __init__(self) -> None:
        self._findings: list[dict[str, str]] = []
        self._notes: list[str] = []

    def finding(self, finding: Finding) -> None:
        self._findings.append({"wrong": finding.wrong, "remedy": finding.remedy})

    def note(self, text: str) -> None:
        self._notes.append(text)

    line = note

    def progress(self) -> Callable[[int, int], object]:
        return lambda _done, _of: None

    def end(self) -> int:
        told = {"ok": not self._findings, "findings": self._findings, "notes": self._notes}
        told |= {"newest_copy_age_seconds": _age_of_copy(), "version": VERSION}
        say(json.dumps(told, indent=1, ensure_ascii=False))
        return 1 if self._findings else 0


def _age_of_copy() -> int | None:
    try:
        return newest_copy_age()
    except DatabaseError:  # of which there is a finding
        return None
