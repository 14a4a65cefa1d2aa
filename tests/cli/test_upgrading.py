"""An upgrade copies first, waits for no stop, and is rolled back when it fails or is cut off."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from django.test import override_settings

from held.cli import upgrading
from held.cli.messages import CannotGoOn
from held.keeping.copies import whole_copies
from held.keeping.unfinished import Upgrade, mark_upgrade
from tests.inside import inside, ran
from tests.places import lay_down
from tests.places.states import State
from tests.postgres import running_postgres, with_tools
from tests.running import Running, free_port, held

LATER = """
from django.core.management import call_command
from held.cli import preparing, upgrading
from held.cli.main import main
from tests.places import later
later.use()
preparing.gather_static_files = preparing.disk_reserve.reserve = lambda: None
"""
FAILS = """
def fail():
    call_command('migrate', 'stories', 'm4_not_atomic', verbosity=0)
    raise ValueError("made up")
upgrading._migrate = fail
"""
STOPPED = """
import os, signal
migrate = upgrading._migrate
def told_to_stop():
    os.kill(os.getpid(), signal.{how})
    migrate()
upgrading._migrate = told_to_stop
"""
CUT_OFF = LATER + "import os\nos.umask(0o077)\n" + FAILS.replace('raise ValueError("made up")', "os._exit(9)")
SERVE = "print('ended with', main(['serve']))"
PREPARE = """
from held.cli import preparing
preparing.gather_static_files = preparing.disk_reserve.reserve = lambda: None
with preparing.held_by_nobody_else():
    preparing.prepare()
"""
TABLES = "from django.db import connection; print(*connection.introspection.table_names())"


@pytest.fixture(scope="module", params=["SQLite", "PostgreSQL"])
def server(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a server, or nothing for SQLite."""
    if request.param == "SQLite":
        yield ""
        return
    with running_postgres() as url:
        yield url


class Former:
    """The place that version 0.1.0 left, brought up to date. The version a test upgrades to has made-up migrations."""

    def __init__(self, folder: Path, server: str = "") -> None:
        self.data = folder / "place"
        self.data.mkdir(mode=0o700)
        self.state = State.of(self.data, server)
        self.known = lay_down("0.1.0", self.data, url=self.state.address)
        self.settings = {"HELD_PORT": str(free_port()), **with_tools()}
        self.settings |= {"HELD_DATABASE_URL": self.state.address} if server else {}
        brought = self.run(PREPARE)
        assert brought.returncode == 0, brought.stderr
        shutil.rmtree(self.data / "before-upgrade", ignore_errors=True)
        self.before = self.state.words()

    def run(self, code: str):
        """How these lines ended, in a separate process."""
        return ran(self.data, code, **self.settings)

    def command(self, *arguments: str):
        """How this held command ended."""
        return held(*arguments, data=self.data, **self.settings)

    @property
    def mark(self) -> Path:
        """The file that says that an upgrade is not finished."""
        return self.data / "upgrade-unfinished"

    @property
    def copies(self) -> list[Path]:
        """The copies made before upgrades."""
        return whole_copies(self.data / "before-upgrade")


@pytest.fixture
def place(tmp_path: Path, server: str) -> Former:
    """The same on each of the two databases."""
    return Former(tmp_path, server)


@pytest.fixture
def on_sqlite(tmp_path: Path) -> Former:
    """The same on SQLite alone."""
    return Former(tmp_path)


@pytest.mark.harness
def test_an_upgrade_copies_words_and_the_list_of_photographs_first(place):
    ended = place.run(LATER + PREPARE)
    assert ended.returncode == 0, ended.stderr
    assert "Making a copy first" in ended.stdout
    assert f"bin/held restore {place.data}-aside/before-upgrade" in ended.stdout
    assert "stories_weather" in place.run(TABLES).stdout
    (copy,) = place.copies
    assert str(copy) in ended.stdout
    listed = (copy / "photographs.txt").read_text().split()
    assert sorted(listed) == sorted(path.name for path in place.data.glob("photographs/??/*"))
    assert not place.mark.exists()


@pytest.mark.harness
@pytest.mark.parametrize("how", ["SIGTERM", "SIGINT"])
def test_a_stop_waits_for_the_upgrade_and_ends_it_before_the_doors_open(on_sqlite, how):
    ended = on_sqlite.run(LATER + STOPPED.format(how=how) + SERVE)
    assert "ended with 0" in ended.stdout, ended.stderr
    assert "a stop (Ctrl-C) waits until it is done" in ended.stdout
    assert "The place is open" not in ended.stdout
    assert "Stopped." in ended.stderr
    assert not on_sqlite.mark.exists()
    assert "stories_weather" in on_sqlite.run(TABLES).stdout


@pytest.mark.harness
def test_an_upgrade_that_fails_leaves_the_tables_as_they_were(place):
    for _ in range(4):
        ended = place.run(LATER + FAILS + SERVE)
        assert "ended with 3" in ended.stdout
        assert "The upgrade failed (ValueError). Nothing is lost." in ended.stderr
        assert "install the previous version again" in ended.stderr
        assert place.state.words() == place.before
        (copy,) = place.copies  # four tries remove no other copy
        assert str(copy) in ended.stderr
    assert place.run(PREPARE).returncode == 0
    assert not place.mark.exists()
    assert place.state.words() == place.before


@pytest.mark.harness
def test_the_former_version_goes_on_after_an_upgrade_that_was_cut_off(place):
    """It knows none of the tables that the newer version made; the mark names them."""
    assert place.run(CUT_OFF + SERVE).returncode == 9
    assert place.state.words() != place.before
    ended = place.run(PREPARE)
    assert "An upgrade was interrupted" in ended.stdout, ended.stderr
    assert place.state.words() == place.before
    assert len(place.copies) == 1
    assert not place.mark.exists()


@pytest.mark.harness
def test_what_was_written_after_a_failed_upgrade_is_kept_by_the_next(on_sqlite):
    on_sqlite.run(LATER + FAILS + SERVE)
    written = "from held.families.models import Family; Family.objects.create(); print(Family.objects.count())"
    count = on_sqlite.run(PREPARE + written).stdout.split()[-1]
    assert on_sqlite.run(LATER + PREPARE).returncode == 0
    told = on_sqlite.run("from held.families.models import Family; print(Family.objects.count())")
    assert told.stdout.strip() == count


@pytest.mark.harness
def test_commands_refuse_while_an_upgrade_is_unfinished(on_sqlite, tmp_path):
    on_sqlite.run(CUT_OFF + SERVE)
    left = on_sqlite.state.read()
    refused = on_sqlite.command("backup", str(tmp_path / "copy"))
    assert refused.returncode == 1
    assert "An upgrade of this place is not finished" in refused.stderr
    assert not (tmp_path / "copy").exists()
    looked = on_sqlite.command("check")
    assert looked.returncode == 1
    assert "An upgrade of this place is not finished" in looked.stdout
    looked = on_sqlite.command("check", "--all")
    assert "An upgrade of this place is not finished" in looked.stderr
    refused = on_sqlite.command("restore", str(on_sqlite.data / "before-upgrade"))
    assert "“bin/held serve” begins it again" in refused.stderr
    assert on_sqlite.state.read() == left


@pytest.mark.harness
@pytest.mark.parametrize("harm", ["missing", "damaged", "mark"])
def test_without_the_copy_nothing_is_changed_and_it_says_what_helps(on_sqlite, harm):
    on_sqlite.run(CUT_OFF + SERVE)
    (copy,) = on_sqlite.copies
    if harm == "missing":
        shutil.rmtree(copy)
    elif harm == "damaged":
        (copy / "words.sqlite").write_bytes((copy / "words.sqlite").read_bytes() + b"?")  # SQLite still opens it
    else:
        on_sqlite.mark.write_text("[]")
    left = on_sqlite.state.read()
    ended = on_sqlite.command("serve")
    assert ended.returncode == 3
    assert "Nothing was changed" in ended.stderr
    words = "the backup: bin/held restore FOLDER."
    assert words in ended.stderr
    assert (f"-aside/before-upgrade. If that is refused, from {words}" in ended.stderr) == bool(on_sqlite.copies)
    looked = on_sqlite.command("check").stdout
    assert all(sentence in " ".join(looked.split()) for sentence in ended.stderr.strip().split(". "))
    assert "is working on it" not in looked
    assert on_sqlite.state.read() == left


def test_half_changed_tables_are_refused(tmp_path):
    with override_settings(HELD_DATA=tmp_path):
        upgrading.refuse_half_changed_tables()
        upgrading.go_back_if_cut_off()
        mark_upgrade(Upgrade("2026-01-01T00-00-00Z"))
        for act in (upgrading.refuse_half_changed_tables, upgrading.go_back_if_cut_off):
            with pytest.raises(CannotGoOn, match="is missing"):
                act()


@pytest.mark.harness
def test_a_first_start_killed_midway_begins_again(tmp_path):
    """Tables exist, and no record says so: the state after a kill in the middle of the first start."""
    data = tmp_path / "place"
    with Running(data) as place:
        assert place.first_link
    assert not (data / "held.db.aside").exists()
    with closing(sqlite3.connect(data / "held.db")) as words, words:
        for table in ("place_hosting", "accounts_link", "accounts_account"):
            words.execute(f"DELETE FROM {table}")
        words.execute("DELETE FROM django_migrations WHERE app IN ('accounts', 'stories', 'families')")
    with Running(data) as place:
        assert place.first_link
        assert f"{data}/held.db.aside is left over from a first start that was interrupted." in place.output


def test_tables_of_a_place_in_which_somebody_is_are_never_begun_again(cast):
    assert not upgrading.nobody_came_yet()


@pytest.mark.harness
def test_tables_of_another_program_in_the_same_database_stay(tmp_path):
    with running_postgres() as url, psycopg.connect(url, autocommit=True) as other:
        other.execute("CREATE TABLE recipes (name text)")
        other.execute("CREATE TABLE auth_group (name text)")
        refused = held("serve", data=tmp_path / "place", HELD_DATABASE_URL=url)
        assert refused.returncode == 3
        assert "tables of another program" in refused.stderr
        other.execute("DROP TABLE auth_group")
        settings = {"HELD_DATABASE_URL": url, "HELD_PORT": str(free_port())}
        inside(tmp_path / "place", PREPARE, **settings)
        other.execute("DELETE FROM django_migrations WHERE app = 'stories'")
        inside(tmp_path / "place", PREPARE, **settings)
        there = {row[0] for row in other.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")}
    assert {"recipes", "stories_story"} <= there
