"""If the program runs as a service, pages and the log name the command of the service."""

import logging
import re
from pathlib import Path

import pytest
from django.template.loader import render_to_string

import held
from held.keeping import state
from held.lib import commands
from held.lib.log_without_words import QuietFormatter
from held.web.middleware.address import _only_at_our_address

CHECK = f"“{commands.SERVICE} check --address”"


@pytest.fixture
def service(monkeypatch, tmp_path):
    """This machine runs the program as a service."""
    (tmp_path / "held.env").touch()
    monkeypatch.setattr(commands, "SETTINGS_OF_SERVICE", tmp_path / "held.env")
    monkeypatch.setattr(commands, "PROGRAM_OF_SERVICE", commands.SERVICE)


def log_line(words: str) -> str:
    return QuietFormatter().format(logging.makeLogRecord({"msg": words}))


def said() -> list[str]:
    return [
        _only_at_our_address(),
        render_to_string("errors/403_front.html", {}),
        log_line("“bin/held check --address” says what to change."),
    ]


def test_a_service_is_told_its_own_command(service, db):
    for words in said():
        assert CHECK in words


def test_a_checkout_is_told_its_own_command(db):
    for words in said():
        assert "“bin/held check --address”" in words
        assert commands.SERVICE not in words


def test_the_desk_of_the_host_tells_it_too(service, cast, signed_in):
    assert "bin/held backup FOLDER" in str(state.copy_worries())
    page = signed_in(cast.hilde).get("/host/").content.decode()
    assert f"“{commands.SERVICE} backup FOLDER”" in page


def test_no_template_names_a_command_by_itself():
    templates = list((Path(held.__file__).parent / "web" / "templates").rglob("*.html"))
    named = [path for path in templates if re.search(r"(?<![\w/.-])bin/held ", path.read_text())]
    assert named
    assert not [path.name for path in named if "|as_run_here" not in path.read_text()]
