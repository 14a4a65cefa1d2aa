"""A log line says what kind of fault there was and where in the code; never what anybody wrote, asked or is called."""

import logging
import traceback

from held.lib.commands import as_run_here


class QuietFormatter(logging.Formatter):
    """Prints time, level and message. Of an exception: its kind, and file and line of each step, without its text."""

    def __init__(self) -> None:
        super().__init__("{asctime} {levelname} {message}", style="{")

    def format(self, record: logging.LogRecord) -> str:
        """The line; a command in it as the host of this machine types it."""
        return as_run_here(super().format(record))

    def formatException(self, ei: object) -> str:  # noqa: N802  # the name is logging's
        """Where the fault came from; an exception's own text may carry a person's words."""
        kind, fault = ei[0], ei[1]  # type: ignore[index]  # logging hands over sys.exc_info()
        steps = traceback.extract_tb(fault.__traceback__)
        return "\n".join([f"  {kind.__name__}", *(f"  {s.filename}:{s.lineno} {s.name}" for s in steps[-12:])])
