"""The command line of `held`, and each command's --help."""

import argparse
import sys
from collections.abc import Sequence
from typing import Any

from held import VERSION
from held.cli.messages import say

ABOUT = """A private place where families tell the story of a loss.

Settings are environment variables: HELD_PORT, HELD_DATA, HELD_ADDRESS, HELD_DATABASE_URL, HELD_MAIL,
HELD_TLS_SUBDOMAINS. Each can also be read from a file that HELD_..._FILE names."""

COMMANDS = {
    "serve": """Start the place and keep it open until you stop it (Ctrl-C).

Copies the words before an upgrade changes their tables, creates the keys if there are none, and answers at
http://localhost:8000, or at the port in HELD_PORT. Everything is kept in HELD_DATA (~/.local/share/held if not set).
Until somebody has signed in and made a key, each start prints a new link for the host. Exits with 3 if the next
start would end in the same way until you do what the last message says: after a failed upgrade, for example.""",
    "demo": """Open a place with one invented family in it, to look around.

The family, its stories and its people are made up. They are kept in a separate folder beside HELD_DATA, with “-demo” at
the end of its name; a real place is never touched. Each start prints a link for the host and one for the mother. Each
link signs in once. To start over, delete that folder.""",
    "check": """Check the installation and suggest fixes.

Checks the settings, folders, disk space, database, keys, backup, address and chores. Exits with 0 if nothing is
wrong, with 1 if something is. It changes nothing. --json prints the result as JSON.""",
    "backup": """Make a backup in FOLDER, while the place keeps running.

Adds a dated copy of all words to FOLDER/copies/. All copies of the last HELD_COPIES_DAYS days stay, and the first one
of each earlier month. FOLDER/keys/ is overwritten with the newest keys. The words are sealed and the keys open them:
anyone with both can read them. Keep no older copies of FOLDER/keys anywhere. FOLDER should be on another disk.""",
    "restore": """Fill an empty place from a backup in FOLDER.

FOLDER can also be the folder “before-upgrade” of a place that was moved aside: it has the copies that upgrades made.

Only a place in which nobody has written yet can be filled. Every sealed item is opened once, to check that it is whole.
Every story is closed to everyone but its family until a parent opens it again. Sign-ins and unused links end; passkeys
and paper codes stay. If a restore is interrupted, the place doesn’t open until you run it again.""",
    "proof": """Check that a record of what was asked and answered is whole.

Each line of the record has the hash of the line before it, so lines that were changed, removed, moved or cut off are
found. The first line that doesn’t fit is named.

The record that a family downloads is sealed, because it would tell the family who said no. The keys of this place open
it, and each of its lines is compared with the record that this place has today. --open OUT writes it in readable form
to a new file, for an authority or a court; never show that file to the family.

A record that was opened needs no place: only FILE is read, on any machine. If somebody had the whole record and rewrote
all of it, the file can’t show that. The hash of its last line is printed: write it down, to compare it later.
Exits with 0 if the record is whole, with 1 if not. It changes nothing.""",
}


class NoCommand(Exception):
    """The first argument of `held` is not a command; the message lists them."""


def refuse_no_command(typed: Sequence[str]) -> None:
    """Raises NoCommand when nothing was typed, or an unknown word."""
    if not typed:
        *most, last = COMMANDS
        raise NoCommand(f"Please name a command: {', '.join(most)} or {last}. “held --help” explains each one.")
    if typed[0] not in COMMANDS and not typed[0].startswith("-"):
        raise NoCommand(f"There is no command “{typed[0]}”. The commands are: {', '.join(COMMANDS)}.")


class _Parser(argparse.ArgumentParser):
    """argparse ignores every output error: `held --help` on a full disk would exit with 0."""

    def _print_message(self, message: str, file: Any = None) -> None:
        if message:
            say(message.removesuffix("\n"), file or sys.stderr)


def parser() -> argparse.ArgumentParser:
    """The command line parser. Wrong arguments exit with 2 and a hint."""
    raw = argparse.RawDescriptionHelpFormatter
    whole = _Parser(prog="held", description=ABOUT, formatter_class=raw)
    whole.add_argument("--version", action="version", version=f"held {VERSION}")
    commands = whole.add_subparsers(dest="command", required=True, metavar=" | ".join(COMMANDS))
    each = {
        name: commands.add_parser(name, help=about.splitlines()[0], description=about, formatter_class=raw)
        for name, about in COMMANDS.items()
    }
    each["check"].add_argument(
        "--mail", metavar="NAME", default="", help="send a test email to this address and report the result"
    )
    each["check"].add_argument(
        "--all",
        action="store_true",
        help="also open everything once; name what is damaged, lost or destroyed on purpose",
    )
    each["check"].add_argument("--json", action="store_true", help="print the result as JSON, for another program")
    each["check"].add_argument(
        "--address", action="store_true", help="test your address from outside, and say what is wrong"
    )
    each["backup"].add_argument("folder", metavar="FOLDER", help="the backup folder; created if it is missing")
    each["restore"].add_argument("folder", metavar="FOLDER", help="the folder with the copies")
    each["restore"].add_argument(
        "--copy",
        metavar="NAME",
        default="",
        help="the dated copy to take, by its name in FOLDER/copies or before-upgrade (default: the newest)",
    )
    each["proof"].add_argument("file", metavar="FILE", help="the record, sealed or opened")
    each["proof"].add_argument(
        "--open", metavar="OUT", default="", help="write a sealed record in readable form to this new file"
    )
    return whole
