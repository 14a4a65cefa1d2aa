"""What a request costs: statements, decryptions, keys read from the keyring, and tickets checked."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from types import SimpleNamespace
from unittest.mock import patch

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import connection
from django.test.utils import CaptureQueriesContext

from held.keyring import binary
from held.keyring.kek import WrappingKey
from held.pictures.ticket import Tickets, tickets


@dataclass
class Cost:
    """Counts for one stretch of work.

    `statements`: to the database, savepoints included. `decryptions`: sealed words or pictures that were opened.
    `keys`: keys that were unwrapped. `checks`: how often the proof of a picture's ticket was checked.
    """

    statements: int = 0
    decryptions: int = 0
    keys: int = 0
    checks: int = 0


@contextmanager
def counting() -> Iterator[Cost]:
    """Counts what happens inside the block; the figures are complete when it ends."""
    cost = Cost()

    def counted(key):
        cipher = AESGCM(key)
        return SimpleNamespace(encrypt=cipher.encrypt, decrypt=partial(decrypt, cipher))

    def decrypt(cipher, *args):
        cost.decryptions += 1
        return cipher.decrypt(*args)

    unwrap, prove = WrappingKey.unwrap, Tickets._proven

    def unwrapped(wrapping, *args):
        cost.keys += 1
        return unwrap(wrapping, *args)

    def proven(gate, *args):
        cost.checks += gate is tickets
        return prove(gate, *args)

    with (
        patch.object(binary, "AESGCM", counted),
        patch.object(WrappingKey, "unwrap", unwrapped),
        patch.object(Tickets, "_proven", proven),
        CaptureQueriesContext(connection) as captured,
    ):
        yield cost
    cost.statements = len(captured)
