"""A mark in the data folder names its database. If the setting later names another one, that database stays
unchanged."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from held.keeping.identity import identity
from tests.cli.test_upgrading import CUT_OFF, PREPARE, SERVE, Former
from tests.inside import ran
from tests.places import fill_postgres
from tests.postgres import running_postgres, with_tools
from tests.running import held


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with running_postgres() as url:
        yield url


def database(server: str, name: str) -> str:
    """The address of a new database."""
    with psycopg.connect(server, autocommit=True) as there:
        there.execute(f"CREATE DATABASE {name}")
    return server.replace("/postgres?", f"/{name}?")


def another_place(server: str, name: str) -> str:
    """The address of a database of another place."""
    url = database(server, name)
    fill_postgres("0.1.0", url)
    with psycopg.connect(url) as there:
        there.execute("UPDATE place_place SET name = 'Another place'")
    return url


def name_in(url: str) -> str:
    with psycopg.connect(url) as there:
        return there.execute("SELECT name FROM place_place").fetchone()[0]


def prepared(place: Former, url: str):
    """How a start ended with this database in its settings."""
    return ran(place.data, PREPARE, **(place.settings | {"HELD_DATABASE_URL": url}))


@pytest.mark.sqlite
def test_a_file_of_sqlite_belongs_to_its_folder():
    assert identity() == ""


@pytest.mark.harness
def test_a_cut_off_upgrade_fills_no_database_of_another_place(server: str, tmp_path: Path):
    place, other = Former(tmp_path, server), another_place(server, "other")
    assert place.run(CUT_OFF + SERVE).returncode == 9
    ended = prepared(place, other)
    assert ended.returncode
    assert "names another database than the one whose upgrade was interrupted" in ended.stderr
    assert name_in(other) == "Another place"
    assert place.mark.exists()
    ended = prepared(place, database(server, "empty"))
    assert ended.returncode == 0, ended.stderr
    assert not place.mark.exists()
    place.state.address = place.state.address.replace("/place?", "/empty?")
    assert place.state.words() == place.before


@pytest.mark.harness
def test_a_cut_off_restore_fills_no_database_of_another_place(server: str, tmp_path: Path):
    data, other = tmp_path / "place", another_place(server, "third")
    data.mkdir(mode=0o700)
    (data / "restore-unfinished").write_text(f"{tmp_path}\n2026-01-01T00-00-00Z\n1/2\n")
    refused = held("restore", str(tmp_path), data=data, HELD_DATABASE_URL=other, **with_tools())
    assert refused.returncode == 1
    assert "This place is in use already" in refused.stderr
    assert name_in(other) == "Another place"
