"""The database stops answering: no command hangs, and monitors still get an answer."""

import socket
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.lib.postgres.wire import wire
from tests.postgres import running_postgres
from tests.running import Running, held

pytestmark = [pytest.mark.harness, pytest.mark.sqlite]

READERS = 80  # more than there are threads
PATIENCE = 60  # seconds; without deadlines nobody is answered at all


def test_a_place_answers_healthz_while_its_database_is_silent(tmp_path):
    with (
        running_postgres() as url,
        wire(url) as line,
        Running(tmp_path / "place", HELD_DATABASE_URL=line.url + "?connect_timeout=2") as place,
        ThreadPoolExecutor(READERS + 2) as threads,
    ):
        assert httpx.get(place.url + "/readyz").json()["ready"]
        line.silent.set()
        readers = [threads.submit(httpx.get, place.url + "/", timeout=PATIENCE) for _ in range(READERS)]
        alive = threads.submit(httpx.get, place.url + "/healthz", timeout=PATIENCE)
        ready = threads.submit(httpx.get, place.url + "/readyz", timeout=PATIENCE)
        assert alive.result().status_code == 200
        assert ready.result().json()["not_ready"] == ["database"]
        assert {reader.result().status_code for reader in readers} == {500}
        line.silent.clear()


def test_a_command_gives_a_silent_database_up(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as mute:
        url = f"postgresql://x@127.0.0.1:{mute.getsockname()[1]}/x?connect_timeout=2"
        ended = held("serve", data=tmp_path, HELD_DATABASE_URL=url, seconds=PATIENCE)
    assert ended.returncode == 1
    assert "The database does not answer." in ended.stderr
