"""The server: one process with Granian's threads for pages and one thread for chores, kept by this one."""

import http.client
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import resource_tracker
from time import sleep
from typing import Any

from django.conf import settings
from granian.constants import HTTPModes, Interfaces
from granian.server.mp import MPServer

from held.cli import worker
from held.cli.saying import CannotGoOn

THREADS = 64  # with 4, four slow phones stop the whole place
GRACE = 20  # seconds for answers under way when the place is stopped


class Server(MPServer):  # type: ignore[misc]  # Granian is left out of the type check
    """Granian, with Ctrl-C for this process alone: it then asks the other to finish what it is answering.

    A terminal sends Ctrl-C to both. A signal that is blocked while a process starts stays blocked in it.
    """

    def _spawn_workers(self, *args: Any) -> None:
        with _interrupts_later():
            super()._spawn_workers(*args)

    def _respawn_workers(self, *args: Any, **kwargs: Any) -> None:
        with _interrupts_later():
            super()._respawn_workers(*args, **kwargs)


def serve_until_stopped(address: str, when_open: Callable[[], object]) -> int:
    """Serve until SIGINT or SIGTERM, and end with 0. `when_open` is called once the place answers."""
    multiprocessing.set_start_method("spawn", force=True)  # a forked child would share our database connections
    resource_tracker.ensure_running()  # it lets signals through again as it starts: before ours are held back
    os.environ["HELD_ADDRESS"] = address  # cookies need it, and the first evening's answer is in the database
    os.environ.pop("HELD_ADDRESS_FILE", None)
    server = Server(
        "held.wsgi:application",
        port=settings.HELD_PORT,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,  # no front hands on HTTP/2 in clear, and nobody else has to speak it here
        blocking_threads=THREADS,
        websockets=False,
        log_enabled=False,
        respawn_failed_workers=True,
        workers_kill_timeout=GRACE,
    )
    threading.Thread(target=_tell_when_open, args=(when_open,), daemon=True).start()
    try:
        server.serve(target_loader=worker.load, wrap_loader=False)
    except SystemExit:
        if not server.interrupt_signal:
            raise CannotGoOn(
                "The place stopped by itself, again and again. What was saved is safe. "
                "“held check” may say what is wrong."
            ) from None
    return 0


def _tell_when_open(when_open: Callable[[], object]) -> None:
    while not _answers():
        sleep(0.05)
    when_open()


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
def _interrupts_later() -> Iterator[None]:
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
