"""The command `held`, and the sentence it prints when it cannot go on."""

import os
import sys
from argparse import Namespace
from collections.abc import Sequence
from importlib import import_module

from held.cli.data_folder import name_place
from held.cli.messages import CannotGoOn, complain, say_the_rest, stop_gently
from held.cli.parser import NoCommand, parser, refuse_no_command
from held.cli.setting_up import is_new_folder, set_up
from held.demo.folder import go_to_the_demo_folder
from held.lib.environment import WrongSetting

ONLY_LOOK = {"check", "backup"}  # create nothing in the data folder
OPEN_THE_PLACE = {"serve", "demo"}  # a service manager starts and restarts these


def main(arguments: Sequence[str]) -> int:
    """Run one command and return the exit code: 0 done, 1 failed, 2 wrong setting or arguments, 3 could not open the
    place, and a host has to act before the next start.
    """
    if sys.stdout is None or sys.stderr is None:  # the next file that is opened would get the output
        if sys.stderr:
            complain("The output is closed, so nothing was done. To throw it away, write >/dev/null.")
        return 1
    try:
        code = _run(arguments)
    except SystemExit as ended:  # argparse has printed the reason
        code = int(ended.code or 0)
    except OSError:  # stderr cannot be written to either
        code = 1
    return code if say_the_rest() else code or 1


def _run(arguments: Sequence[str]) -> int:
    os.umask(0o077)  # files that a command creates are only for their owner
    for stream in (sys.stdout, sys.stderr):  # a reader of a pipe gets each line at once
        stream.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    try:
        refuse_no_command(arguments)
    except NoCommand as reason:
        complain(reason)
        return 2
    options = parser().parse_args(arguments)
    try:
        _set_up(options)
        return int(import_module(f"held.cli.{options.command}").run(options))
    except WrongSetting as reason:
        complain(reason)
        return 2
    except CannotGoOn as reason:
        complain(reason)
        return reason.code if options.command in OPEN_THE_PLACE else 1
    except KeyboardInterrupt:
        complain("Stopped.")
        return 0 if options.command in OPEN_THE_PLACE else 130
    except Exception as fault:  # noqa: BLE001  # a trace could print words; its type and place are printed
        stop_gently(fault)
        return 1


def _set_up(options: Namespace) -> None:
    command = options.command
    if command == "restore":
        options.new_folder = is_new_folder()  # reading the settings creates a secret there
    if command == "proof":  # its file may come from an installation elsewhere, or one that is gone
        return
    if command == "demo":
        go_to_the_demo_folder()
    set_up(only_look=command in ONLY_LOOK)
    name_place(sys.stderr if getattr(options, "json", False) else None)
