"""A limit on concurrent requests of one kind, with a share for each sender, in the memory of this process."""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from threading import Condition


class Slots:
    """A semaphore that also counts by key, so that nobody takes all of it.

    A key says who asks (“person 7”); a slot may be taken under several keys, for example a family and a network. `each`
    is the most that one key holds at once; a mapping gives it by the first word of the key; without it there is no
    limit. `waiting` is the most who may wait for a slot at once: a waiting request holds a server thread too.
    """

    def __init__(self, most: int, *, waiting: int = 0, each: int | Mapping[str, int] | None = None) -> None:
        self.most, self.waiting = most, waiting
        self._each = each if isinstance(each, Mapping) else {}
        self._each_other = most if each is None or isinstance(each, Mapping) else each
        self._held = 0
        self._changed = Condition()
        self._taken: Counter[str] = Counter()
        self._waiting = 0

    def take(self, *keys: str, wait: float = 0) -> bool:
        """Take a slot, now or within `wait` seconds; returns whether one was free. Release it by `give_back` with
        the same keys."""
        with self._changed:
            if not self._is_free(keys) and not self._is_freed(keys, wait):
                return False
            self._held += 1
            self._taken.update(keys)
            return True

    def give_back(self, *keys: str) -> None:
        """Release a slot."""
        with self._changed:
            self._held -= 1
            self._taken.subtract(keys)
            self._taken += Counter()  # a key that holds nothing is forgotten
            self._changed.notify_all()

    @contextmanager
    def one(self, *keys: str, wait: float = 0) -> Iterator[bool]:
        """A slot for as long as the block lasts, however it ends; False if none is free."""
        got = self.take(*keys, wait=wait)
        try:
            yield got
        finally:
            if got:
                self.give_back(*keys)

    def _is_free(self, keys: tuple[str, ...]) -> bool:
        return self._held < self.most and all(self._taken[key] < self._most_of(key) for key in keys)

    def _most_of(self, key: str) -> int:
        return self._each.get(key.partition(" ")[0], self._each_other)

    def _is_freed(self, keys: tuple[str, ...], wait: float) -> bool:
        if not wait or self._waiting >= self.waiting:
            return False
        self._waiting += 1
        try:
            return self._changed.wait_for(lambda: self._is_free(keys), wait)
        finally:
            self._waiting -= 1
