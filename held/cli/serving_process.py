"""What the process that serves does first: it heeds its own signals, loads the application, and begins the chores."""

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.util import Finalize  # a process that was forked does not run what `atexit` was given
from typing import Any

from granian import _signals as granians_signals

from held.cli.messages import CannotGoOn
from held.cli.program import refuse_a_changed_program

MAY_NOT_SERVE = 3  # the exit code of a worker whose program or tables are not those of the first process
GRACE = 20  # seconds for answers under way when the place is stopped
STOPS = frozenset({signal.SIGINT, signal.SIGTERM})
WAITED_FOR = STOPS | {signal.SIGHUP, signal.SIGCHLD}  # by the process that forked this one


def load() -> Callable[..., Any]:
    """The application, with the chores begun. If the process that forked this one is gone, this one goes too.

    The application is loaded here and not before the fork: with its modules come keys, locks, counters and the list
    of used tickets, and a process that takes the place of another must have none of those of the other.
    """
    heed_own_signals()
    threading.Thread(target=_end_with_parent, name="parent", daemon=True).start()
    from django.conf import settings  # noqa: PLC0415  # this module is imported before there are settings

    from held.chores.loop import begin_chores  # noqa: PLC0415
    from held.cli.listening import listen_at_both  # noqa: PLC0415  # it loads Granian’s server
    from held.wsgi import application  # noqa: PLC0415  # it also sets up our logs, after Granian did its own

    end_if_it_may_not_serve()  # now that the code is loaded: files could be changed until then
    heed_the_first_signal_only()
    listen_at_both(settings.HELD_PORT, GRACE)
    begin_chores()
    Finalize(None, _beat_once_more, exitpriority=0)
    return application


def refuse_other_program_or_tables() -> None:
    """Raises CannotGoOn when the program was changed since the start, or a newer one has changed the tables."""
    from django.db import connections  # noqa: PLC0415  # this module is imported before there are settings

    from held.cli.preparing import refuse_newer_tables  # noqa: PLC0415  # the same

    refuse_a_changed_program()
    try:
        refuse_newer_tables()
    finally:
        connections.close_all()


def end_if_it_may_not_serve() -> None:
    """End this process with MAY_NOT_SERVE where it must not open the place; the process that forked it says why."""
    try:
        refuse_other_program_or_tables()
    except CannotGoOn:
        os._exit(MAY_NOT_SERVE)


def heed_own_signals() -> None:
    """SIGTERM ends this process, at once until Granian heeds it. A fork copies what the other process heeds.

    SIGINT and SIGHUP stay blocked: a terminal sends them to both processes, and the other one then asks this one to
    finish what it is answering.
    """
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM, signal.SIGCHLD})


def heed_the_first_signal_only() -> None:
    """Of two signals in a row (systemd sends one to everybody, the parent one more) heed one.

    Granian's answer to a signal sets an event on which its main thread waits. Set once more while that thread is
    waking up, it waits for its own lock, for ever: a place would take 20 seconds to stop.
    """
    install = granians_signals.set_main_signals

    def _install_once(heed: Callable[..., Any], *more: Any) -> None:
        def _first(*told: Any) -> None:
            for each in STOPS:
                signal.signal(each, signal.SIG_IGN)
            heed(*told)

        install(_first, *more)

    granians_signals.set_main_signals = _install_once


def _beat_once_more() -> None:
    """When this process ends in an orderly way, the minutes since the last heartbeat count as well."""
    from held.uptime.heartbeat import beat  # noqa: PLC0415  # see `load`

    with suppress(Exception):  # the place ends now in any case, and a few minutes are not counted
        beat(last=True)


def _end_with_parent() -> None:
    """However the parent went, even by SIGKILL, nothing stays behind that keeps the port or the folder."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(GRACE)
        os.kill(os.getpid(), signal.SIGKILL)  # an answer that never ends: nobody else is there to end it
