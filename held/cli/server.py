"""The server: the process that prepared the place forks one that serves it, and another whenever that one falls.

A fork copies one thread only: a lock that another thread holds stays locked in the copy for ever. So this process has
one thread, and hears of Ctrl-C and of the end of the other by waiting for signals, where Granian would start a thread.
"""

import gc
import http.client
import multiprocessing
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from granian.constants import HTTPModes, Interfaces
from granian.server.mp import MPServer

from held.cli import serving_process
from held.cli.messages import CannotGoOn
from held.keeping.database_lock import DatabaseInUse, DatabaseLock

THREADS = 64  # with 4, four slow phones stop the whole place
LOOK = 0.02  # seconds between two questions whether the place answers, until it does
LOOK_AT_LOCK = 60  # seconds between two looks at the lock of the database, if it has one
TOO_SOON = 5.5  # seconds: one that falls so soon after another fell would go on falling


class Server(MPServer):  # type: ignore[misc]  # Granian is left out of the type check
    """Granian, kept by a process with one thread. Serve inside `_signals_waited_for`."""

    when_open: Callable[[], object] | None = None
    lock: DatabaseLock
    lost_database = False
    interrupt_signal: bool
    interrupt_children: list[int]

    def _spawn_worker(self, *args: Any, **kwargs: Any) -> Any:
        process = super()._spawn_worker(*args, **kwargs)
        process._watch = lambda: None  # noqa: SLF001  # a thread that would wait for its end
        return process

    def _serve_loop(self, target: Callable[..., None], load: Callable[..., Any]) -> None:
        """Until somebody stops the place, or its process falls again and again."""
        while not self.interrupt_signal and not self.interrupt_children:
            heard = self._heard()
            if heard in serving_process.STOPS:
                self.interrupt_signal = True
            elif heard == signal.SIGHUP:
                self._reload(target, load)
            elif not self.wrks[0].is_alive():
                self._go_on(target, load)

    def _go_on(self, target: Callable[..., None], load: Callable[..., Any]) -> None:
        may_not = self.wrks[0].inner.exitcode == serving_process.MAY_NOT_SERVE
        if may_not or time.monotonic() - self.respawned_wrks.get(0, -TOO_SOON) < TOO_SOON:
            self.interrupt_children.append(0)
        else:
            self._respawn_workers([0], target, load)

    def _heard(self) -> int | None:
        """The next signal; None for a moment without one, until the place answered for the first time.

        After that, None where the lock of the database was looked at.
        """
        if self.when_open is None:
            return self._heard_beside_the_lock()
        heard = signal.sigtimedwait(serving_process.WAITED_FOR, LOOK)
        if heard is not None:
            return heard.si_signo
        if _answers():
            self.when_open()
            self.when_open = None
        return None

    def _heard_beside_the_lock(self) -> int | None:
        if not self.lock.is_taken:
            return signal.sigwait(serving_process.WAITED_FOR)
        heard = signal.sigtimedwait(serving_process.WAITED_FOR, LOOK_AT_LOCK)
        if heard is not None:
            return heard.si_signo
        try:
            self.lock.keep()
        except DatabaseInUse:
            self.lost_database = True
            self.interrupt_children.append(0)
        return None


def serve_until_stopped(when_open: Callable[[], object], lock: DatabaseLock) -> int:
    """Serve until SIGINT or SIGTERM, and end with 0. `when_open` is called once the place answers.

    If `lock` is lost and another held has taken it, the place stops.

    Call it from a process with one thread and no open database: both would be shared. Raises CannotGoOn.
    """
    multiprocessing.set_start_method("fork", force=True)
    server = Server(
        "held.wsgi:application",
        port=settings.HELD_PORT,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,  # no front hands on HTTP/2 in clear, and nobody else has to speak it here
        blocking_threads=THREADS,
        websockets=False,
        log_enabled=False,
        workers_kill_timeout=serving_process.GRACE,
    )
    server.when_open, server.lock = when_open, lock
    gc.collect()
    gc.freeze()  # what both processes share stays shared: a collection would write into every page of it
    with _signals_waited_for():
        try:
            server.serve(target_loader=serving_process.load, wrap_loader=False)
        except SystemExit:
            raise CannotGoOn(str(DatabaseInUse())) if server.lost_database else _why_it_stopped() from None
    return 0


def _why_it_stopped() -> CannotGoOn:
    with suppress(DatabaseError):
        try:
            serving_process.refuse_other_program_or_tables()
        except CannotGoOn as reason:
            return reason
    return CannotGoOn(
        "The place stopped by itself, again and again. What was saved is safe. “bin/held check” may say what is wrong."
    )


def _answers() -> bool:
    here = http.client.HTTPConnection("127.0.0.1", settings.HELD_PORT, timeout=5)
    try:
        here.request("GET", "/healthz")
        return here.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        here.close()


@contextmanager
def _signals_waited_for() -> Iterator[None]:
    """Signals wait until they are asked for; the forked process lets those through that are meant for it."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, serving_process.WAITED_FOR)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
