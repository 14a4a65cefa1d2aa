"""A database of PostgreSQL belongs to one place, and one held at a time uses it."""

import shutil
from collections.abc import Iterator

import psycopg
import pytest

from tests.inside import inside
from tests.postgres import running_postgres, with_tools
from tests.running import DidNotStart, Running, held

pytestmark = pytest.mark.harness

OWN_KEYS = "from held.keyring.text import open_ring; from django.conf import settings as s; open_ring(s.HELD_KEYS)"
PLACE_OF = "SELECT obj_description('place_place'::regclass, 'pg_class')"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with running_postgres() as url:
        yield url


@pytest.fixture
def url(server: str, request: pytest.FixtureRequest) -> str:
    """A database for each test."""
    name = f"t{abs(hash(request.node.name)) % 10**8}"
    with psycopg.connect(server, autocommit=True) as there:
        there.execute(f"CREATE DATABASE {name}")
    return server.replace("/postgres?", f"/{name}?")


def test_a_second_place_is_refused_while_the_first_is_open_and_after(url, tmp_path):
    settings = {"HELD_DATABASE_URL": url, **with_tools()}
    with Running(tmp_path / "first", **settings) as first:
        refused = held("restore", str(tmp_path), data=tmp_path / "third", **settings)
        assert "Another held is using the database" in refused.stderr
        copied = shutil.copytree(tmp_path / "first", tmp_path / "copied")  # the same place, for example on two machines
        with pytest.raises(DidNotStart, match="Another held is using the database"):
            Running(copied, **settings).start()
        first.kill()
        first.start()
    before = psycopg.connect(url).execute(PLACE_OF).fetchone()[0]
    assert before.startswith("held place ")
    ended = held("serve", data=tmp_path / "second", **settings)
    assert "If this is to be a second place: please make an empty one" in ended.stderr
    inside(tmp_path / "second", OWN_KEYS)
    for code, *command in ((3, "serve"), (1, "backup", str(tmp_path / "copy"))):
        ended = held(*command, data=tmp_path / "second", **settings)
        assert ended.returncode == code
        assert "belongs to another place" in ended.stderr
        assert "please make an empty one" in ended.stderr
    assert "belongs to another place" in held("check", data=tmp_path / "second", **settings).stdout
    assert "belongs to another place" in held("restore", str(tmp_path), data=tmp_path / "third", **settings).stderr
    with Running(tmp_path / "first", **settings):
        pass
    assert psycopg.connect(url).execute(PLACE_OF).fetchone()[0] == before
