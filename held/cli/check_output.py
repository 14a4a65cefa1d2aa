"""The output of `held check`: sentences as problems are found, or one JSON document at the end."""

import json
from collections.abc import Callable, Sequence

from django.db import DatabaseError

from held import VERSION
from held.cli.checks import Checked, Finding
from held.cli.messages import Progress, say
from held.keeping.state import newest_copy_age


def print_finding(finding: Finding) -> None:
    """Print the problem, and the remedy below it. The sign has words beside it: not every screen reader says it."""
    say(f"✗ not fine: {finding.wrong}")
    for line in finding.remedy.splitlines():
        say(f"  {line}")


def summary_line(findings: Sequence[Finding], well: str = "Nothing is wrong.") -> str:
    """The last line: how many findings there were, or `well`."""
    if not findings:
        return well
    needs = "thing needs" if len(findings) == 1 else "things need"
    return f"{len(findings)} {needs} attention. Nothing was changed."


class Telling:
    """Prints one check. `as_json`: nothing before the end, and then everything."""

    def __init__(self, *, as_json: bool) -> None:
        self._as_json = as_json
        self._findings: list[Finding] = []
        self._checked: list[Checked] = []
        self._notes: list[str] = []

    def checked(self, checked: Checked) -> None:
        """Report a check that was made: that all is fine, or each problem."""
        self._checked.append(checked)
        for finding in checked.findings:
            self.finding(finding)
        if not checked.findings and not self._as_json:
            say(f"✓ fine: {checked.check.name}")

    def finding(self, finding: Finding) -> None:
        """Report a problem."""
        self._findings.append(finding)
        if not self._as_json:
            print_finding(finding)

    def note(self, text: str) -> None:
        """Report a fact that is not a problem."""
        self._notes.append(text)
        if not self._as_json:
            say(f"· {text}")

    def line(self, text: str) -> None:
        """Report what the check does next."""
        self._notes.append(text)
        if not self._as_json:
            say(text)

    def progress(self, doing: str) -> Callable[[int, int], object]:
        """A callback for the number of things done and their total."""
        return (lambda _done, _of: None) if self._as_json else Progress(doing)

    def end(self) -> int:
        """End the check: 0 without problems, else 1."""
        if self._as_json:
            say(json.dumps(self._whole(), indent=1, ensure_ascii=False))
        else:
            say(summary_line(self._findings))
        return 1 if self._findings else 0

    def _whole(self) -> dict[str, object]:
        return {
            "ok": not self._findings,
            "checks": [{"name": one.check.name, "fine": not one.findings} for one in self._checked],
            "findings": [{"wrong": one.wrong, "remedy": one.remedy} for one in self._findings],
            "notes": self._notes,
            "newest_copy_age_seconds": _age_of_copy(),
            "version": VERSION,
        }


def _age_of_copy() -> int | None:
    try:
        return newest_copy_age()
    except DatabaseError:  # there is a finding about it
        return None
