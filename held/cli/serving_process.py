"""The first steps of the serving process: it sets its signal handlers, loads the application, and starts the chores."""

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.util import Finalize  # a forked process does not run `atexit` handlers
from typing import Any

from held.cli.messages import CannotGoOn
from held.cli.program import refuse_a_changed_program

MAY_NOT_SERVE = 3  # the exit code of a worker whose program or tables differ from the first process's
GRACE = 20  # seconds for current responses when held is stopped
STOPS = frozenset({signal.SIGINT, signal.SIGTERM})
WAITED_FOR = STOPS | {signal.SIGHUP, signal.SIGCHLD}  # by the process that forked this one


def load() -> Callable[..., Any]:
    """The application, with the chores started. If the parent process is gone, this process exits too.

    The application is loaded here and not before the fork: its modules create keys, locks, counters and the list of
    used tickets, and a process that replaces another must not inherit them.
    """
    heed_own_signals()
    threading.Thread(target=_end_with_parent, name="parent", daemon=True).start()
    from django.conf import settings  # noqa: PLC0415  # this module is imported before there are settings

    from held.chores.loop import begin_chores  # noqa: PLC0415
    from held.chores.table import TASKS  # noqa: PLC0415
    from held.cli.listening import listen_at_both  # noqa: PLC0415  # it loads Granian’s server
    from held.cli.regular_check import CHECK  # noqa: PLC0415
    from held.wsgi import application  # noqa: PLC0415  # it also sets up our logs, after Granian's

    end_if_it_may_not_serve()  # now that the code is loaded: until then files could change
    listen_at_both(settings.HELD_PORT, GRACE)
    begin_chores((*TASKS, CHECK))
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
    """Exit with MAY_NOT_SERVE if this process must not open the place; the parent process prints the reason."""
    try:
        refuse_other_program_or_tables()
    except CannotGoOn:
        os._exit(MAY_NOT_SERVE)


def heed_own_signals() -> None:
    """SIGTERM ends this process, at once until it serves (`listening`). A fork inherits the parent's handlers.

    SIGINT and SIGHUP stay blocked: a terminal sends them to both processes, and the parent then asks this one to finish
    its responses.
    """
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM, signal.SIGCHLD})


def _beat_once_more() -> None:
    """When this process ends in an orderly way, also count the minutes since the last heartbeat."""
    from held.uptime.heartbeat import beat  # noqa: PLC0415  # see `load`

    with suppress(Exception):  # held stops in any case, and a few minutes are not counted
        beat(last=True)


def _end_with_parent() -> None:
    """When the parent ends, even by SIGKILL, end too: nothing may keep the port or the folder."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(GRACE)
        os.kill(os.getpid(), signal.SIGKILL)  # a response that never ends: nobody else would end it
