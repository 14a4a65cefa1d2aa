"""The copy and the mark of an upgrade: both exist, or neither, and the copy is found whatever a kill left."""

import pytest

from held.keeping import copies, copy_before_upgrade
from held.keeping.copies import NotACopy, partial_of, whole_copies
from held.keeping.databases import CannotCopy
from held.keeping.unfinished import marked_upgrade, upgrade_is_unfinished


class Words:
    """A database with a text as its content."""

    kind, file = "SQLite", "words.sqlite"

    def __init__(self):
        self.text = "before"

    def copy_to(self, path):
        path.write_text(self.text)
        return {}

    def fill_from(self, path, *, made_since=()):
        self.text, self.made_since = path.read_text(), made_since

    def migrations_in(self, _path):
        return {"stories.0001_initial"}


@pytest.fixture
def words(tmp_path, settings, monkeypatch) -> Words:
    settings.HELD_DATA = tmp_path
    database = Words()
    for module in (copies, copy_before_upgrade):
        monkeypatch.setattr(module, "this_database", lambda: database)
    monkeypatch.setattr(copy_before_upgrade, "our_tables", lambda: {"newer"})
    monkeypatch.setattr(copy_before_upgrade, "identity", lambda: "")
    monkeypatch.setattr(copies, "uptime", lambda: 0)
    return database


def test_an_upgrade_has_a_copy_a_mark_and_an_end(words, tmp_path):
    made = copy_before_upgrade.begin_upgrade(place="here")
    assert upgrade_is_unfinished()
    assert copy_before_upgrade.copy_of_unfinished() == made
    assert (made / "photographs.txt").exists()
    copy_before_upgrade.end_upgrade()
    assert not upgrade_is_unfinished()
    assert whole_copies(tmp_path / "before-upgrade") == [made]


def test_words_are_put_back_and_the_mark_stays(words):
    copy_before_upgrade.begin_upgrade(place="here")
    words.text = "half"
    copy_before_upgrade.put_back()
    assert words.text == "before"
    assert words.made_since == ("newer",)
    assert upgrade_is_unfinished()


def test_a_copy_that_was_marked_and_not_yet_named_is_found(words):
    made = copy_before_upgrade.begin_upgrade(place="here")
    made.replace(partial_of(made))
    assert copy_before_upgrade.copy_of_unfinished() == made


def test_a_copy_that_cannot_be_made_leaves_no_mark(words, monkeypatch):
    def full(_path):
        raise CannotCopy("no room")

    monkeypatch.setattr(words, "copy_to", full)
    with pytest.raises(CannotCopy):
        copy_before_upgrade.begin_upgrade(place="here")
    assert not upgrade_is_unfinished()


def test_a_copy_that_cannot_be_named_leaves_no_mark(words, monkeypatch):
    monkeypatch.setattr(copies, "sync_folder", lambda _folder: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        copy_before_upgrade.begin_upgrade(place="here")
    assert marked_upgrade() is None


def test_a_damaged_upgrade_copy_is_not_put_back(words):
    made = copy_before_upgrade.begin_upgrade(place="here")
    words.text = "half"
    (made / words.file).write_text("other")
    with pytest.raises(NotACopy, match="damaged"):
        copy_before_upgrade.put_back()
    assert words.text == "half"


def test_the_next_copy_takes_the_place_of_one_whose_upgrade_failed(words, tmp_path):
    for _ in range(5):
        made = copy_before_upgrade.begin_upgrade(place="here")
        copy_before_upgrade.note_put_back()
        assert not upgrade_is_unfinished()
    assert whole_copies(tmp_path / "before-upgrade") == [made]


def test_the_newest_three_copies_are_kept_whatever_the_clock_says(words, tmp_path, monkeypatch):
    for year in (2031, 2032, 2033, 2001):
        monkeypatch.setattr(copies, "FORM", f"{year}-%m-%dT%H-%M-%SZ")
        made = copy_before_upgrade.begin_upgrade(place="here")
        copy_before_upgrade.end_upgrade()
    there = whole_copies(tmp_path / "before-upgrade")
    assert there[-1] == made
    assert [path.name[:4] for path in there] == ["2032", "2033", "2001"]
    monkeypatch.setattr(copies, "FORM", "2034-%m-%dT%H-%M-%SZ")
    copy_before_upgrade.begin_upgrade(place="here")
    copy_before_upgrade.end_upgrade()
    assert [path.name[:4] for path in whole_copies(tmp_path / "before-upgrade")] == ["2033", "2001", "2034"]
