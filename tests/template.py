"""The process from which tests fork others (tests/forking.py): it has loaded the libraries that held uses.

It has one thread, and loads neither held nor its settings: each child has its own.
"""

import importlib
import json
import os
import runpy
import selectors
import signal
import socket
import sys
import textwrap
from contextlib import suppress

from tests.forking import LONGEST, ROOT

LIBRARIES = (
    "allauth.utils",
    "argparse",
    "cryptography.hazmat.primitives.ciphers.aead",
    "csp.middleware",
    "django.contrib.sessions.backends.signed_cookies",
    "django.contrib.staticfiles.finders",
    "django.core.handlers.wsgi",
    "django.core.management.commands.migrate",
    "django.db.backends.sqlite3.base",
    "django.db.migrations.executor",
    "django.db.models",
    "django.forms",
    "django.middleware.csrf",
    "django.middleware.locale",
    "django.template.loader",
    "fido2.server",
    "granian.server.mp",
    "logging.config",
    "markdown_it",
    "nh3",
    "psycopg",
    "qrcode",
    "tink",
    "whitenoise.middleware",
)


def serve(orders: socket.socket) -> dict[str, list[str]] | None:
    """Fork a child for each order until the other end closes; in a child, returns what to run."""
    bell, ringing = os.pipe()
    for end in (bell, ringing):
        os.set_blocking(end, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(ringing, warn_on_full_buffer=False)
    waiting: dict[int, int] = {}  # a child's pid, and where to report its exit code
    with selectors.DefaultSelector() as ready:
        ready.register(orders, selectors.EVENT_READ)
        ready.register(bell, selectors.EVENT_READ)
        while True:
            for key, _ in ready.select():
                if key.fileobj == bell:
                    os.read(bell, 512)
                    tell_endings(waiting)
                    continue
                message, ends, _, _ = socket.recv_fds(orders, LONGEST, 3)
                if not message:
                    return None
                child = os.fork()
                if child == 0:
                    return become(json.loads(message), ends)
                waiting[child] = ends[2]
                for end in ends[:2]:
                    os.close(end)
                orders.send(str(child).encode())


def tell_endings(waiting: dict[int, int]) -> None:
    """Report the exit code of each child that has ended."""
    while waiting:
        child, status = os.waitpid(-1, os.WNOHANG)
        if not child:
            return
        told = waiting.pop(child)
        with suppress(BrokenPipeError):  # nobody waits for it any more
            os.write(told, str(os.waitstatus_to_exitcode(status)).encode())
        os.close(told)


def become(order: dict, ends: list[int]) -> dict[str, list[str]]:
    """Set up this child as ordered: its own session, environment, folder and streams."""
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.setsid()
    os.chdir(ROOT)
    os.dup2(ends[0], 1)
    os.dup2(ends[1], 2)
    os.environ.clear()
    os.environ.update(order["env"])
    return order


def run(arguments: list[str]) -> None:
    """`python *arguments`, for the two forms that tests use: -m MODULE and -c CODE."""
    how, what, *more = arguments
    if how == "-m":
        sys.argv = [what, *more]
        runpy.run_module(what, run_name="__main__", alter_sys=True)
        return
    sys.argv = ["-c", *more]
    exec(compile(textwrap.dedent(what), "<lines>", "exec"), {"__name__": "__main__"})  # noqa: S102  # a test's own


def main() -> None:
    """Load the libraries, then fork; a child ends as any Python process does."""
    for name in LIBRARIES:
        importlib.import_module(name)
    order = serve(socket.socket(fileno=int(sys.argv[1])))
    if order is not None:
        os.closerange(3, os.sysconf("SC_OPEN_MAX"))  # files opened by the template and its other children
        run(order["arguments"])


if __name__ == "__main__":
    main()
