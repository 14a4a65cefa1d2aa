"""What `held check` looks at: each check has a name, and says what is wrong and what helps."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """A problem, and its remedy."""

    wrong: str
    remedy: str = ""


@dataclass(frozen=True)
class Check:
    """One check. `on_desk`: whether the host's desk tells its result too. It does not when it would tell that somebody
    said no, or when the desk looks itself.
    """

    name: str
    look: Callable[[], Iterator[Finding]]
    on_desk: bool = True


@dataclass(frozen=True)
class Checked:
    """A check that was made, and what it found; nothing if all is fine."""

    check: Check
    findings: tuple[Finding, ...]
