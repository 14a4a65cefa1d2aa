"""If a port cannot be used, the command says why and what helps."""

import errno
import os
import shutil
import socket
import subprocess
import sys

import pytest

from held.cli import ports
from held.cli.messages import CannotGoOn, HostMustAct
from tests.running import ROOT, free_port, surroundings


@pytest.mark.parametrize(("family", "address"), [(socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")])
def test_a_port_taken_at_either_address_is_refused(family, address):
    if family == socket.AF_INET6 and not ports.has_ipv6():
        pytest.skip("this machine has no [::1]")
    port = free_port()
    with socket.socket(family) as other:
        other.bind((address, port))
        other.listen()
        with pytest.raises(CannotGoOn, match=f"Port {port} is in use by another program.*HELD_PORT={port + 1}"):
            ports.refuse_a_port_of_others(port)
    ports.refuse_a_port_of_others(port)


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.EADDRNOTAVAIL, "cannot listen at 127.0.0.1"),
        (errno.EACCES, "above 1023"),
        (errno.EPERM, "above 1023"),
        (errno.ENOBUFS, "cannot listen at 127.0.0.1"),
    ],
)
def test_each_reason_has_words_of_its_own(monkeypatch, number, sentence):
    monkeypatch.setattr(ports, "_bound", lambda *_given: OSError(number, os.strerror(number)))
    with pytest.raises(HostMustAct, match=sentence):
        ports.refuse_a_port_of_others(80)


@pytest.mark.harness
@pytest.mark.skipif(os.geteuid() != 0 or not shutil.which("unshare"), reason="a network of its own is made by root")
def test_a_machine_without_loopback_is_told_so(tmp_path):
    command = ["unshare", "--net", sys.executable, "-m", "held", "serve"]
    ended = subprocess.run(
        command, cwd=ROOT, env=surroundings(tmp_path / "place"), capture_output=True, text=True, timeout=60, check=False
    )
    assert ended.returncode == 3
    assert "This machine can’t reach itself at 127.0.0.1" in ended.stderr
    assert "taken" not in ended.stderr
