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

from held.keyring import bytes as sealed_bytes
from held.keyring.store import Keyring
from held.pictures.ticket import Tickets


@dataclass
class Cost:
    """Counts of one stretch of work.

    `statements`: those to the database, savepoints included. `decryptions`: sealed words or pictures that were opened.
    `keys`: keys that were read from the keyring and unwrapped. `checks`: how often the proof of a ticket was computed.
    """

    statements: int = 0
    decryptions: int = 0
    keys: int = 0
    checks: int = 0


@contextmanager
def counting() -> Iterator[Cost]:
    """Counts what happens inside; the figures are complete when the block ends."""
    cost = Cost()

    def counted(key):
        cipher = AESGCM(key)
        return SimpleNamespace(encrypt=cipher.encrypt, decrypt=partial(decrypt, cipher))

    def decrypt(cipher, *args):
        cost.decryptions += 1
        return cipher.decrypt(*args)

    read_key, prove = Keyring.key, Tickets._proven

    def key(ring, key_id):
        cost.keys += 1
        return read_key(ring, key_id)

    def proven(gate, *args):
        cost.checks += 1
        return prove(gate, *args)

    with (
        patch.object(sealed_bytes, "AESGCM", counted),
        patch.object(Keyring, "key", key),
        patch.object(Tickets, "_proven", proven),
        CaptureQueriesContext(connection) as captured,
    ):
        yield cost
    cost.statements = len(captured)
