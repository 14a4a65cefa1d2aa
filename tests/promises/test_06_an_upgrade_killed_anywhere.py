"""Promise 6: an upgrade that is killed before any of its steps ends whole at the next start, with one copy of before.

The upgrade goes from a place that version 0.1.0 left to today's tables, and on through five made-up migrations. With
EVIDENCE=full it is killed before each statement; otherwise before each that changes something, each commit and each
change of a file: what only reads leaves what the step before it left.
"""

import os
from collections.abc import Iterator

import pytest

from tests.postgres import running_postgres
from tests.upgrades import killed_everywhere

pytestmark = pytest.mark.harness
READS = os.environ.get("EVIDENCE") == "full"
AFTER_ITS_TABLES = 'INSERT INTO "django_migrations"'


@pytest.fixture(scope="module", params=["SQLite", "PostgreSQL"])
def url(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a server, or nothing for SQLite."""
    if request.param == "SQLite":
        yield ""
        return
    with running_postgres() as server:
        yield server


def test_an_upgrade_killed_at_any_step_ends_whole(tmp_path, url):
    told = killed_everywhere(tmp_path, url=url, start="upgrade", reads=READS)
    print(f"{told['kills']} kills, {told['states']} states in {'PostgreSQL' if url else 'SQLite'}")
    assert told["kills"] > 30
    assert told["states"] > 10
    assert told["wrong"] == []


def test_going_back_to_the_copy_can_be_killed_as_well(tmp_path, url):
    """The first upgrade ended after its tables were committed and before the migration was noted."""
    told = killed_everywhere(
        tmp_path, url=url, start="cut off", before=AFTER_ITS_TABLES, reads=READS, first=None if READS else 12
    )
    assert told["kills"] >= 12
    assert told["states"] > 2
    assert told["wrong"] == []


def test_a_first_start_killed_at_any_step_begins_again(tmp_path, url):
    told = killed_everywhere(tmp_path, url=url, start="first", every=7 if READS else 121)
    assert told["kills"] > 3
    assert told["wrong"] == []


def test_the_harness_finds_an_upgrade_without_a_mark(tmp_path, url):
    """Planted: copied first, and nothing says that the tables are changed in part."""
    told = killed_everywhere(tmp_path, url=url, start="upgrade", first=12, planted=True)
    assert any("copies 2 and not 1" in line for line in told["wrong"])
    assert any("the next start ended with 1" in line for line in told["wrong"])


def test_the_harness_finds_a_first_start_that_does_not_begin_again(tmp_path, url):
    """Planted: on PostgreSQL the tables that have no note stay."""
    if url:
        told = killed_everywhere(tmp_path, url=url, start="first", at=AFTER_ITS_TABLES, planted=True)
        assert told["wrong"] == [f"killed before step {AFTER_ITS_TABLES}: the next start ended with 1"]
