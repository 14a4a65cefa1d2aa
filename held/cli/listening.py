"""The addresses held listens on: this machine's loopback addresses, and no other.

Browsers try [::1] first for “localhost”, so held listens there too, if the machine has it. One Granian worker listens
on one address, so the single serving process has two. They start threads on demand and share everything else.

Granian's own signal handlers are not used. They are set before the server knows the signal: a SIGTERM between the two
would wait for a server that never began, and a stop would take all of `grace`. Until it serves, SIGTERM ends the
process; from then on a thread stops the server.
"""

import _thread
import signal
import threading
from contextlib import suppress
from multiprocessing.util import Finalize
from typing import Any

from granian import _signals as granians_signals
from granian.net import SocketSpec
from granian.server import mp

from held.cli.ports import HERE_BY_IPV6, has_ipv6

BACKLOG = 1024  # waiting connections; Granian’s own default


class BothAddresses:
    """One Granian worker for each address. A stop reaches both, and both finish their current responses."""

    grace = 20.0  # seconds
    port = 0  # set by `listen_at_both`

    def __init__(self, number: int, listener: Any, *more: Any) -> None:
        self._workers = [_OneAddress(number, listener, *more)]
        if has_ipv6():
            self._workers.append(_OneAddress(number, (SocketSpec(HERE_BY_IPV6, self.port, BACKLOG), None), *more))

    def serve_mtr(self, scheduler: Any, loop: Any, stop: Any) -> None:
        """Like Granian’s: returns at once, and serves until `stop` is set."""
        stops = [stop]
        self._workers[0].serve_mtr(scheduler, loop, stop)
        for worker in self._workers[1:]:
            its_stop, ended = mp.WorkerSignal(), threading.Event()
            its_stop.add_cb(ended.set)  # called after its last response was sent
            worker.serve_mtr(scheduler, loop, its_stop)
            stops.append(its_stop)
            Finalize(None, ended.wait, args=(self.grace,), exitpriority=100)
        stop_at_sigterm(stops)


def listen_at_both(port: int, grace: float) -> None:
    """Make Granian's worker in this process listen on both addresses. `grace`: seconds to finish responses."""
    BothAddresses.port, BothAddresses.grace = port, grace
    mp.WSGIWorker = BothAddresses
    granians_signals.set_main_signals = lambda *_handlers: None


def stop_at_sigterm(stops: list[Any]) -> None:
    """At the first SIGTERM, set each of `stops` in a thread of its own; ignore a second signal.

    systemd sends one signal to every process, and the parent process then sends another.
    """

    def _stop(_number: int, _frame: Any) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        while stops:
            with suppress(IndexError):  # a second signal may have come before the first line
                _thread.start_new_thread(stops.pop().set, ())

    signal.signal(signal.SIGTERM, _stop)


_OneAddress = mp.WSGIWorker
