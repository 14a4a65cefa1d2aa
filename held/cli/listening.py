"""At which addresses the place listens: those by which this machine reaches itself, and no other.

Browsers go to [::1] first for “localhost”, so held listens there too, if the machine has it. One Granian worker listens
at one address. So there are two in the one process that serves. Threads start as they are needed; all else is shared.
"""

import signal
import threading
from multiprocessing.util import Finalize
from typing import Any

from granian.net import SocketSpec
from granian.server import mp

from held.cli.ports import HERE_BY_IPV6, has_ipv6

BACKLOG = 1024  # connections that wait; Granian’s own default


class BothAddresses:
    """Granian’s worker, once for each address. Its stop is passed on, and both finish what they are answering."""

    grace = 20.0  # seconds
    port = 0  # set by `listen_at_both`

    def __init__(self, number: int, listener: Any, *more: Any) -> None:
        self._workers = [_OneAddress(number, listener, *more)]
        if has_ipv6():
            self._workers.append(_OneAddress(number, (SocketSpec(HERE_BY_IPV6, self.port, BACKLOG), None), *more))

    def serve_mtr(self, scheduler: Any, loop: Any, stop: Any) -> None:
        """As Granian’s: returns at once, and serves until `stop` is set."""
        self._workers[0].serve_mtr(scheduler, loop, stop)
        for worker in self._workers[1:]:
            its_stop, ended = mp.WorkerSignal(), threading.Event()
            its_stop.add_cb(ended.set)  # called once its last answer has gone out
            worker.serve_mtr(scheduler, loop, its_stop)
            _stop_too(its_stop)
            Finalize(None, ended.wait, args=(self.grace,), exitpriority=100)


def listen_at_both(port: int, grace: float) -> None:
    """From now on a worker of Granian in this process listens at both addresses. `grace`: seconds to finish answers."""
    BothAddresses.port, BothAddresses.grace = port, grace
    mp.WSGIWorker = BothAddresses


def _stop_too(its_stop: Any) -> None:
    """The signal that stops the first worker stops this one as well."""
    first = signal.getsignal(signal.SIGTERM)

    def _both(number: int, frame: Any) -> None:
        its_stop.set()
        if callable(first):
            first(number, frame)

    signal.signal(signal.SIGTERM, _both)


_OneAddress = mp.WSGIWorker
