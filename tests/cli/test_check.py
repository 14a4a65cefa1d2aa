"""`held check` says what is wrong and what helps; `--all` does more, and `--mail` does something else."""

import json
import socketserver
import threading

import pytest

from held import VERSION
from held.cli.findings import GROUND, TABLES, TABLES_FIT
from tests import cast as people
from tests.inside import inside
from tests.running import held

pytestmark = pytest.mark.harness

ALL_IS_WELL = """
from held.lib.clock import now
from held.place.models import Place
Place.objects.update(backed_up_at=now(), backed_up_to="/not/connected", address="https://our-place.example")
"""


class Postbox(socketserver.StreamRequestHandler):
    """A mail server that accepts every letter."""

    letters: list[str] = []
    refuses = False

    def handle(self):
        self.say("220 postbox")
        letter = None
        while line := self.rfile.readline().decode():
            if letter is not None:
                letter += line
                if line == ".\r\n":
                    self.letters.append(letter)
                    letter = None
                    self.say("250 taken")
            elif line.upper().startswith("DATA"):
                letter = ""
                self.say("354 go on")
            elif line.upper().startswith("RCPT") and self.refuses:
                self.say("550 nobody of that name")
            else:
                self.say("250 postbox")

    def say(self, line):
        self.wfile.write(f"{line}\r\n".encode())


@pytest.fixture
def postbox():
    Postbox.letters, Postbox.refuses = [], False
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Postbox) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"smtp://localhost:{server.server_address[1]}?from=place@example.org"
        server.shutdown()


def test_what_is_wrong_ends_with_1_and_each_thing_has_its_remedy(place):
    ended = held("check", data=place)
    assert ended.returncode == 1
    assert "✗ not fine: There is no backup yet" in ended.stdout
    assert "held backup FOLDER" in ended.stdout
    assert "· No email is set up" in ended.stdout
    assert "· Photographs are opened by libheif 1." in ended.stdout


def test_when_nothing_is_wrong_it_says_so_and_ends_with_0(place):
    inside(place, ALL_IS_WELL)
    ended = held("check", data=place)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "Nothing is wrong." in ended.stdout
    fine = [line.removeprefix("✓ fine: ") for line in ended.stdout.splitlines() if line.startswith("✓ fine: ")]
    assert fine == [check.name for check in (*GROUND, TABLES_FIT, *TABLES)]


def test_check_mail_sends_a_test_message(place, postbox):
    ended = held("check", "--mail", "hilde@example.org", data=place, HELD_MAIL=postbox)
    assert ended.returncode == 0, ended.stderr
    (letter,) = Postbox.letters
    assert "Subject: A note from The Lantern" in letter
    assert "To: hilde@example.org" in letter
    assert "From: place@example.org" in letter


def test_a_letter_that_is_refused_is_told_with_what_to_compare(place, postbox):
    Postbox.refuses = True
    ended = held("check", "--mail", "hilde@example.org", data=place, HELD_MAIL=postbox)
    assert ended.returncode == 1
    assert "does not accept email to this address" in ended.stderr


def test_a_mail_server_that_is_not_there_is_told(place):
    ended = held("check", "--mail", "hilde@example.org", data=place, HELD_MAIL="smtp://localhost:9")
    assert ended.returncode == 1
    assert "cannot be reached" in ended.stderr


def test_without_mail_it_says_how_to_set_it_up(place):
    ended = held("check", "--mail", "hilde@example.org", data=place)
    assert ended.returncode == 1
    assert "HELD_MAIL=smtp://" in ended.stderr


def test_all_opens_everything_and_names_what_is_damaged_by_its_row(place):
    inside(place, ALL_IS_WELL)
    ended = held("check", "--all", data=place)
    assert (ended.returncode, ended.stderr) == (0, "")
    inside(place, "from held.stories.models import Version; Version.objects.update(sealed=b'HLD1' + b'x' * 60)")
    ended = held("check", "--all", data=place)
    assert ended.returncode == 1
    assert ended.stdout.count("so nobody sees it: version ") == 2
    assert people.CANARY not in ended.stdout


def test_all_does_everything_that_check_does(place):
    looked, opened = held("check", data=place), held("check", "--all", data=place)
    more = ["Opening every sealed item once …", "are intact."]
    assert [line for line in looked.stdout.splitlines() if line not in opened.stdout] == []
    assert all(line in opened.stdout and line not in looked.stdout for line in more)
    assert looked.returncode == opened.returncode == 1  # there is no backup yet


@pytest.mark.parametrize("more", [[], ["--all"]])
def test_another_program_reads_the_same_as_json(place, more):
    words, told = held("check", *more, data=place), held("check", "--json", *more, data=place)
    read = json.loads(told.stdout)
    assert (told.returncode, read["ok"], read["version"]) == (1, False, VERSION)
    assert read["newest_copy_age_seconds"] is None
    assert [one["wrong"] for one in read["findings"]]
    assert all(f"✗ not fine: {one['wrong']}" in words.stdout for one in read["findings"])
    assert all(note in words.stdout for note in read["notes"] if not note.startswith("Nothing"))
    assert told.stderr.startswith("Place: ")


def test_the_age_of_the_newest_copy_is_told_as_json(place):
    inside(place, ALL_IS_WELL)
    told = held("check", "--json", data=place)
    read = json.loads(told.stdout)
    assert (told.returncode, read["ok"], read["findings"]) == (0, True, [])
    assert 0 <= read["newest_copy_age_seconds"] < 600
