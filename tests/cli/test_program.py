"""The serving program is the one that was started, and its tables are those that it knows; else the place ends."""

import os
import shutil
import signal
import sys
from pathlib import Path

import pytest

from held.cli import program
from held.cli.messages import CannotGoOn
from tests.cli.forked import serving_process
from tests.newer import LATER, record_later_migration_in
from tests.running import ROOT, DidNotStart, Running

CHANGED = "The program was changed while it was running. Please start it again."


class Installed(Running):
    """A place whose program is a copy in a separate folder. `more`: lines that run before the command."""

    def __init__(self, folder: Path, more: str = "") -> None:
        super().__init__(folder / "place", really=True)
        self.code, self.more = folder / "code", more
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / "held", self.code / "held", ignore=ignored, dirs_exist_ok=True)

    def command_line(self) -> list[str]:
        """The same command, of that program."""
        first = f"import sys\nsys.path.insert(0, {str(self.code)!r})\nfrom held.cli.main import main\n"
        return [sys.executable, "-c", f"{first}{self.more}\nsys.exit(main(['serve']))"]

    def install_another(self) -> None:
        """Install another version on the disk."""
        with (self.code / "held" / "consent" / "table.py").open("a") as file:
            file.write("# as it was in another version\n")

    def ends(self) -> int:
        """The exit code with which it ends by itself."""
        assert self.process is not None
        return self._ended()


@pytest.fixture
def place(tmp_path):
    with Installed(tmp_path) as running:
        yield running


@pytest.mark.harness
def test_a_worker_of_another_program_is_not_begun(place):
    place.install_another()
    os.kill(serving_process(place), signal.SIGKILL)
    assert place.ends() == 1
    assert CHANGED in place.output


@pytest.mark.harness
def test_a_reload_begins_no_worker_of_another_program(place):
    (place.code / "held" / "consent" / "overview.py").unlink()
    place.install_another()
    place.process.send_signal(signal.SIGHUP)
    assert place.ends() == 1
    assert CHANGED in place.output


@pytest.mark.harness
def test_a_worker_does_not_open_tables_that_became_newer(place):
    record_later_migration_in(place.data / "held.db")
    os.kill(serving_process(place), signal.SIGKILL)
    assert place.ends() == 3
    assert "was last opened by a newer version of held" in place.output
    assert LATER in place.output


@pytest.mark.harness
def test_the_first_worker_is_of_the_program_that_prepared(tmp_path):
    change = (
        "import os, pathlib, held\n"
        "later = pathlib.Path(held.__file__).with_name('later.py')\n"
        "os.register_at_fork(before=lambda: later.write_text(''))"
    )
    with pytest.raises(DidNotStart, match=CHANGED):
        Installed(tmp_path, change).start()


def test_each_change_of_a_file_of_the_program_is_seen(tmp_path, monkeypatch):
    package = tmp_path / "held"
    (package / "__pycache__").mkdir(parents=True)
    (package / "page.html").write_text("one")
    monkeypatch.setattr(program.held, "__file__", str(package / "__init__.py"))
    begun = program.on_disk()
    monkeypatch.setattr(program, "as_started", lambda: begun)
    (package / "__pycache__" / "x.pyc").write_bytes(b"compiled")
    program.refuse_a_changed_program()
    for change in (lambda: (package / "page.html").write_text("two"), (package / "added.py").touch):
        change()
        with pytest.raises(CannotGoOn, match="was changed while it was running"):
            program.refuse_a_changed_program()
        begun = program.on_disk()
    (package / "added.py").unlink()
    with pytest.raises(CannotGoOn, match="was changed while it was running"):
        program.refuse_a_changed_program()
