"""The environment of a test run: a data folder of its own, never that of a real installation."""

import atexit
import os
import shutil
import sys
import tempfile

sys.dont_write_bytecode = False  # pytest rewrites 600 files of tests; without a copy on disk every worker does it again

if "HELD_DATA" not in os.environ or os.environ.get("PYTEST_XDIST_WORKER"):
    folder = tempfile.mkdtemp(prefix="held-test-")
    os.environ["HELD_DATA"] = folder
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
