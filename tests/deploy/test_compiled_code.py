"""`make build` leaves compiled code for a machine that may not write any, and it is never that of another source."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import held
from tests.running import ROOT

STAMP = "held/__pycache__/compiled.stamp"


@pytest.fixture
def checkout(tmp_path):
    """A copy of the program, its Makefile and the environment it was installed into; none of it is compiled."""
    without_compiled = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "held", tmp_path / "held", ignore=without_compiled)
    shutil.copy(ROOT / "Makefile", tmp_path)
    (tmp_path / ".venv").symlink_to(sys.prefix)
    make(tmp_path, STAMP)
    return tmp_path


def test_every_file_of_held_has_its_compiled_code(checkout):
    sources = sorted((checkout / "held").rglob("*.py"))
    assert len(sources) > 200
    assert [source for source in sources if not compiled(source).exists()] == []


def test_compiled_code_is_used_where_none_may_be_written(checkout):
    loud = run(checkout, "-v", "-c", "import held.lib.passages").stderr
    assert f"matches {checkout / 'held/lib/passages.py'}" in loud
    assert "wrote " not in loud


def test_a_copy_of_the_folder_uses_what_was_compiled(checkout, tmp_path_factory):
    copy = shutil.copytree(checkout, tmp_path_factory.mktemp("copy") / "held", symlinks=True)
    for source in copy.rglob("*.py"):
        os.utime(source, (1, 1))  # a copy with other dates: rsync without -t, a container image
    assert f"matches {copy / 'held/lib/passages.py'}" in run(copy, "-v", "-c", "import held.lib.passages").stderr


def test_an_edit_that_keeps_length_and_date_is_run(checkout):
    source = checkout / "held" / "__init__.py"
    before = source.stat()
    source.write_text(source.read_text().replace(held.VERSION, "9.9.9"))
    os.utime(source, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert source.stat().st_size == before.st_size
    assert run(checkout, "-c", "import held; print(held.VERSION)").stdout == "9.9.9\n"


def test_compiling_again_only_follows_a_change(checkout):
    assert is_fresh(checkout)
    source = checkout / "held" / "added.py"
    source.touch()
    os.utime(source, (1, 1))  # moved here from elsewhere: its own date says nothing
    assert not is_fresh(checkout)
    make(checkout, STAMP)
    assert compiled(source).exists()
    assert is_fresh(checkout)
    source.write_text("A = 1\n")
    assert not is_fresh(checkout)


def test_what_is_installed_is_compiled_too():
    told = subprocess.run(["make", "-C", ROOT, "-pn", "run"], capture_output=True, text=True, check=False).stdout
    assert re.search(r"^UV_COMPILE_BYTECODE = 1$", told, re.MULTILINE)


def test_compiling_the_benchmarks_does_not_run_them():
    """The folder `bench` has the name of a target."""
    told = subprocess.run(["make", "-C", ROOT, "-Bn", "check"], capture_output=True, text=True, check=False).stdout
    assert "-m compileall" in told
    assert "-m bench" not in told


def make(folder: Path, target: str) -> None:
    subprocess.run(["make", "-s", "-C", folder, "UV=uv", target], check=True, env=quiet())


def is_fresh(folder: Path) -> bool:
    """Whether make finds nothing to do."""
    return subprocess.run(["make", "-q", "-C", folder, "UV=uv", STAMP], check=False, env=quiet()).returncode == 0


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python in this checkout as a service does that may not write there."""
    env = quiet() | {"PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=True)


def quiet() -> dict[str, str]:
    """Our environment without the variables that make sets for the commands it starts."""
    return {name: value for name, value in os.environ.items() if not name.startswith("MAKE") and name != "MFLAGS"}


def compiled(source: Path) -> Path:
    return source.parent / "__pycache__" / f"{source.stem}.{sys.implementation.cache_tag}.pyc"
