"""No library that opens photographs is older than allowed."""

import subprocess
import sys
from types import SimpleNamespace

import pytest

from held.jail.decoders import FLOORS, decoders, told, too_old
from tests.running import ROOT

ASK = """
import sys
from held.jail.decoders import decoders
assert decoders()
assert not {"pyvips", "pillow_heif", "PIL"} & set(sys.modules)
"""


def test_no_decoder_here_is_older_than_its_floor():
    assert set(decoders()) == set(FLOORS)
    assert too_old(decoders()) == []


@pytest.mark.parametrize(("version", "old"), [("1.23.0", True), ("1.9.9", True), ("1.23.5", False), ("1.30.0", False)])
def test_a_version_below_its_floor_is_found(version, old):
    assert bool(too_old(FLOORS | {"libheif": version})) == old


def test_versions_are_asked_without_loading_a_decoder():
    subprocess.run([sys.executable, "-c", ASK], cwd=ROOT, check=True)


def test_unknown_decoder_versions_are_left_out(monkeypatch):
    monkeypatch.setattr(subprocess, "run", lambda *_given, **_more: SimpleNamespace(returncode=1))
    decoders.cache_clear()
    assert decoders() == {}
    assert told() == ""
    decoders.cache_clear()
