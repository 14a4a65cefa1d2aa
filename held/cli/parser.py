"""The command line of `held`, and each command's --help."""

import argparse
import sys
from collections.abc import Sequence
from typing import Any

from held import VERSION
from held.cli.messages import say

ABOUT = """A place of one's own for the story of a loss.

Settings are environment variables: HELD_PORT, HELD_DATA, HELD_ADDRESS, HELD_DATABASE_URL, HELD_MAIL,
HELD_TLS_SUBDOMAINS. Each can also be read from a file that HELD_..._FILE names."""

COMMANDS = {
    "serve": """Open the place, and keep it open until you stop it (Ctrl-C).

Copies the words before an upgrade changes their tables, makes the keys if there are none, and answers at
http://localhost:8000, or at the port in HELD_PORT. Everything is kept in HELD_DATA (~/.local/share/held if
nothing else is set). Until somebody has signed in and made a key, each start prints a fresh link for the person who
hosts the place. Ends with 3 if the next start would end in the same way until somebody does what the last words say:
after an upgrade that failed, for example.""",
    "demo": """Open a place with one invented family in it, to look around.

The family, its stories and its people are made up. They are kept in a folder of their own beside HELD_DATA, with
“-demo” at the end of its name; a real place is never touched. Each start prints a link for the host and one for
the mother, each good for one sign-in. To begin anew, remove that folder.""",
    "check": """Look whether everything is as it should be; say what is not, and what helps.

Looks at settings, folders, room on the disk, the database, the keys, the second copy, the address and the chores.
Ends with 0 if nothing is wrong, with 1 if something is. It changes nothing. --json prints it as JSON.""",
    "backup": """Make a second copy in FOLDER, while the place goes on.

FOLDER/copies/ gets one more dated copy of all words. All of the last HELD_COPIES_DAYS days stay, and of each earlier
month the first one. FOLDER/keys/ is overwritten with the newest keys. The words lie sealed and the keys open them: who
has both can read. Keep no older copies of FOLDER/keys anywhere. FOLDER should lie on another disk.""",
    "restore": """Fill an empty place from a second copy in FOLDER.

FOLDER can also be the folder “before-upgrade” of a place that was moved aside: it has the copies that upgrades made.

Only a place in which nobody has written yet can be filled. Everything that lies sealed is opened once, to see that
it is whole. Every story is closed to all but its family until a parent opens it again; sign-ins and unused links
end; passkeys and paper codes stay. If it is interrupted, the place is not opened until it was run once more.""",
    "proof": """Look whether a record of what was asked and answered is whole.

Each line of such a record holds the fingerprint of the one before it, so what was changed, taken out, moved or cut off
is found, and the first number that does not fit is said.

The record that a family took home is sealed: it would tell the family who said no. The keys of the place in which this
is run open it, and each of its lines is looked for in the record that the place holds today. --open OUT writes it as it
can be read into a new file, for an authority or a court; such a file is not for the eyes of the family.

A record that was opened needs no place: FILE alone is read, on any machine. Nobody can see in it whether somebody who
had all of it wrote all of it anew; the fingerprint of its last line, which is said, can be noted down against that.
Ends with 0 if the record is whole, with 1 if not. It changes nothing.""",
}


class NoCommand(Exception):
    """The first argument of `held` is not a command; the message lists them."""


def refuse_no_command(typed: Sequence[str]) -> None:
    """Raises NoCommand when nothing was typed, or an unknown word."""
    if not typed:
        *most, last = COMMANDS
        raise NoCommand(f"Please say what to do: {', '.join(most)} or {last}. “held --help” tells of each.")
    if typed[0] not in COMMANDS and not typed[0].startswith("-"):
        raise NoCommand(f"There is no “{typed[0]}”. There are: {', '.join(COMMANDS)}.")


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
        "--mail", metavar="NAME", default="", help="send one test letter to this mail address and say how it went"
    )
    each["check"].add_argument(
        "--all",
        action="store_true",
        help="also open everything once; name what is damaged, lost or destroyed on purpose",
    )
    each["check"].add_argument("--json", action="store_true", help="print it as JSON, for another program")
    each["check"].add_argument(
        "--address", action="store_true", help="ask your address from outside; say what is wrong on the way"
    )
    each["backup"].add_argument(
        "folder", metavar="FOLDER", help="where the second copy is kept; made if it is not there"
    )
    each["restore"].add_argument("folder", metavar="FOLDER", help="where the copies are kept")
    each["restore"].add_argument(
        "--copy",
        metavar="NAME",
        default="",
        help="the dated copy to take, by its name in FOLDER/copies or before-upgrade (the newest)",
    )
    each["proof"].add_argument("file", metavar="FILE", help="the record, sealed or opened")
    each["proof"].add_argument(
        "--open", metavar="OUT", default="", help="write a sealed record as it can be read into this new file"
    )
    return whole
