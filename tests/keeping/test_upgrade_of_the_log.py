"""Every answer that the log once gave is the same after the upgrade, and no version asks the log again."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.inside import ran
from tests.places import lay_down
from tests.places.states import State
from tests.postgres import running_postgres, with_tools

UPGRADE = """
import json
from django.core.management import call_command
call_command("migrate", verbosity=0)
from tests.places import log_answers
print(json.dumps(log_answers.answers()))
"""


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
    upgraded = ran(data, UPGRADE, **settings)
    assert upgraded.returncode == 0, upgraded.stderr
    assert json.loads(upgraded.stdout.splitlines()[-1]) == known["answers"]
