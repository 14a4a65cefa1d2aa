"""If nothing can be printed a command ends in words, or quietly with a code that is not 0; never with a traceback."""

import subprocess
import sys

import pytest

from tests.running import ROOT, surroundings

pytestmark = pytest.mark.harness


@pytest.mark.parametrize("typed", ["check >/dev/full", "check >&-", "check 2>/dev/full 1>&2", "--help >/dev/full"])
def test_no_trace_and_no_success_without_output(tmp_path, typed):
    ended = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m held {typed}"],
        cwd=ROOT,
        env=surroundings(tmp_path / "place"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 1
    assert "Traceback" not in ended.stderr
    assert "Exception ignored" not in ended.stderr
