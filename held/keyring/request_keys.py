"""Within one request each key is read from the keyring and unwrapped once, and none outlives the request.

A key that was destroyed in the meantime, by this request or by any other process, is never given. Before each use the
keyring says whether anything in it changed (`Keyring.state`); if it did, every key is forgotten and read again.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from held.keyring.ring import this_ring
from held.keyring.store import Keyring


class _Kept:
    """The keys that were read, and what the keyring said of itself when they were."""

    def __init__(self) -> None:
        self._of: tuple[Keyring, tuple[int, ...]] | None = None
        self._keys: dict[str, bytes] = {}

    def keys(self, ring: Keyring) -> dict[str, bytes]:
        """Those that are still so."""
        now = (ring, ring.state())
        if self._of != now:
            self._of, self._keys = now, {}
        return self._keys

    def forget(self) -> None:
        """Nothing is kept any more, for whatever still holds this."""
        self._of, self._keys = None, {}


_KEPT: ContextVar[_Kept | None] = ContextVar("the keys that this request has read", default=None)


@contextmanager
def keys_read_once() -> Iterator[None]:
    """Around one request. A thread that begins inside has none of it, and reads each key each time."""
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
    """Before many things are opened: read their keys at once. One that is not there is told where it is used.

    Outside a request it does nothing, because nothing is kept there.
    """
    ring, kept = this_ring(), _KEPT.get()
    if kept is not None:
        keys = kept.keys(ring)
        keys |= ring.keys(set(key_ids) - keys.keys())


def keys_there(key_ids: Collection[str]) -> set[str]:
    """Those of these keys that are in the keyring, in one statement. Whether each can be used is told where it is."""
    return this_ring().those_there(set(key_ids))
