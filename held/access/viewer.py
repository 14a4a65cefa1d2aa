"""Whoever is asking."""

from dataclasses import dataclass

from held.accounts.models import Account


@dataclass(frozen=True)
class Viewer:
    """Whoever is asking now. `key_shown`: they showed a passkey or a paper code within the last quarter hour."""

    account: Account | None = None
    key_shown: bool = False


ANYONE = Viewer()


class KeyNeeded(Exception):
    """They may, once they show a passkey or a paper code."""
