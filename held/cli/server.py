"""The server: the process that prepared the place forks one that serves it, and another whenever that one dies.

A fork copies only one thread: a lock held by another thread stays locked in the copy for ever. So this process has one
thread, and waits for signals to notice Ctrl-C and the end of the other process, where Granian would start a thread.
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

THREADS = 64  # with 4, four slow phones block the whole installation
LOOK = 0.02  # seconds between two checks whether the server answers, until it does
LOOK_AT_LOCK = 60  # seconds between two checks of the database lock, if there is one
TOO_SOON = 5.5  # seconds: a process that dies this soon after another would keep dying


class Server(MPServer):  # type: ignore[misc]  # Granian is left out of the type check
    """Granian, managed by a process with one thread. Serve inside `_signals_waited_for`."""

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
        """Run until somebody stops held, or its process dies repeatedly."""
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
        """The next signal; None after a moment without one, until the server has answered for the first time.

        After that, None means that the database lock was checked.
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
    """Serve until SIGINT or SIGTERM, and return 0. `when_open` is called once the server answers.

    If `lock` is lost and another held has taken it, the server stops.

    Call it from a process with one thread and no open database: both would be shared. Raises CannotGoOn.
    """
    multiprocessing.set_start_method("fork", force=True)
    server = Server(
        "held.wsgi:application",
        port=settings.HELD_PORT,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,  # no proxy forwards HTTP/2 in clear text, and no other client requires it here
        blocking_threads=THREADS,
        websockets=False,
        log_enabled=False,
        workers_kill_timeout=serving_process.GRACE,
    )
    server.when_open, server.lock = when_open, lock
    gc.collect()
    gc.freeze()  # shared pages stay shared: a collection would write to every page
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
        "The place stopped by itself several times. What was saved is safe. “bin/held check” may say what is wrong."
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
    """Block signals until they are waited for; the forked process unblocks those it handles."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, serving_process.WAITED_FOR)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
