"""held serve: prepare the place, print its address, keep it open until it is stopped."""

import argparse

from django.conf import settings

from held.cli import preparing, server
from held.cli.messages import say
from held.cli.setting_up import read_settings_again
from held.keeping.database_lock import DatabaseLock
from held.place.first_host import first_link, is_taken, this_place
from held.place.place_address import note_setting


def run(_options: argparse.Namespace) -> int:
    """Serve until Ctrl-C; then return 0."""
    with preparing.held_by_nobody_else() as lock:
        preparing.prepare()
        links = [] if is_taken() else [("Open this link to become the host", first_link())]
        return open_the_doors(links, lock)


def open_the_doors(links: list[tuple[str, str]], lock: DatabaseLock) -> int:
    """Serve, and print so once it is true. Each link is a label and a token."""
    address = settings.HELD_ADDRESS or this_place().address
    note_setting()
    read_settings_again(address)
    preparing.close_every_handle()
    words = "\n".join(welcome(links, address))
    return server.serve_until_stopped(lambda: say(words), lock)


def welcome(links: list[tuple[str, str]], address: str) -> list[str]:
    """What the host reads when the place is open."""
    here = f"http://localhost:{settings.HELD_PORT}"
    lines = [""]
    for whom, token in links:
        lines += [f"{whom}:", f"    {address or here}/entrance/link/{token}/", ""]
    return [
        *lines,
        f"The place is open:      {here}",
        *([f"People find it at:      {address}"] if address else []),
        f"Everything is kept in:  {settings.HELD_DATA}",
        "To stop:                Ctrl-C",
        "",
    ]
