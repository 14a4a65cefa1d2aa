"""What few pages need is loaded by the first of them, and what opens photographs never by a process that serves."""

import json

from tests.inside import inside

NEEDED_ONCE = {"qrcode", "PIL", "fido2", "allauth.mfa.webauthn", "tink", "google.protobuf", "markdown_it", "pyvips"}
# Their modules make keys, locks and counters as they are loaded: each serving process makes its own.
OF_ONE_PROCESS = {"held.pictures.ticket", "held.pictures.trying_again", "held.jail", "held.web.hearing"}
PREPARE = """
import json, sys
from held.cli import preparing, serve
preparing.prepare()
"""
SHOW = """
from django.test import Client
from held.wsgi import application
assert Client(headers={"host": "localhost"}).get("/").status_code == 200
"""
TELL = "print(json.dumps(sorted(sys.modules)))"


def loaded(told: str, names: set[str]) -> set[str]:
    """Which of these were loaded, or a module inside them."""
    there = set(json.loads(told.splitlines()[-1]))
    return {name for name in names if any(module == name or module.startswith(f"{name}.") for module in there)}


def test_the_front_page_loads_nothing_that_few_pages_need(tmp_path):
    assert loaded(inside(tmp_path, PREPARE + SHOW + TELL), NEEDED_ONCE) == set()


def test_the_process_that_prepares_loads_nothing_that_serves(tmp_path):
    assert loaded(inside(tmp_path, PREPARE + TELL), NEEDED_ONCE | OF_ONE_PROCESS) == set()


def test_what_is_loaded_is_seen(tmp_path):
    told = inside(tmp_path, "import json, sys, qrcode, held.pictures.ticket\n" + TELL)
    assert {"qrcode", "held.pictures.ticket"} <= loaded(told, NEEDED_ONCE | OF_ONE_PROCESS)
