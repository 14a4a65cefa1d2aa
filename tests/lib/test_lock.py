"""One process at a time."""

import subprocess
import sys

import pytest

from held.lib.lock import InOtherHands, only_one
from tests.running import ROOT

HOLD = """
import sys
from pathlib import Path
from held.lib.lock import only_one
with only_one(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_lock_that_is_held_is_refused_and_later_free(tmp_path):
    with only_one(tmp_path / "lock"), pytest.raises(InOtherHands), only_one(tmp_path / "lock"):
        pass
    with only_one(tmp_path / "lock"):
        pass


def test_a_holder_that_was_killed_holds_nothing(tmp_path):
    command = [sys.executable, "-c", HOLD, str(tmp_path / "lock")]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout.readline() == "held\n"
        with pytest.raises(InOtherHands), only_one(tmp_path / "lock"):
            pass
        other.kill()
        other.wait()
        with only_one(tmp_path / "lock"):
            pass
