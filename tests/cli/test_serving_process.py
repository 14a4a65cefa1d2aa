"""What the serving process prints."""

from tests.inside import inside


def test_granian_prints_no_fault_and_no_request(tmp_path):
    """It would print the words of a fault, and what was asked."""
    load = "import logging\nfrom held.cli import preparing, server, serving_process\npreparing.prepare()\n"
    fork = "server.Server('held.wsgi:application')\nserving_process.load()\n"
    print_it = "print([logging.getLogger(name).disabled for name in ('_granian', 'granian.access')])"
    assert inside(tmp_path, load + fork + print_it).splitlines()[-1] == "[True, True]"
