"""What the desk tells of the disk and of the last check."""

import pytest
from django.test import override_settings

from held.place.last_check import health, size_of_place, store_check

pytestmark = pytest.mark.django_db


def test_before_the_first_check_nothing_is_told() -> None:
    found = health()
    assert (found.at, found.used, found.fine, found.findings) == (None, None, [], [])
    assert 0 < found.free < found.size


def test_a_check_is_stored_in_place_of_the_one_before() -> None:
    store_check([{"name": "the keys", "findings": [["They are gone.", "Put them back."]]}], used_bytes=5)
    assert [(one.wrong, one.remedy) for one in health().findings] == [("They are gone.", "Put them back.")]
    store_check([{"name": "the keys", "findings": []}], used_bytes=2**40)
    found = health()
    assert (found.findings, found.fine, found.used) == ([], ["the keys"], 2**40)


def test_every_file_of_the_place_counts(tmp_path) -> None:
    (tmp_path / "photographs" / "ab").mkdir(parents=True)
    with override_settings(HELD_DATA=tmp_path):
        before = size_of_place()
        for path in (tmp_path / "held.db", tmp_path / "photographs" / "ab" / "abc"):
            path.write_bytes(b"x" * 100_000)
        (tmp_path / "gone").symlink_to(tmp_path / "nowhere")
        assert 200_000 <= size_of_place() - before < 300_000
