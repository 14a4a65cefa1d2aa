"""A manifest is checked before anything is done with it: the disk it came from may be damaged."""

import json

import pytest

from held.keeping import copies

WHOLE = {
    "version": "0.2.0",
    "database": "SQLite",
    "words": "words.sqlite",
    "at": "2026-11-30T03:00:00+00:00",
    "sha256": "0" * 64,
    "place": "here",
    "counts": {"stories_story": 1},
    "migrations": ["stories.0001_initial"],
    "number": 3,
}
WRONG = {
    "version": [3, None],
    "database": [None, 1],
    "words": [None, ".", "..", "", "../..", []],
    "at": [None, "yesterday", "2026-11-30T03:00:00", 1, ""],
    "sha256": [None, 0],
    "place": [7, None],
    "counts": [[], None, "many", {"stories_story": "1"}, {"stories_story": True}],
    "migrations": ["consent.0001_initial", None, [1], {"a.b": 1}],
    "number": ["9", None, True, 1.5],
}


def written(folder, **more):
    (folder / "manifest.json").write_text(json.dumps(WHOLE | more))
    return folder


def test_a_manifest_that_is_whole_can_be_read(tmp_path):
    assert copies.read_manifest(written(tmp_path)).stories == 1


@pytest.mark.parametrize(("name", "said"), [(name, said) for name, wrong in WRONG.items() for said in wrong])
def test_a_field_of_another_type_makes_it_no_copy(tmp_path, name, said):
    with pytest.raises(copies.NotACopy, match="no manifest that can be read"):
        copies.read_manifest(written(tmp_path, **{name: said}))


def test_words_are_only_those_in_the_copy_itself(tmp_path):
    """A restore once checked the database in the copy, and then used the one that the manifest named elsewhere."""
    for said in ("../../newer.sqlite", "/somewhere/newer.sqlite"):
        assert copies.read_manifest(written(tmp_path, words=said)).words == "newer.sqlite"
