"""So many requests of one kind at once, and a share of them for each who asks, in the memory of this process."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition


class Slots:
    """A semaphore that also counts by key, so that nobody takes all of it.

    `each` is the most that one key holds at once; without it, all. `waiting` is the most who may wait for a slot at
    once: a request that waits holds a thread of the server too.
    """

    def __init__(self, most: int, *, waiting: int = 0, each: int | None = None) -> None:
        self.most, self.waiting, self._each = most, waiting, each or most
        self._changed = Condition()
        self._taken: Counter[str] = Counter()
        self._waiting = 0

    def take(self, key: str = "", *, wait: float = 0) -> bool:
        """Whether there is a slot, now or within so many seconds; then `give_back` it with the same key."""
        with self._changed:
            if not self._is_free(key) and not self._is_freed(key, wait):
                return False
            self._taken[key] += 1
            return True

    def give_back(self, key: str = "") -> None:
        """It is free for the next one."""
        with self._changed:
            self._taken[key] -= 1
            self._taken += Counter()  # a key that holds nothing is forgotten
            self._changed.notify_all()

    @contextmanager
    def one(self, key: str = "", *, wait: float = 0) -> Iterator[bool]:
        """A slot for as long as the block lasts, however it ends; False: there is none just now."""
        got = self.take(key, wait=wait)
        try:
            yield got
        finally:
            if got:
                self.give_back(key)

    def _is_free(self, key: str) -> bool:
        return self._taken.total() < self.most and self._taken[key] < self._each

    def _is_freed(self, key: str, wait: float) -> bool:
        if not wait or self._waiting >= self.waiting:
            return False
        self._waiting += 1
        try:
            return self._changed.wait_for(lambda: self._is_free(key), wait)
        finally:
            self._waiting -= 1
