"""What few pages need is loaded by the first of them; what opens photographs is never loaded by a serving process."""

import json

from tests.cli.loading import NEEDED_ONCE, OF_ONE_PROCESS, loaded
from tests.inside import really_inside

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


def modules(told: str) -> list[str]:
    """The modules that the last line printed."""
    return json.loads(told.splitlines()[-1])


def test_the_front_page_loads_nothing_that_few_pages_need(tmp_path):
    assert loaded(modules(really_inside(tmp_path, PREPARE + SHOW + TELL)), NEEDED_ONCE) == set()


def test_the_process_that_prepares_loads_nothing_that_serves(tmp_path):
    assert loaded(modules(really_inside(tmp_path, PREPARE + TELL)), NEEDED_ONCE | OF_ONE_PROCESS) == set()


def test_the_check_sees_which_modules_are_loaded(tmp_path):
    told = really_inside(tmp_path, "import json, sys, qrcode, held.pictures.ticket\n" + TELL)
    assert {"qrcode", "held.pictures.ticket"} <= loaded(modules(told), NEEDED_ONCE | OF_ONE_PROCESS)
