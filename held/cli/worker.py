"""What the server's own process loads: the place as an application, and the chores beside it."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from typing import Any

from granian import _signals as granians_signals


def load() -> Callable[..., Any]:
    """The application, with the chores begun. If the process that started this one is gone, this one goes too."""
    from held.wsgi import application  # noqa: PLC0415, I001  # first, it reads the settings; in this process alone
    from held.chores.loop import begin_chores  # noqa: PLC0415

    heed_the_first_signal_only()
    begin_chores()
    threading.Thread(target=_end_with_parent, name="parent", daemon=True).start()
    return application


def heed_the_first_signal_only() -> None:
    """Of two signals in a row (a terminal or systemd sends one to everybody, the parent one more) heed one.

    Granian's answer to a signal sets an event on which its main thread waits. Set once more while that thread is
    waking up, it waits for its own lock, for ever: a place would take 20 seconds to stop.
    """
    install = granians_signals.set_main_signals

    def _install_once(heed: Callable[..., Any], *more: Any) -> None:
        def _first(*told: Any) -> None:
            for each in (signal.SIGINT, signal.SIGTERM):
                signal.signal(each, signal.SIG_IGN)
            heed(*told)

        install(_first, *more)

    granians_signals.set_main_signals = _install_once


def _end_with_parent() -> None:
    """However the parent went, even by SIGKILL, nothing stays behind that keeps the port."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)
