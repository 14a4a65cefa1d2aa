"""Work in a separate process: its return value comes back, what it loads and starts does not."""

import subprocess

from tests.inside import inside, ran

BEFORE = """
import os, sys, threading, time
from held.cli import preparing
from held.cli.separate_process import run_in_subprocess
from held.cli.messages import CannotGoOn
preparing.prepare()
"""


def ended(data, code: str) -> subprocess.CompletedProcess[str]:
    """How these lines end, after the place was prepared."""
    return ran(data, BEFORE + code)


def test_nothing_that_the_work_loads_or_starts_stays(tmp_path):
    told = inside(
        tmp_path,
        BEFORE
        + """
def work():
    import held.pictures.ticket
    from held.place.first_host import first_link
    threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
    return [os.getpid(), first_link()]

process, link = run_in_subprocess(work)
print(process != os.getpid(), bool(link), "held.pictures.ticket" in sys.modules, threading.active_count())
""",
    )
    assert told.splitlines()[-1] == "True True False 1"


def test_a_failure_in_the_other_process_is_raised_here(tmp_path):
    told = ended(tmp_path, "\ndef work():\n    raise CannotGoOn('The disk is full.')\nrun_in_subprocess(work)\n")
    assert told.returncode == 1
    assert "CannotGoOn: The disk is full." in told.stderr


def test_a_fault_is_told_by_kind_and_place_without_its_words(tmp_path):
    told = ended(tmp_path, "\ndef work():\n    raise ValueError('Noor, who came in March')\nrun_in_subprocess(work)\n")
    assert told.returncode == 1
    assert "ValueError at" in told.stderr
    assert "Noor" not in told.stderr
    assert "Traceback" not in told.stderr
