"""After a failed upgrade each command says the same: which version to go on with, and which copy to take."""

import shutil
from pathlib import Path

import pytest

import held
from held.cli import way_back
from held.keeping import schema
from held.keeping.copies import NotACopy
from held.keeping.unfinished import Upgrade, mark_upgrade
from tests.cli.test_upgrading import FAILS, LATER, SERVE, Former
from tests.running import held as command

FORMER = LATER + "from held.keeping import schema\nschema.VERSION = '99.0'\n"


@pytest.mark.parametrize(
    ("noted", "sentence"),
    [
        ("0.1.9", "git checkout v0.1.9 && make build && bin/held serve"),
        ("", "older than 0.2.0, don’t start it here: go back with the backup"),
        (held.VERSION, "install the previous version again"),
        ("99.0", "install the previous version again"),
    ],
)
def test_the_former_version_is_named_if_it_is_known(tmp_path, settings, noted, sentence):
    settings.HELD_DATA = tmp_path
    if noted:
        (tmp_path / "opened-by").write_text(noted)
    assert sentence in way_back.former_version()


def test_upgrade_copies_are_named_before_the_second_copy(tmp_path, settings):
    settings.HELD_DATA = tmp_path
    told = way_back.no_way_back(NotACopy("It is missing."))[1]
    assert "before-upgrade" not in told
    copy = tmp_path / "before-upgrade" / "2026-01-01T00-00-00Z"
    copy.mkdir(parents=True)
    (copy / "manifest.json").touch()
    told = way_back.no_way_back(NotACopy("It is missing."))[1]
    assert told.index("bin/held restore") < told.index("-aside/before-upgrade") < told.index("bin/held restore FOLDER")


def test_check_and_an_older_program_name_the_page_and_the_command(tmp_path, settings):
    settings.HELD_DATA = tmp_path
    assert way_back.copies_to_go_back_with() == ""
    assert "To go back" not in schema.NewerTables(["stories.0099_later"]).remedy
    copy = tmp_path / "before-upgrade" / "2026-01-01T00-00-00Z"
    copy.mkdir(parents=True)
    (copy / "manifest.json").touch()
    for told in (way_back.copies_to_go_back_with(), schema.NewerTables(["stories.0099_later"]).remedy):
        assert "“If you want to go back later” in docs/hosts/upgrading.md" in told
        assert f"bin/held restore {tmp_path}-aside/before-upgrade" in told
    assert "## If you want to go back later" in Path("docs/hosts/upgrading.md").read_text()


def test_tables_without_any_upgrade_to_come_are_no_finding(tmp_path, settings, db, monkeypatch):
    settings.HELD_DATA = tmp_path
    assert way_back.tables_to_upgrade() is None
    monkeypatch.setattr(schema, "are_older_tables", lambda: True)
    assert "makes a copy first" in way_back.tables_to_upgrade()[1]
    mark_upgrade(Upgrade("monday", put_back=True))
    assert "failed" in way_back.tables_to_upgrade()[0]


@pytest.mark.harness
def test_commands_that_ask_upgraded_tables_refuse_former_ones(tmp_path):
    place = Former(tmp_path)
    second = tmp_path / "second"
    for arguments in (["backup", str(second)], ["check", "--all"], ["check", "--address"]):
        ended = place.run(LATER + f"print('ended with', main({arguments}))")
        assert "ended with 1" in ended.stdout
        assert "This version has not upgraded the tables yet" in ended.stderr, ended.stderr
        assert "Something went wrong" not in ended.stderr
    assert not second.exists()


@pytest.mark.harness
def test_after_a_failed_upgrade_its_former_version_is_named_each_time(tmp_path):
    place = Former(tmp_path)
    (place.data / "opened-by").write_text(held.VERSION)
    for _ in range(2):
        ended = place.run(FORMER + FAILS + SERVE)
        assert f"git checkout v{held.VERSION} && make build && bin/held serve" in ended.stderr, ended.stderr
    looked = place.run(FORMER + "main(['check'])").stdout
    assert "The upgrade to this version failed." in looked
    assert f"git checkout v{held.VERSION} && make build && bin/held serve" in looked
    assert "upgraded the tables yet" not in looked


@pytest.mark.harness
def test_a_place_with_an_unreadable_mark_can_be_restored(tmp_path):
    place = Former(tmp_path)
    cut_off = FAILS.replace('raise ValueError("made up")', "os._exit(9)")
    place.run(LATER + "import os\nos.umask(0o077)\n" + cut_off + SERVE)
    place.mark.write_text("[]")
    told = place.run(LATER + "main(['serve'])").stderr
    assert f"bin/held restore {place.data}-aside/before-upgrade" in told
    shutil.move(place.data, f"{place.data}-aside")
    ended = command("restore", f"{place.data}-aside/before-upgrade", data=place.data)
    assert ended.returncode == 0, ended.stderr
