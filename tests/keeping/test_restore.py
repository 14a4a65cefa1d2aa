"""What comes back is whole, closed, and not served before it is both."""

import json
import shutil
import signal
from time import monotonic, sleep

import httpx
import pytest

from held.keeping.copies import whole_copies
from tests import cast as people
from tests import forking
from tests.inside import inside
from tests.running import DidNotStart, Running, held, surroundings

pytestmark = pytest.mark.harness

STATE = """
import json
from django.contrib.sessions.models import Session
from held.accounts.models import Link
from held.history.models import AuditEntry
from held.stories.models import Leaf, Publication, Story, Version
from held.publishing.models import Address
story = Story.objects.get()
essay = Leaf.objects.get(story=story, kind="ENTRY").current
try:
    words = essay.read(story.key)["body"]
except Exception as fault:
    words = type(fault).__name__
print(json.dumps({
    "words": words, "openings": Publication.objects.count(), "addresses": Address.objects.count(),
    "sessions": Session.objects.count(), "unused": Link.objects.filter(used_at=None).exclude(purpose="FIRST").count(),
    "versions": Version.objects.count(), "acts": list(AuditEntry.objects.values_list("action", flat=True)),
}))
"""
ASK_FOR_PHOTOGRAPHS = """
from held.stories.models import Story
from tests.enveloped import an_envelope, arrived_in
story = Story.objects.get()
envelope, token = an_envelope(story, story.made_by)
arrived_in(envelope)
print(token)
"""
DESTROY_KEY = """
from held.keyring.text import destroy_key
from held.stories.models import Story
destroy_key(Story.objects.get().key)
"""


@pytest.fixture(scope="module")
def copied(seeded, tmp_path_factory):
    """The folder of a backup."""
    folder = tmp_path_factory.mktemp("disk") / "copy"
    data = shutil.copytree(seeded, tmp_path_factory.mktemp("backed-up") / "place")  # a backup is noted in its place
    assert held("backup", str(folder), data=data).returncode == 0
    return folder


@pytest.fixture
def copy(copied, tmp_path):
    """The same, for a test to change."""
    return shutil.copytree(copied, tmp_path / "copy")


def state(data):
    return json.loads(inside(data, STATE))


def test_an_empty_folder_gets_everything_back_closed_and_signed_out(copied, tmp_path):
    ended = held("restore", str(copied), data=tmp_path / "new")
    assert ended.returncode == 0, ended.stderr
    assert "Every story is closed to everyone but its family" in ended.stdout
    back = state(tmp_path / "new")
    assert back["words"] == people.ESSAY
    assert (back["openings"], back["addresses"], back["sessions"], back["unused"]) == (0, 0, 0, 0)
    assert "place.restored" in back["acts"]
    assert "story.taken-back" in back["acts"]


def test_a_storys_old_address_is_closed_after_a_restore(copied, tmp_path):
    held("restore", str(copied), data=tmp_path / "new")
    with Running(tmp_path / "new") as running:
        assert httpx.get(running.url + "/stories/a-tuesday/").status_code == 404
        assert not running.links


def test_a_restore_ends_envelope_links_and_keeps_photos(place, tmp_path):
    token = inside(place, ASK_FOR_PHOTOGRAPHS)
    held("backup", str(tmp_path / "copy"), data=place)
    held("restore", str(tmp_path / "copy"), data=tmp_path / "new")
    with Running(tmp_path / "new") as running:
        assert httpx.get(f"{running.url}/c/{token}").status_code == 404
    came = "from held.gathering.models import Sent; print(Sent.objects.get().read()['name'])"
    assert inside(tmp_path / "new", came) == "IMG_9.HEIC"


def test_a_restored_place_names_no_second_copy_folder(place, tmp_path):
    inside(place, "from held.place.models import Place; Place.objects.update(second_copy='/media/second')")
    held("backup", str(tmp_path / "copy"), data=place)
    ended = held("restore", str(tmp_path / "copy"), data=tmp_path / "new")
    assert "until a host names a folder" in ended.stdout
    named = inside(tmp_path / "new", "from held.place.models import Place; print([Place.objects.get().second_copy])")
    assert named == "['']"


def test_a_host_without_any_key_gets_one_link_and_can_come_in(place, tmp_path):
    host = "from held.place.models import Hosting; from held.accounts import sign_in_keys"
    inside(place, f"{host}; sign_in_keys.end_every_key(Hosting.objects.get().account)")
    held("backup", str(tmp_path / "copy"), data=place)
    ended = held("restore", str(tmp_path / "copy"), data=tmp_path / "new")
    assert ended.stdout.count("/entrance/link/") == 1
    path = ended.stdout.split("localhost:8000")[1].split()[0]
    with Running(tmp_path / "new") as running:
        assert httpx.get(running.url + path).status_code == 200


def test_a_host_with_paper_codes_keeps_them_and_gets_no_link(place, tmp_path):
    write = "from held.place.models import Hosting; from held.accounts import sign_in_keys"
    codes = inside(place, f"{write}; print(*sign_in_keys.write_codes(Hosting.objects.get().account))").split()
    held("backup", str(tmp_path / "copy"), data=place)
    ended = held("restore", str(tmp_path / "copy"), data=tmp_path / "new")
    assert ended.returncode == 0
    assert "/entrance/link/" not in ended.stdout
    host = "Hosting.objects.get().account"
    assert inside(tmp_path / "new", f"{write}; print(sign_in_keys.use_code({host}, '{codes[3]}'))") == "True"


def test_every_sign_in_ends_even_one_whose_cookie_was_kept(copied, seeded, tmp_path):
    salts = "from held.accounts.models import Account; print(*Account.objects.values_list('sign_in_salt', flat=True))"
    held("restore", str(copied), data=tmp_path / "new")
    assert not {*inside(seeded, salts).split()} & {*inside(tmp_path / "new", salts).split()}


def test_a_place_that_was_begun_and_not_taken_is_empty(copied, tmp_path):
    with Running(tmp_path / "new"):
        pass
    assert held("restore", str(copied), data=tmp_path / "new").returncode == 0
    assert state(tmp_path / "new")["words"] == people.ESSAY


def test_a_place_in_which_somebody_lives_is_not_touched(copied, place):
    before = (place / "held.db").read_bytes()
    refused = held("restore", str(copied), data=place)
    assert refused.returncode == 1
    assert "This place is in use" in refused.stderr
    assert (place / "held.db").read_bytes() == before


def test_a_place_that_is_open_is_not_touched(copied, tmp_path):
    with Running(tmp_path / "new"):
        refused = held("restore", str(copied), data=tmp_path / "new")
    assert refused.returncode == 1
    assert "already running on" in refused.stderr


def test_a_story_whose_key_was_destroyed_since_is_closed_for_good(place, tmp_path):
    folder = tmp_path / "copy"
    held("backup", str(folder), data=place)
    (older,) = whole_copies(folder / "copies")
    inside(place, DESTROY_KEY)
    held("backup", str(folder), data=place)
    ended = held("restore", str(folder), "--copy", older.name, data=tmp_path / "new")
    assert ended.returncode == 0
    assert "Closed for good, because its key was destroyed on purpose: story 1." in ended.stdout
    assert "Lost" not in ended.stdout
    assert state(tmp_path / "new")["words"] == "KeyGone"


def test_newer_keys_that_are_here_are_not_replaced_by_older_ones(place, tmp_path):
    held("backup", str(tmp_path / "copy"), data=place)
    inside(place, DESTROY_KEY)
    (place / "held.db").unlink()
    ended = held("restore", str(tmp_path / "copy"), data=place)
    assert ended.returncode == 0
    assert "Closed for good" in ended.stdout


def test_an_older_copy_comes_back_beside_every_no_that_was_said_since(place, tmp_path):
    say, told = (
        "from held.keyring.refusal_log import append_refusal; append_refusal('part a readers', {})",
        "from held.keyring import refusal_log",
    )
    inside(place, say.format(1))
    held("backup", str(tmp_path / "copy"), data=place)
    inside(place, say.format(4))
    held("backup", str(tmp_path / "copy"), data=place)
    (older, _) = whole_copies(tmp_path / "copy" / "copies")
    ended = held("restore", str(tmp_path / "copy"), "--copy", older.name, data=tmp_path / "new")
    assert ended.returncode == 0
    assert inside(tmp_path / "new", f"{told}; print(refusal_log.refusals())") == "{'part a readers': 4}"


def test_a_damaged_row_is_told_and_the_rest_is_there(place, tmp_path):
    inside(
        place,
        """
        from held.stories.models import Leaf, Version
        essay = Leaf.objects.get(kind="ENTRY").current
        Version.objects.filter(pk=essay.pk).update(sealed=bytes(essay.sealed)[:-1] + bytes([essay.sealed[-1] ^ 1]))
        """,
    )
    held("backup", str(tmp_path / "copy"), data=place)
    ended = held("restore", str(tmp_path / "copy"), data=tmp_path / "new")
    assert ended.returncode == 1
    assert "Damaged, so nobody sees it: version" in ended.stdout
    assert people.CANARY not in ended.stdout + ended.stderr
    with Running(tmp_path / "new") as running:
        assert httpx.get(running.url + "/healthz").status_code == 200


def test_a_changed_copy_is_refused_before_any_change(copy, tmp_path):
    words = whole_copies(copy / "copies")[0] / "words.sqlite"
    whole = words.read_bytes()
    words.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    refused = held("restore", str(copy), data=tmp_path / "new")
    assert refused.returncode == 1
    assert "damaged" in refused.stderr
    assert not (tmp_path / "new" / "restore-unfinished").exists()


@pytest.mark.parametrize(("missing", "why"), [("keys", "keys"), ("copies", "no dated copy")])
def test_without_keys_or_words_it_says_what_is_missing(copy, tmp_path, missing, why):
    shutil.rmtree(copy / missing)
    refused = held("restore", str(copy), data=tmp_path / "new")
    assert refused.returncode == 1
    assert why in refused.stderr


def test_keys_of_another_place_are_refused(copy, tmp_path):
    other = tmp_path / "other"
    inside(
        other, "from held.keyring.text import open_ring; from django.conf import settings as s; open_ring(s.HELD_KEYS)"
    )
    for path in (other / "keys").iterdir():
        shutil.copy(path, copy / "keys")
    refused = held("restore", str(copy), data=tmp_path / "new")
    assert refused.returncode == 1
    assert "another place" in refused.stderr


def test_a_name_that_is_no_copy_is_answered_with_those_that_are(copied, tmp_path):
    refused = held("restore", str(copied), "--copy", "yesterday", data=tmp_path / "new")
    assert refused.returncode == 1
    assert whole_copies(copied / "copies")[0].name in refused.stderr


@pytest.mark.parametrize("after", ["restore-unfinished", "keys/keyring.db", "held.db"])
def test_a_restore_that_was_killed_is_never_served_and_can_be_run_again(copied, tmp_path, after):
    new = tmp_path / "new"
    killed = kill_restore_after(copied, new, after)
    if killed:
        with pytest.raises(DidNotStart, match="not finished"):
            Running(new).start()
    ended = held("restore", str(copied), data=new)
    assert ended.returncode == (0 if killed else 1)
    assert state(new)["words"] == people.ESSAY
    assert state(new)["openings"] == 0


def kill_restore_after(folder, new, name):
    """Kill the restore just after this file exists with its mark; returns whether it was still running."""
    command = ["-m", "held", "restore", str(folder)]
    process = forking.Child(command, surroundings(new))
    begun = monotonic()
    mark = new / "restore-unfinished"
    while process.poll() is None and monotonic() - begun < 30 and not (mark.exists() and (new / name).exists()):
        sleep(0.0005)
    process.send_signal(signal.SIGKILL)
    process.wait()
    return mark.exists()


OPEN_FOR_A_YEAR = """
from held.uptime.models import Uptime
Uptime.objects.update_or_create(pk=1, defaults={"seconds": 31_536_000, "agreed_at": "2020-01-01T00:00:00Z"})
"""
UPTIME = """
from held.uptime.clock_agreement import agrees
from held.uptime.current import uptime
print(agrees(), uptime() // 3600)
"""


def test_a_restore_keeps_the_uptime_and_confirms_the_date(place, tmp_path):
    inside(place, OPEN_FOR_A_YEAR)
    assert inside(place, UPTIME) == "False 8760"
    assert held("backup", str(tmp_path / "copy"), data=place).returncode == 0
    assert held("restore", str(tmp_path / "copy"), data=tmp_path / "new").returncode == 0
    assert inside(tmp_path / "new", UPTIME) == "True 8760"
