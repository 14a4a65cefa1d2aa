"""Of two signals in a row one is handled: after two the server would wait for itself."""

import os
import signal

from granian import _signals

from held.cli import serving_process
from tests.inside import inside


def test_the_second_signal_is_not_heeded(monkeypatch):
    heeded = []
    before = {each: signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)}
    monkeypatch.setattr(_signals, "set_main_signals", _signals.set_main_signals)
    try:
        serving_process.heed_the_first_signal_only()
        _signals.set_main_signals(lambda number, _frame: heeded.append(number))
        os.kill(os.getpid(), signal.SIGTERM)
        os.kill(os.getpid(), signal.SIGINT)
        os.kill(os.getpid(), signal.SIGTERM)
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
    assert heeded == [signal.SIGTERM]


def test_granian_prints_nothing_of_a_fault(tmp_path):
    """It would print the words of a fault, and what was asked."""
    load = "import logging\nfrom held.cli import preparing, server, serving_process\npreparing.prepare()\n"
    fork = "server.Server('held.wsgi:application')\nserving_process.load()\n"
    print_it = "print([logging.getLogger(name).disabled for name in ('_granian', 'granian.access')])"
    assert inside(tmp_path, load + fork + print_it).splitlines()[-1] == "[True, True]"
