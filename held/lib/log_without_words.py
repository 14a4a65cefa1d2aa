"""Log lines contain an exception's type and its place in the code; never a name, or what anybody wrote or asked."""

import logging
import traceback

from held.lib.commands import as_run_here


class QuietFormatter(logging.Formatter):
    """Prints time, level and message. For an exception: its type, and file and line of each frame, without its text."""

    def __init__(self) -> None:
        super().__init__("{asctime} {levelname} {message}", style="{")

    def format(self, record: logging.LogRecord) -> str:
        """The line; commands in it are as the host types them on this machine."""
        return as_run_here(super().format(record))

    def formatException(self, ei: object) -> str:  # noqa: N802  # the name is logging's
        """Where the exception came from; its own text may contain a person's words."""
        kind, fault = ei[0], ei[1]  # type: ignore[index]  # logging passes sys.exc_info()
        steps = traceback.extract_tb(fault.__traceback__)
        return "\n".join([f"  {kind.__name__}", *(f"  {s.filename}:{s.lineno} {s.name}" for s in steps[-12:])])
