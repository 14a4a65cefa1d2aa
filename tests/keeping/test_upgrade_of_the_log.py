"""What only the log knew is in rows after the upgrade: every answer is the same, even when the log is empty."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.inside import inside
from tests.places import lay_down
from tests.places.states import State
from tests.postgres import running_postgres, with_tools


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def server(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a server, or nothing for SQLite."""
    if request.param == "SQLite":
        yield ""
        return
    with running_postgres() as url:
        yield url


@pytest.mark.harness
def test_answers_are_the_same_after_the_upgrade(tmp_path: Path, server: str) -> None:
    (data := tmp_path / "place").mkdir(mode=0o700)
    state = State.of(data, server)
    known = lay_down("0.2.0-unreleased", data, url=state.address)
    settings = with_tools() | ({"HELD_DATABASE_URL": state.address} if server else {})
    told = json.loads(inside(data, "from tests.places.log_questions import main; main()", **settings).splitlines()[-1])
    assert told == {"answers": known["answers"], "again": [], "without the log": [], "unseen": []}
