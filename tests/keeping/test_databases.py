"""Both kinds of database are copied and restored by the same two functions."""

import sqlite3

import psycopg
import pytest

from held.keeping.databases import Sqlite
from tests.inside import inside
from tests.postgres import running_postgres, with_tools
from tests.running import Running, held

SEED = """
from held.accounts.one_time_links import make_link, use_link
from held.place.first_host import first_link
from tests import cast as people
use_link(first_link())
from held.place.models import Hosting
Hosting.objects.all().delete()
people.write_story(people.assemble())
"""
READ = """
from held.stories.models import Leaf
leaf = Leaf.objects.select_related("story", "current").get(kind="ENTRY")
print(leaf.current.read(leaf.story.key)["body"])
"""
UPTIME = """
from pathlib import Path
from held.keeping.databases import this_database
from held.uptime.models import Uptime
from held.uptime.current import forget_uptime, uptime
copy = Path(PATH)
Uptime.objects.update_or_create(pk=1, defaults={"seconds": 3600})
this_database().copy_to(copy)
Uptime.objects.update(seconds=7200)
forget_uptime()
before = uptime()
this_database().fill_from(copy)
print(before // 3600, uptime() // 3600)
"""


@pytest.mark.harness
def test_filled_from_a_copy_the_uptime_is_that_of_the_copy(place, tmp_path):
    assert inside(place, UPTIME.replace("PATH", repr(str(tmp_path / "copy")))) == "2 1"


@pytest.mark.sqlite
def test_a_copy_of_sqlite_is_one_file_and_whole(transactional_db, tmp_path):
    counts = Sqlite().copy_to(tmp_path / "words")
    assert counts["history_auditentry"] == 0
    assert [path.name for path in tmp_path.iterdir()] == ["words"]
    assert sqlite3.connect(tmp_path / "words").execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.mark.sqlite
def test_copying_inside_our_own_transaction_is_refused(db, tmp_path):
    with pytest.raises(RuntimeError):
        Sqlite().copy_to(tmp_path / "words")


def test_damage_is_nothing_in_a_whole_database(db):
    from held.keeping.databases import this_database  # noqa: PLC0415

    assert this_database().damage() == ""


@pytest.mark.harness
def test_postgres_goes_out_and_comes_back(tmp_path):
    with running_postgres() as url:
        told = with_tools() | {"HELD_DATABASE_URL": url}
        with Running(tmp_path / "place", HELD_DATABASE_URL=url):
            pass
        inside(tmp_path / "place", SEED, **told)
        made = held("backup", str(tmp_path / "copy"), data=tmp_path / "place", **told)
        assert made.returncode == 0, made.stderr
        assert "1 story" in made.stdout
        with psycopg.connect(url, autocommit=True) as server:
            server.execute("CREATE DATABASE empty")
        there = told | {"HELD_DATABASE_URL": url.replace("/postgres?", "/empty?")}
        lived_in = held("restore", str(tmp_path / "copy"), data=tmp_path / "new", **told)
        assert "This place is in use" in lived_in.stderr
        ended = held("restore", str(tmp_path / "copy"), data=tmp_path / "new", **there)
        assert ended.returncode == 0, ended.stderr
        assert inside(tmp_path / "new", READ, **there) == inside(tmp_path / "place", READ, **told)


@pytest.mark.harness
def test_without_pg_dump_it_says_what_to_install(tmp_path):
    with running_postgres() as url:
        bare = {"HELD_DATABASE_URL": url, "PATH": str(tmp_path)}
        with Running(tmp_path / "place", HELD_DATABASE_URL=url):
            pass
        refused = held("backup", str(tmp_path / "copy"), data=tmp_path / "place", **bare)
    assert refused.returncode == 1
    assert "apt install postgresql-client" in refused.stderr
