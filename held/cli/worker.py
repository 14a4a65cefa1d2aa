"""What the server's own process loads: the place as an application, and the chores beside it."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from typing import Any


def load() -> Callable[..., Any]:
    """The application, with the chores begun. If the process that started this one is gone, this one goes too."""
    from held.wsgi import application  # noqa: PLC0415, I001  # first, it reads the settings; in this process alone
    from held.chores.loop import begin_chores  # noqa: PLC0415

    begin_chores()
    threading.Thread(target=_end_with_parent, name="parent", daemon=True).start()
    return application


def _end_with_parent() -> None:
    """However the parent went, even by SIGKILL, nothing stays behind that keeps the port."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)
