"""The person making the request."""

from collections.abc import Collection
from dataclasses import dataclass, field

from held.accounts.models import Account


@dataclass(frozen=True)
class Viewer:
    """The person making the request. `key_shown`: they showed a passkey or paper code in the last quarter hour."""

    account: Account | None = None
    key_shown: bool = False


@dataclass(frozen=True)
class SignedIn(Viewer):
    """A viewer who is signed in; given to every page that requires sign-in (`held/web/audiences.py`)."""

    account: Account = field()  # as in Viewer, but never None


ANYONE = Viewer()


@dataclass(frozen=True)
class Reader:
    """A reader: the hashes of named readers' links that their browser keeps; usually none."""

    readings: Collection[str] = frozenset()


SOMEBODY = Reader()


class KeyNeeded(Exception):
    """They may do it once they show a passkey or a paper code."""

    def __init__(self, back: str = "") -> None:
        """`back`: the page to return to, if the requested one can't be shown."""
        super().__init__(back)
        self.back = back
