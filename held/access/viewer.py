"""Whoever is asking."""

from dataclasses import dataclass, field

from held.accounts.models import Account


@dataclass(frozen=True)
class Viewer:
    """Whoever is asking now. `key_shown`: they showed a passkey or a paper code within the last quarter hour."""

    account: Account | None = None
    key_shown: bool = False


@dataclass(frozen=True)
class SignedIn(Viewer):
    """A viewer who is signed in: what every page behind a sign-in is given (`held/web/audiences.py`)."""

    account: Account = field()  # as in Viewer, and never None


ANYONE = Viewer()


@dataclass(frozen=True)
class Reader:
    """Whoever reads: what their browser keeps of the links of people whom a family named, as hashes; mostly none."""

    readings: frozenset[str] = frozenset()


SOMEBODY = Reader()


class KeyNeeded(Exception):
    """They may, once they show a passkey or a paper code."""

    def __init__(self, back: str = "") -> None:
        """`back`: the page to come back to, where the one that was asked cannot be looked at."""
        super().__init__(back)
        self.back = back
