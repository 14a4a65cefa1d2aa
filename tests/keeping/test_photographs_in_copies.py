"""Photographs go into the backup and come back from it; a destroyed one comes back from nowhere."""

import json
import shutil
from time import monotonic, sleep

import httpx
import pytest

from held.keeping import blobs
from held.keeping.copies import whole_copies
from tests import cast as people
from tests.inside import begin, inside
from tests.running import Running, held

pytestmark = pytest.mark.harness
ADD = """
from held.accounts.models import Account
from held.families.models import Family, Member
from held.stories.models import Story
from tests.cast import Cast
from tests.photographs import arrived_photograph, photograph
from types import SimpleNamespace
story = Story.objects.get()
ana = Member.objects.filter(family=story.family).order_by("pk").first().account
cast = SimpleNamespace(family=story.family, ana=ana)
for _ in range({count}):
    photograph(cast, story)
arrived_photograph(cast, story, renditions=False)
"""
TELL = """
import json
from hashlib import sha256
from held.pictures import vault
from held.pictures.models import Picture, Rendition
found = {}
for picture in Picture.objects.order_by("pk"):
    with vault.original(picture.original, picture.key, vault.where_original(picture.pk), picture.size) as file:
        found[str(picture.pk)] = [sha256(file.read()).hexdigest()]
    for made in Rendition.objects.filter(picture=picture).order_by("pk"):
        data = vault.get(made.blob, picture.key, vault.where_rendition(picture.pk, made.box, made.format))
        found[str(picture.pk)].append(sha256(data).hexdigest())
print(json.dumps(found))
"""
DESTROY_FIRST = """
from held.pictures import removal
from held.pictures.models import Picture
picture = Picture.objects.order_by("arrived_at", "pk").first()
print(picture.pk, picture.key, picture.original)
removal.remove(picture, by=picture.by)
assert removal.destroy(picture, by="program")
"""
COME_AND_GO = """
import os
from itertools import count
from pathlib import Path
from held.pictures import removal
for came in count(1):
    placed = photograph(cast, story)
    if came % 2:
        removal.remove(placed.leaf.picture, by=ana)
        assert removal.destroy(placed.leaf.picture, by="program")
    if Path(os.environ["STOP"]).exists():
        break
print(came)
"""


@pytest.fixture(scope="session")
def with_photographs(seeded, tmp_path_factory):
    """The invented people's place, with three photographs in the story and one that could not be opened."""
    data = shutil.copytree(seeded, tmp_path_factory.mktemp("photographs") / "place")
    inside(data, ADD.format(count=3))
    return data


@pytest.fixture
def pictured(with_photographs, tmp_path):
    """A copy of it that a test may change."""
    return shutil.copytree(with_photographs, tmp_path / "place")


def back_up(data, folder):
    ended = held("backup", str(folder), data=data)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def names(folder):
    return set(blobs.names_in(folder / "photographs"))


def test_every_photograph_comes_back_bit_for_bit(pictured, tmp_path):
    before = inside(pictured, TELL)
    assert [len(digests) for digests in json.loads(before).values()].count(7) == 3
    assert "4 photographs" in back_up(pictured, tmp_path / "copy")
    assert names(tmp_path / "copy") == names(pictured)
    ended = held("restore", str(tmp_path / "copy"), data=tmp_path / "new")
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "4 photographs" in ended.stdout
    assert inside(tmp_path / "new", TELL) == before
    checked = held("check", "--all", data=tmp_path / "new")
    assert "Damaged" not in checked.stdout
    assert "are intact." in checked.stdout, checked.stdout + checked.stderr


def test_only_new_ones_are_copied_and_none_is_written_over(pictured, tmp_path):
    back_up(pictured, tmp_path / "copy")
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "copy" / "photographs").rglob("?" * 26)}
    inside(pictured, ADD.format(count=1).replace("arrived_photograph(cast, story, renditions=False)", ""))
    back_up(pictured, tmp_path / "copy")
    assert {path: path.stat().st_mtime_ns for path in before} == before
    assert names(tmp_path / "copy") == names(pictured)
    assert len(names(tmp_path / "copy")) == len(before) + 7


def test_a_copied_photo_stays_while_a_dated_copy_lists_it(pictured, tmp_path):
    folder = tmp_path / "copy"
    back_up(pictured, folder)
    all_of_them = names(folder)
    inside(pictured, DESTROY_FIRST)
    back_up(pictured, folder)
    assert names(folder) == all_of_them
    shutil.rmtree(whole_copies(folder / "copies")[0])  # the host keeps fewer of them
    back_up(pictured, folder)
    assert names(folder) == names(pictured)
    assert len(names(folder)) == len(all_of_them) - 7


def test_photos_stay_if_one_copy_does_not_list_its_own(pictured, tmp_path):
    folder = tmp_path / "copy"
    back_up(pictured, folder)
    all_of_them = names(folder)
    (whole_copies(folder / "copies")[0] / "photographs.txt").unlink()
    inside(pictured, DESTROY_FIRST)
    back_up(pictured, folder)
    assert names(folder) == all_of_them


def test_a_destroyed_photo_opens_in_no_older_copy(pictured, tmp_path):
    folder = tmp_path / "copy"
    back_up(pictured, folder)
    everything_before = shutil.copytree(pictured, tmp_path / "everything-before")
    gone, _key, original = inside(pictured, DESTROY_FIRST).split()
    back_up(pictured, folder)
    oldest = whole_copies(folder / "copies")[0].name
    assert original in names(folder)
    ended = held("restore", str(folder), "--copy", oldest, data=tmp_path / "new")
    assert f"Closed for good, because its key was destroyed on purpose: photograph {gone}." in ended.stdout
    assert ended.returncode == 0, ended.stdout
    shutil.rmtree(everything_before / "keys")
    shutil.copytree(pictured / "keys", everything_before / "keys")
    checked = held("check", "--all", data=everything_before)
    assert f"destroyed on purpose: photograph {gone}." in checked.stdout
    assert "Damaged" not in checked.stdout


def test_a_restore_reports_damaged_photos_and_keeps_the_rest(pictured, tmp_path):
    folder = tmp_path / "copy"
    back_up(pictured, folder)
    lost, turned = sorted(names(folder))[:2]
    (folder / "photographs" / lost[:2] / lost).unlink()
    flip(folder / "photographs" / turned[:2] / turned)
    ended = held("restore", str(folder), data=tmp_path / "new")
    told = [line for line in ended.stdout.splitlines() if line.startswith("Damaged, so nobody sees it: photo")]
    assert ended.returncode == 1
    assert len(told) == 2
    assert len([line for line in told if line.endswith("(its file is missing).")]) == 1
    assert held("check", data=tmp_path / "new").returncode == 1  # one file is missing
    assert "Files of photographs are missing (1)" in held("check", data=tmp_path / "new").stdout


def test_a_restore_that_was_killed_goes_on_where_it_was(pictured, tmp_path):
    before = inside(pictured, TELL)
    back_up(pictured, tmp_path / "copy")
    new = tmp_path / "new"
    new.mkdir(mode=0o700)
    code = f"""
    import os
    from pathlib import Path
    from held.keeping import blobs, choosing, restore
    blobs._Batch.FILES = 5
    folder = Path({str(tmp_path / "copy")!r})
    copy = choosing.choose(folder).copy
    restore.restore_words_and_keys(folder, copy)
    restore.restore_photographs(folder, copy, lambda done, of: done == 5 and os._exit(9))
    """
    assert begin(new, code).wait(60) == 9
    assert len(names(new)) == 5
    assert "was not finished" in held("serve", data=new).stderr
    assert held("restore", str(tmp_path / "copy"), data=new).returncode == 0
    assert inside(new, TELL) == before


def test_a_backup_killed_while_copying_photos_still_opens(pictured, tmp_path):
    folder, before = tmp_path / "copy", inside(pictured, TELL)
    back_up(pictured, folder)
    shutil.rmtree(folder / "photographs")  # so that there is something to copy each time
    for files in (0, 1, 7, 20):
        copied = folder / "photographs"
        process = start_backup(folder, pictured)
        since = monotonic()
        while process.poll() is None and monotonic() - since < 20 and len(blobs.names_in(copied)) < files:
            sleep(0.0005)
        process.kill()
        process.wait()
    assert held("backup", str(folder), data=pictured).returncode == 0
    for number, copy in enumerate(whole_copies(folder / "copies")):
        ended = held("restore", str(folder), "--copy", copy.name, data=tmp_path / f"new-{number}")
        assert ended.returncode == 0, ended.stdout + ended.stderr
        assert inside(tmp_path / f"new-{number}", TELL) == before
    assert not list(folder.rglob("*.part"))


def test_photos_that_come_and_go_are_whole_in_each_copy(pictured, tmp_path):
    folder, stop = tmp_path / "copy", tmp_path / "stop"
    busy = ADD.format(count=0).replace("arrived_photograph(cast, story, renditions=False)", "") + COME_AND_GO
    writer = begin(pictured, busy, STOP=str(stop))
    for _ in range(5):
        assert writer.poll() is None
        back_up(pictured, folder)
    stop.touch()
    assert writer.wait(60) == 0
    came = int(writer.stdout.read())
    assert came > 5
    for number, copy in enumerate(whole_copies(folder / "copies")):
        ended = held("restore", str(folder), "--copy", copy.name, data=tmp_path / f"new-{number}")
        assert ended.returncode == 0, ended.stdout + ended.stderr


def test_a_running_place_still_reads_after_keys_are_destroyed(place, tmp_path):
    with Running(place) as running:
        for _ in range(3):
            read = httpx.get(f"{running.url}/stories/a-tuesday/")
            assert read.status_code == 200
            assert people.TITLE in read.text
            inside(place, "from held.keyring.text import destroy_key, new_key; destroy_key(new_key())")
    assert [path.name for path in (place / "keys").glob("kek-*")] == ["kek-4"]


def start_backup(folder, data):
    code = f"from pathlib import Path; from held.keeping.backup import back_up; back_up(Path({str(folder)!r}))"
    return begin(data, code)


def flip(path):
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
