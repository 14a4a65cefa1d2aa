"""Promise 3, after an upgrade: an older program does not open tables in which it could miss somebody's "no"."""

import argparse
import json
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import httpx
import pytest

from held import VERSION
from held.cli import main as program
from held.cli import server
from held.cli.parser import COMMANDS, parser
from held.consent.sealing import seal_record
from held.keeping.copies import sha256_of, whole_copies
from tests import cast as people
from tests.newer import LATER, later_migration, record_later_migration_in
from tests.photographs import photograph
from tests.running import Running, free_port, held
from tests.seeding import seed

REFUSED = "was last opened by a newer version of held"


def ways(given: dict[str, str]) -> Iterator[list[str]]:
    """Every command that can be typed, by itself and once more with each of its options; read from the parser."""
    (commands,) = (one for one in parser()._actions if isinstance(one, argparse._SubParsersAction))
    for name, command in commands.choices.items():
        plain = [name, *(given[one.metavar] for one in command._actions if not one.option_strings)]
        yield plain
        for option in command._actions:
            if option.option_strings and option.dest != "help":
                yield [*plain, option.option_strings[-1], *([] if option.nargs == 0 else [given[option.metavar]])]


@pytest.fixture
def unguarded(cast, tmp_path, settings, monkeypatch, capsys):
    """Run every command in this process; returns those that do not refuse in words."""
    (tmp_path / "record").write_bytes(b"")
    photograph(cast, people.write_story(cast))
    (tmp_path / "record").write_bytes(seal_record(cast.family))
    settings.HELD_DATA, settings.HELD_PORT = tmp_path / "place", free_port()
    settings.HELD_DATA.mkdir()
    monkeypatch.setattr(program, "go_to_the_demo_folder", lambda: None)
    monkeypatch.setattr(program, "set_up", lambda **_told: None)
    monkeypatch.setattr(server, "serve_until_stopped", lambda _when_open, _lock: 0)
    given = {name: str(tmp_path / name) for name in ("FOLDER", "NAME", "OUT")} | {"FILE": str(tmp_path / "record")}

    def walk() -> list[str]:
        found = []
        for way in ways(given):
            ended, said = program.main(way), capsys.readouterr()
            code = 3 if way[0] in {"serve", "demo"} else 1  # 3: systemd does not start it again
            if ended != code or REFUSED not in said.out + said.err or LATER not in said.out + said.err:
                found.append(" ".join(way))
        return found

    return walk


def test_every_command_refuses_newer_tables(unguarded, tmp_path):
    with later_migration():
        assert unguarded() == []
    assert not list((tmp_path / "place").glob("opened-by"))
    assert not (tmp_path / "FOLDER").exists()


def test_a_command_without_the_guard_is_found(unguarded, monkeypatch):
    """Planted: one more command, which makes a query at once."""
    monkeypatch.setitem(COMMANDS, "peek", "Look.")
    monkeypatch.setitem(sys.modules, "held.cli.peek", SimpleNamespace(run=lambda _options: 0))
    with later_migration():
        assert unguarded() == ["peek"]


@pytest.mark.both
def test_readiness_notices_tables_that_became_newer(anyone, db):
    assert anyone.get("/readyz").status_code == 200
    with later_migration():
        answer = anyone.get("/readyz")
    told = {"ready": False, "not_ready": ["migrations"], "newest_copy_age_seconds": None}
    assert (answer.status_code, answer.json()) == (503, told)


@pytest.mark.harness
def test_a_folder_made_newer_while_open_is_not_opened_again(tmp_path):
    data = tmp_path / "place"
    seed(data)
    with Running(data) as place:
        assert httpx.get(place.url + "/readyz").json()["ready"]
        record_later_migration_in(data / "held.db")
        assert httpx.get(place.url + "/readyz").status_code == 503
        assert not httpx.get(place.url + "/readyz").json()["ready"]
        assert REFUSED in held("backup", str(tmp_path / "copy"), data=data).stderr
    before = everything_in(data)
    assert (data / "opened-by").read_text() == VERSION
    (data / "opened-by").write_text("99.1.0")
    for code, *command in ((3, "serve"), (1, "check"), (1, "restore", str(tmp_path / "copy"))):
        ended = held(*command, data=data)
        assert ended.returncode == code
        assert "was last opened by held 99.1.0, and this is held" in ended.stdout + ended.stderr
    assert everything_in(data) == before


@pytest.mark.harness
@pytest.mark.parametrize("listed", [True, False])
def test_a_copy_of_a_newer_version_is_not_restored(tmp_path, listed):
    """Even if its manifest does not list the migration, but its tables have had it."""
    seed(tmp_path / "place")
    assert held("backup", str(tmp_path / "copy"), data=tmp_path / "place").returncode == 0
    (copy,) = whole_copies(tmp_path / "copy" / "copies")
    record_later_migration_in(copy / "words.sqlite")
    manifest = json.loads((copy / "manifest.json").read_text())
    manifest |= {"sha256": sha256_of(copy / "words.sqlite"), "version": "99.1.0"}
    manifest["migrations"] += [LATER] if listed else []
    (copy / "manifest.json").write_text(json.dumps(manifest))
    ended = held("restore", str(tmp_path / "copy"), data=tmp_path / "new")
    assert ended.returncode == 1
    assert f"{copy.name} was made by held 99.1.0, and this is held" in ended.stderr
    assert LATER in ended.stderr
    assert words_in(tmp_path / "new") == words_in(tmp_path / "never")
    assert not (tmp_path / "new" / "keys" / "keyring.db").exists()
    assert not (tmp_path / "new" / "restore-unfinished").exists()


def everything_in(data: Path) -> dict[str, bytes]:
    """The rows and the keys of a place."""
    return {"rows": words_in(data), **{path.name: path.read_bytes() for path in (data / "keys").iterdir()}}


def words_in(data: Path) -> bytes:
    """Every table and row, as SQL."""
    data.mkdir(exist_ok=True)
    with closing(sqlite3.connect(data / "held.db")) as words:
        return "\n".join(words.iterdump()).encode()
