"""A copy made while families write holds everything that was acknowledged before it began, and opens whole.

Small in `make test`; EVIDENCE=full makes it large (tests/promises/README.md).
"""

import json
import shutil
import threading
from time import monotonic, sleep

import pytest

from held.keeping.copies import whole_copies
from tests.forms import Hand
from tests.inside import begin, inside
from tests.promises.sizes import size
from tests.running import Running, held
from tests.seeding import seed

pytestmark = pytest.mark.harness
SAVES = size("saves while a backup runs")
WRITERS = 3
ADD_LEAVES = f"""
from held.stories import writing
from held.stories.models import Leaf, Story
story = Story.objects.get()
print([writing.add_leaf(story, Leaf.Kind.ENTRY, by=story.made_by).pk for _ in range({WRITERS})])
"""
READ = """
import json
from held.stories.models import Version
found = {}
for version in Version.objects.select_related("leaf__story"):
    words = version.read(version.leaf.story.key).get("body", "")
    found[words.strip()] = found.get(words.strip(), 0) + 1
print(json.dumps(found))
"""


class Writer(threading.Thread):
    """Saves one leaf again and again, and records each save that was acknowledged."""

    def __init__(self, url, session, leaf, enough):
        super().__init__()
        self.hand, self.leaf, self.enough = Hand(url, session), leaf, enough
        self.path = f"/family/leaves/{leaf}/"
        self.acknowledged: list[tuple[float, str]] = []
        self.fault: Exception | None = None

    def run(self):
        try:
            while not self.enough.is_set():
                words = f"{self.leaf}, {len(self.acknowledged)}: the quince stands in the rain"
                form = self.hand.form(self.path, action_ends=self.path)
                assert self.hand.send(form, body=words).status_code == 303
                self.acknowledged.append((monotonic(), words))
        except Exception as fault:  # noqa: BLE001  # reported by the test
            self.fault = fault
        finally:
            self.hand.close()


def test_a_copy_has_every_save_confirmed_before_it_began(tmp_path):
    data, folder = tmp_path / "place", tmp_path / "copy"
    data.mkdir(mode=0o700)
    known = seed(data)
    leaves = json.loads(inside(data, ADD_LEAVES))
    begun: list[float] = []
    with Running(data) as place:
        enough = threading.Event()
        writers = [Writer(place.url, known["cookies"]["ana"], leaf, enough) for leaf in leaves]
        for writer in writers:
            writer.start()
        while len(begun) < 3 or sum(len(writer.acknowledged) for writer in writers) < SAVES:
            begun.append(monotonic())
            assert held("backup", str(folder), data=data, seconds=120).returncode == 0
            assert all(writer.is_alive() for writer in writers)
        enough.set()
        for writer in writers:
            writer.join()
        assert not [writer.fault for writer in writers if writer.fault]
    acknowledged = [save for writer in writers for save in writer.acknowledged]
    copies = whole_copies(folder / "copies")
    assert len(copies) == len(begun)
    for number in {0, len(copies) // 2, len(copies) - 1}:
        new = tmp_path / f"new-{number}"
        ended = held("restore", str(folder), "--copy", copies[number].name, data=new, seconds=300)
        assert ended.returncode == 0, ended.stdout + ended.stderr
        there = json.loads(inside(new, READ))
        lost = [words for at, words in acknowledged if at < begun[number] and words not in there]
        assert not lost
    first = json.loads(inside(tmp_path / "new-0", READ))
    assert len(first) < len(acknowledged)  # they kept writing after it was made, or nothing was tested


def test_the_same_look_finds_what_a_plain_copy_of_the_file_loses(tmp_path):
    """Planted: `cp held.db`, as somebody may do it by hand."""
    data, new = tmp_path / "place", tmp_path / "new"
    data.mkdir(mode=0o700)
    known = seed(data)
    with Running(data) as place:
        enough = threading.Event()
        writer = Writer(place.url, known["cookies"]["ana"], known["leaf"], enough)
        writer.start()
        while len(writer.acknowledged) < 20:
            sleep(0.01)
        enough.set()
        writer.join()
        shutil.copytree(data / "keys", new / "keys")
        shutil.copy(data / "held.db", new / "held.db")
    there = json.loads(inside(new, READ))
    assert [words for _, words in writer.acknowledged if words not in there]


def test_a_backup_that_is_killed_leaves_no_copy_or_a_whole_one(tmp_path):
    data, folder = tmp_path / "place", tmp_path / "copy"
    data.mkdir(mode=0o700)
    seed(data)
    assert held("backup", str(folder), data=data).returncode == 0
    for tenths in range(size("kills") // 3):
        process = start_backup(folder, data)
        wait_for_half(folder, process, tenths / 1000)
        process.kill()
        process.wait()
    for number, copy in enumerate(whole_copies(folder / "copies")[:3] + whole_copies(folder / "copies")[-1:]):
        ended = held("restore", str(folder), "--copy", copy.name, data=tmp_path / f"new-{number}")
        assert ended.returncode == 0, ended.stderr
    assert held("backup", str(folder), data=data).returncode == 0
    assert not list((folder / "copies").glob("*.part"))


def start_backup(folder, data):
    code = f"from pathlib import Path; from held.keeping.backup import back_up; back_up(Path({str(folder)!r}))"
    return begin(data, code)


def wait_for_half(folder, process, more):
    begun = monotonic()
    while process.poll() is None and monotonic() - begun < 20 and not list((folder / "copies").glob("*.part")):
        sleep(0.0005)
    sleep(more)
