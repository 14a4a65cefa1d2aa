"""How long each part of a run took, and its slowest tests."""

from dataclasses import dataclass
from pathlib import Path
from typing import Self
from xml.etree import ElementTree  # reads what pytest has just written

SLOWEST = 20  # tests to list
SLOW = 20.0  # seconds; each slower test is listed too


@dataclass(frozen=True)
class Part:
    """One part of a run: whether it failed, its seconds, and those of each test."""

    name: str
    failed: bool
    seconds: float
    tests: dict[str, float]
    skipped: int = 0

    @classmethod
    def read(cls, name: str, code: int, seconds: float, junit: Path) -> Self:
        """Read pytest's JUnit file; if it does not exist, only the exit code is known."""
        if not junit.exists():
            return cls(name, code != 0, seconds, {})
        cases = list(ElementTree.parse(junit).iter("testcase"))
        tests = {f"{case.get('classname', '')}::{case.get('name', '')}": float(case.get("time", 0)) for case in cases}
        return cls(name, code != 0, seconds, tests, sum(case.find("skipped") is not None for case in cases))


def report(parts: list[Part]) -> str:
    """A table of minutes, the slowest tests of the whole run, and each that took more than twenty seconds."""
    lines = ["", "minutes  tests  skipped  part"]
    lines += [f"{one.seconds / 60:7.1f}  {len(one.tests):5}  {one.skipped:7}  {one.name}" for one in parts]
    lines.append(
        f"{sum(one.seconds for one in parts) / 60:7.1f}  {sum(len(one.tests) for one in parts):5}           all"
    )
    ranked = sorted(((took, name) for one in parts for name, took in one.tests.items()), reverse=True)
    shown = [one for place, one in enumerate(ranked) if place < SLOWEST or one[0] > SLOW]
    lines += ["", f"the {SLOWEST} slowest tests, and each that took more than {SLOW:.0f} s:"]
    lines += [f"{took:7.1f} s  {name}" for took, name in shown]
    return "\n".join(lines)
