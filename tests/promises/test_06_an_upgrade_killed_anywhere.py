"""Promise 6: an upgrade that is killed before any of its steps ends whole at the next start, with one copy from before.

The upgrade goes from a place that version 0.1.0 left to today's tables, and on through five made-up migrations. With
EVIDENCE=full it is killed before each statement; otherwise before each commit, each change outside a transaction and
each change of a file, every 16th of these (on PostgreSQL every 20th): a kill elsewhere leaves what the step
before it left.
"""

from collections.abc import Iterator

import pytest

from tests.postgres import running_postgres
from tests.promises.sizes import is_small
from tests.upgrades import killed_everywhere

pytestmark = pytest.mark.harness
EVERY = not is_small()
AFTER_ITS_TABLES = 'INSERT INTO "django_migrations"'


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of a PostgreSQL."""
    with running_postgres() as url:
        yield url


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def url(request: pytest.FixtureRequest) -> str:
    """The same, or nothing for SQLite."""
    return request.getfixturevalue("server") if request.param == "PostgreSQL" else ""


def test_an_upgrade_killed_at_any_step_ends_whole(tmp_path, url):
    stride = 1 if EVERY else 20 if url else 16
    told = killed_everywhere(tmp_path, url=url, start="upgrade", every=EVERY, stride=stride)
    print(f"{told['kills']} kills, {told['states']} states in {'PostgreSQL' if url else 'SQLite'}")
    assert told["kills"] >= 5
    assert told["states"] >= 4
    assert told["wrong"] == []


def test_going_back_to_the_copy_can_be_killed_as_well(tmp_path, url):
    """The first upgrade ended after its tables were committed and before the migration was noted."""
    told = killed_everywhere(
        tmp_path,
        url=url,
        start="cut off",
        before=AFTER_ITS_TABLES,
        every=EVERY,
        first=None if EVERY else 4 if url else 6,
    )
    assert told["kills"] >= 4
    assert told["states"] > 1
    assert told["wrong"] == []


def test_the_harness_finds_an_upgrade_without_a_mark(tmp_path, url):
    """Planted: it copies first, and nothing says that the tables are changed only in part."""
    told = killed_everywhere(tmp_path, url=url, start="upgrade", every=False, at=AFTER_ITS_TABLES, planted=True)
    assert told["wrong"] == [f"killed before step {AFTER_ITS_TABLES}: the next start ended with 1"]


def test_a_first_start_on_postgresql_killed_at_any_step_begins_again(tmp_path, server):
    told = killed_everywhere(tmp_path, url=server, start="first", every=EVERY, stride=7 if EVERY else 71)
    assert told["kills"] > 2
    assert told["wrong"] == []


def test_the_harness_finds_a_first_start_that_does_not_begin_again(tmp_path, server):
    """Planted: the tables that have no note stay."""
    told = killed_everywhere(tmp_path, url=server, start="first", every=False, at=AFTER_ITS_TABLES, planted=True)
    assert told["wrong"] == [f"killed before step {AFTER_ITS_TABLES}: the next start ended with 1"]
