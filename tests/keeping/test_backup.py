"""The second copy: dated copies of the database without keys, one newest copy of the keys, and no way to harm
either."""

import sqlite3
import stat

import pytest
from django.conf import settings

from held.keeping.backup import CannotBackUp, back_up
from held.keeping.copies import whole_copies
from held.keeping.key_copies import ids_in
from tests import cast as people
from tests.inside import inside
from tests.running import ROOT, held

pytestmark = pytest.mark.harness


def test_words_are_dated_and_keys_are_beside_them(place, tmp_path):
    assert held("backup", str(tmp_path / "copy"), data=place).returncode == 0
    (copy,) = whole_copies(tmp_path / "copy" / "copies")
    assert {path.name for path in copy.iterdir()} == {"words.sqlite", "manifest.json", "photographs.txt"}
    keys = tmp_path / "copy" / "keys"
    assert {path.name for path in keys.iterdir()} == {"kek-1", "keyring.db", "secret"}
    for path in keys.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_dated_copy_contains_no_keys_and_no_clear_words(place, tmp_path):
    held("backup", str(tmp_path / "copy"), data=place)
    (copy,) = whole_copies(tmp_path / "copy" / "copies")
    words = (copy / "words.sqlite").read_bytes() + (copy / "manifest.json").read_bytes()
    wrapped = sqlite3.connect(place / "keys" / "keyring.db").execute("SELECT wrapped FROM key").fetchall()
    assert wrapped
    for secret in [
        *(row[0] for row in wrapped),
        (place / "keys" / "kek-1").read_bytes(),
        (place / "keys" / "secret").read_bytes(),
    ]:
        assert secret not in words
    for clear in (people.CANARY, people.TITLE, "Hilde"):
        assert clear.encode() not in words


def test_older_copies_stay_and_only_the_newest_keys_are_there(place, tmp_path):
    folder = tmp_path / "copy"
    held("backup", str(folder), data=place)
    inside(
        place,
        """
        from held.keyring.words import destroy_key
        from held.stories.models import Story
        destroy_key(Story.objects.get().key)
        """,
    )
    gone = inside(place, "from held.stories.models import Story; print(Story.objects.get().key)")
    held("backup", str(folder), data=place)
    assert len(whole_copies(folder / "copies")) == 2
    assert gone not in ids_in(folder / "keys" / "keyring.db")


def test_the_place_remembers_when_and_where(place, tmp_path):
    inside(place, "from held.place.models import Place; Place.objects.update(restored_since_copy=True)")
    held("backup", str(tmp_path / "copy"), data=place)
    told = inside(
        place,
        "from held.place.models import Place; p = Place.objects.get(); print(p.restored_since_copy, p.backed_up_to)",
    )
    assert told == f"False {tmp_path / 'copy'}"
    noted = inside(place, "from held.history.models import Line; print(Line.objects.latest('id').act)")
    assert noted == "place.backed-up"


def test_the_keys_of_another_place_are_never_overwritten(place, tmp_path):
    folder = tmp_path / "copy"
    held("backup", str(folder), data=place)
    before = (folder / "keys" / "keyring.db").read_bytes()
    other = tmp_path / "other"
    inside(other, "from django.core.management import call_command; call_command('migrate', verbosity=0)")
    refused = held("backup", str(folder), data=other)
    assert refused.returncode == 1
    assert "another place" in refused.stderr
    assert (folder / "keys" / "keyring.db").read_bytes() == before
    assert len(whole_copies(folder / "copies")) == 1


def test_a_secret_that_differs_is_refused_and_the_good_one_stays(place, tmp_path):
    folder = tmp_path / "copy"
    held("backup", str(folder), data=place)
    good = (folder / "keys" / "secret").read_bytes()
    (place / "keys" / "secret").write_text("f" * 64)
    refused = held("backup", str(folder), data=place)
    assert refused.returncode == 1
    assert "“secret”" in refused.stderr
    assert (folder / "keys" / "secret").read_bytes() == good
    assert len(whole_copies(folder / "copies")) == 1


def test_a_copy_whose_keys_cannot_be_written_does_not_count(place, tmp_path):
    folder = tmp_path / "copy"
    folder.mkdir()
    (folder / "keys").write_text("a file where the folder should be")
    assert held("backup", str(folder), data=place).returncode == 1
    assert not whole_copies(folder / "copies")
    assert not list((folder / "copies").glob("*"))


@pytest.mark.parametrize(
    ("folder", "why"),
    [
        (lambda data: data / "copy", "inside the place itself"),
        (lambda data: data, "inside the place itself"),
        (lambda _data: ROOT / "copy", "inside the program"),
        (lambda data: data.parent / "not-there" / "copy", "Is its disk connected"),
    ],
)
def test_a_folder_that_does_not_fit_is_refused(place, folder, why):
    refused = held("backup", str(folder(place)), data=place)
    assert refused.returncode == 1
    assert why in refused.stderr


def test_a_known_folder_that_is_empty_is_a_disk_that_is_missing(db, tmp_path):
    with pytest.raises(CannotBackUp, match="disk connected"):
        back_up(tmp_path, known=True)
    assert not list(tmp_path.iterdir())
    assert settings.HELD_DATA.exists()
