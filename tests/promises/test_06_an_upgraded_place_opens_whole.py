"""A place of the previous version opens whole: its words, photographs, keys, backup, record, links and codes.

Strings that are part of data (what a sealed value is bound to, what a hash is for) are not names of the code. If one of
them changes, existing data does not open any more.
"""

import json

from tests import forking
from tests.places import every_kind, lay_down
from tests.running import surroundings

READ = ["-m", "tests.places.every_kind", "read"]


def test_everything_in_an_older_place_opens(tmp_path):
    kept = lay_down("every_kind", tmp_path)
    ran = forking.run(READ, surroundings(tmp_path / "place", DJANGO_SETTINGS_MODULE="held.settings"))
    assert ran.returncode == 0, ran.stderr
    opens = json.loads(ran.stdout)
    assert {what: opens[what] for what in kept["opens"]} == kept["opens"]


def test_the_older_place_has_every_kind_of_sealed_thing():
    opens = json.loads((every_kind.HERE / "told.json").read_text())["opens"]
    assert not [kind for kind, found in opens["sealed"].items() if not any(found)]
    assert {thing.split()[0] for thing in opens["refusals"]["log"]} == {"asking", "part"}
