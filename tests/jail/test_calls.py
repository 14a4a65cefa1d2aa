"""The list of system calls. test_worker.py tries what it refuses; this module tests how it is loaded."""

import pytest

from held.jail import calls
from held.jail.wall_probes import _holds


def test_seccomp_can_be_set_without_extra_privileges():
    assert _holds(calls.only_needed_calls)


def test_without_libseccomp_there_is_no_such_wall(monkeypatch):
    monkeypatch.setattr(calls, "pyseccomp", None)
    with pytest.raises(NotImplementedError):
        calls.only_needed_calls()
    assert not _holds(calls.only_needed_calls)


def test_every_needed_call_is_known_here():
    known = calls.pyseccomp.resolve_syscall
    assert not [name for name in calls._NEEDED if known(calls.pyseccomp.Arch.NATIVE, name) == -1]


@pytest.mark.parametrize("name", ["open", "openat", "socket", "execve", "fork", "kill", "ptrace", "ioctl", "sendmsg"])
def test_what_leads_outside_is_not_on_the_list(name):
    assert name not in calls._NEEDED
