"""A copy exists whole, or does not exist."""

import json
import sqlite3
from datetime import timedelta

import pytest

from held.keeping import copies
from held.keeping.databases import Postgres, this_database
from tests.clock import Clocks

pytestmark = pytest.mark.sqlite


@pytest.fixture
def copy(transactional_db, tmp_path):
    return copies.copy_words(tmp_path, place="this one")


def test_a_copy_says_what_it_is_of_and_when_it_was_made(copy):
    manifest = copies.check_copy(copy, this_database())
    assert manifest.place == "this one"
    assert manifest.counts["stories_story"] == 0
    assert manifest.at.endswith("+00:00")


def test_one_changed_bit_in_a_copy_is_found(copy):
    words = copy / "words.sqlite"
    data = bytearray(words.read_bytes())
    data[len(data) // 2] ^= 1
    words.write_bytes(data)
    with pytest.raises(copies.NotACopy, match="damaged"):
        copies.check_copy(copy, this_database())


def test_a_manifest_cannot_point_out_of_its_folder(copy):
    told = json.loads((copy / "manifest.json").read_text())
    (copy / "manifest.json").write_text(json.dumps(told | {"words": "../../etc/passwd"}))
    with pytest.raises(copies.NotACopy):
        copies.check_copy(copy, this_database())


def test_a_copy_of_the_other_database_is_refused(copy):
    with pytest.raises(copies.NotACopy, match="PostgreSQL"):
        copies.check_copy(copy, Postgres())


def tell(copy, **more):
    """Write more into the manifest; None removes a value."""
    told = json.loads((copy / "manifest.json").read_text()) | more
    (copy / "manifest.json").write_text(json.dumps({name: said for name, said in told.items() if said is not None}))


def test_a_newer_version_may_copy_the_tables_of_an_older_one(copy):
    """It does so before an upgrade, and the older version opens that copy again."""
    tell(copy, version="99.0", something_new=1)
    assert copies.check_copy(copy, this_database()).version == "99.0"


def test_a_manifest_that_lists_an_unknown_migration_is_refused(copy):
    tell(copy, version="99.0", migrations=["consent.0099_later"])
    with pytest.raises(copies.NotACopy, match=r"by held 99\.0, .*Please install that version or a newer one"):
        copies.check_copy(copy, this_database())


def test_a_manifest_of_before_which_lists_none_still_opens(copy):
    tell(copy, migrations=None)
    assert copies.check_copy(copy, this_database()).migrations == []


@pytest.mark.parametrize("said", ["{", "[]", "7", "null", '"words"', '{"migrations": 7}'])
def test_a_manifest_that_says_something_else_makes_it_no_copy(copy, said):
    (copy / "manifest.json").write_text(said)
    with pytest.raises(copies.NotACopy, match="manifest"):
        copies.check_copy(copy, this_database())


def test_words_without_a_list_of_migrations_are_damaged(copy):
    with sqlite3.connect(copy / "words.sqlite") as words:
        words.execute("DROP TABLE django_migrations")
    tell(copy, sha256=copies.sha256_of(copy / "words.sqlite"))
    with pytest.raises(copies.NotACopy, match="does not say for which version"):
        copies.check_copy(copy, this_database())


def test_two_copies_in_one_second_keep_their_order(transactional_db, tmp_path):
    first = copies.copy_words(tmp_path, place="")
    second = copies.copy_words(tmp_path, place="")
    assert copies.whole_copies(tmp_path) == [first, second]


def test_what_fails_before_it_counts_leaves_nothing(transactional_db, tmp_path):
    def fails(_half):
        raise OSError

    with pytest.raises(OSError):  # any
        copies.copy_words(tmp_path, place="", before_commit=fails)
    assert not list(tmp_path.iterdir())


def test_an_unfinished_copy_is_never_used_and_later_removed(transactional_db, tmp_path):
    half = tmp_path / "2020-01-01T00-00-00Z.part"
    half.mkdir()
    (half / "manifest.json").write_text("{}")
    assert copies.whole_copies(tmp_path) == []
    copies.copy_words(tmp_path, place="")
    assert not half.exists()


def test_only_the_newest_copies_are_kept(transactional_db, tmp_path):
    made = [copies.copy_words(tmp_path, place="") for _ in range(5)]
    copies.keep_newest(tmp_path, 3)
    assert copies.whole_copies(tmp_path) == made[2:]
    copies.keep_newest(tmp_path, 3)
    assert copies.whole_copies(tmp_path) == made[2:]


def dated(monkeypatch, tmp_path, *days):
    """Copies made one after the other, while the machine's clock was so many days ahead."""
    clocks, made = Clocks(monkeypatch), []
    for ahead in days:
        clocks.leap(timedelta(days=ahead) - clocks.ahead)
        made.append(copies.copy_words(tmp_path, place="this one"))
    return made


def test_the_order_of_copies_does_not_hang_on_the_clock(transactional_db, tmp_path, monkeypatch):
    made = dated(monkeypatch, tmp_path, 0, 400, 1, -3650, 2)
    assert copies.whole_copies(tmp_path) == made
    copies.keep_newest(tmp_path, 2)
    assert copies.whole_copies(tmp_path) == made[-2:]


def test_copies_without_a_number_are_older_and_by_name(transactional_db, tmp_path, monkeypatch):
    made = dated(monkeypatch, tmp_path, 400, 1)
    for copy in made:
        manifest = copy / "manifest.json"
        told = json.loads(manifest.read_text())
        manifest.write_text(json.dumps({name: said for name, said in told.items() if name != "number"}))
    newest = copies.copy_words(tmp_path, place="this one")
    assert copies.whole_copies(tmp_path) == [made[1], made[0], newest]


def test_a_copy_whose_manifest_is_damaged_keeps_its_place_by_its_name(transactional_db, tmp_path, monkeypatch):
    made = dated(monkeypatch, tmp_path, 0, 1, 2)
    (made[1] / "manifest.json").write_text("{")
    assert copies.whole_copies(tmp_path) == made
    (made[2] / "manifest.json").write_text('{"number": "many"}')
    assert copies.whole_copies(tmp_path) == made


def test_an_older_copy_with_more_is_found_though_its_date_is_later(transactional_db, tmp_path, monkeypatch):
    fuller, newest = dated(monkeypatch, tmp_path, 400, 0)
    told = json.loads((fuller / "manifest.json").read_text())
    counts = told["counts"] | {"stories_version": 5}
    (fuller / "manifest.json").write_text(json.dumps(told | {"counts": counts}))
    assert copies.older_with_more(newest) == fuller
