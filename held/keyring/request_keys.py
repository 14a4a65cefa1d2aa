"""Within one request each key is read from the keyring and unwrapped once, and none outlives the request.

A key destroyed in the meantime, by this request or by any other process, is never returned. Before each use the keyring
says whether anything in it changed (`Keyring.state`); if so, every key is forgotten and read again.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from held.keyring.ring import this_ring
from held.keyring.store import Keyring


class _Kept:
    """The keys that were read, and the keyring's state at that time."""

    def __init__(self) -> None:
        self._of: tuple[Keyring, tuple[int, ...]] | None = None
        self._keys: dict[str, bytes] = {}

    def keys(self, ring: Keyring) -> dict[str, bytes]:
        """The keys that are still valid."""
        now = (ring, ring.state())
        if self._of != now:
            self._of, self._keys = now, {}
        return self._keys

    def forget(self) -> None:
        """Drop all keys, even if something still refers to this object."""
        self._of, self._keys = None, {}


_KEPT: ContextVar[_Kept | None] = ContextVar("the keys that this request has read", default=None)


@contextmanager
def keys_read_once() -> Iterator[None]:
    """Around one request. A thread started inside does not share these keys, and reads each key each time."""
    kept = _Kept()
    before = _KEPT.set(kept)
    try:
        yield
    finally:
        _KEPT.reset(before)
        kept.forget()


def key_of(key_id: str) -> bytes:
    """The 32 bytes of a key. Raises KeyGone, NoWrappingKey."""
    ring, kept = this_ring(), _KEPT.get()
    if kept is None:
        return ring.key(key_id)
    keys = kept.keys(ring)
    if key_id not in keys:
        keys[key_id] = ring.key(key_id)
    return keys[key_id]


def read_keys(key_ids: Collection[str]) -> None:
    """Before opening many things: read their keys at once. A missing one raises only where it is used.

    Does nothing outside a request, because no keys are kept there.
    """
    ring, kept = this_ring(), _KEPT.get()
    if kept is not None:
        keys = kept.keys(ring)
        keys |= ring.keys(set(key_ids) - keys.keys())


def keys_there(key_ids: Collection[str]) -> set[str]:
    """Those of these keys that are in the keyring, in one statement. Whether one can be used shows only when it is."""
    return this_ring().those_there(set(key_ids))
