"""The only module that touches the bytes of photographs on the disk."""

import errno
import os
from pathlib import Path

import pytest
from django.conf import settings

from held.keyring import words
from held.keyring.words import Damaged, KeyGone
from held.pictures import vault
from tests.cast import CANARY

WHERE = "photograph 1 avif 480"


@pytest.fixture
def key() -> str:
    return words.new_key()


def path_of(name: str) -> Path:
    return Path(settings.HELD_PHOTOGRAPHS) / name[:2] / name


def open_in_the_vault() -> int:
    """How many files of the vault this process has open; other files are not counted."""
    opened = [handle.resolve() for handle in Path("/proc/self/fd").iterdir()]
    return sum(one.is_relative_to(settings.HELD_PHOTOGRAPHS.resolve()) for one in opened)


def received(key: str, data: bytes) -> str:
    into = vault.Receiving(key, WHERE)
    for at in range(0, len(data), 70_000):
        into.write(data[at : at + 70_000])
    return into.finish()


@pytest.mark.parametrize("length", [0, 1, 15, 300_000])
def test_what_was_put_comes_back_bit_for_bit(key, length):
    data = os.urandom(length)
    assert vault.get(vault.put(key, WHERE, data), key, WHERE) == data


@pytest.mark.parametrize("length", [1, 1_000_000, 1 << 20, (1 << 20) + 1, 3_333_333])
def test_what_was_received_comes_back_bit_for_bit(key, length):
    data = os.urandom(length)
    name = received(key, data)
    with vault.original(name, key, WHERE, length) as source:
        assert source.read() == data


def test_names_say_nothing_and_files_are_private(key):
    name, other = vault.put(key, WHERE, b"one"), received(key, b"two" * 100)
    for made in (name, other):
        assert len(made) == 26
        assert made.isalnum()
        assert path_of(made).stat().st_mode & 0o077 == 0
        assert path_of(made).parent.stat().st_mode & 0o077 == 0


def test_lengths_are_padded_by_at_most_an_eighth():
    for length in (*range(2, 3000), 10_000, 123_456, 7_654_321):
        assert length <= vault.padded(length) <= length * 1.125 + 1
    assert len({vault.padded(length) for length in range(100_000, 200_000)}) < 40


def test_photos_of_similar_length_have_blobs_of_one_length(key):
    sizes = {path_of(vault.put(key, WHERE, bytes(length))).stat().st_size for length in (98_400, 99_500, 100_300)}
    assert len(sizes) == 1


def test_no_readable_byte_of_a_photo_is_ever_on_the_disk(key, tmp_path):
    into = vault.Receiving(key, WHERE)
    into.write(CANARY.encode() * 200_000)
    into.finish()
    vault.put(key, WHERE, CANARY.encode() * 50)
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and CANARY.encode() in path.read_bytes()]


@pytest.mark.parametrize("where", ["photograph 2 avif 480", "photograph 1 jpeg 480"])
def test_a_blob_moved_to_another_row_does_not_open(key, where):
    with pytest.raises(Damaged):
        vault.get(vault.put(key, WHERE, b"data"), key, where)
    with pytest.raises(Damaged), vault.original(received(key, b"data" * 30), key, where, 120) as source:
        source.read()


def test_a_blob_does_not_open_with_another_key(key):
    with pytest.raises(Damaged):
        vault.get(vault.put(key, WHERE, b"data"), words.new_key(), WHERE)


def test_one_that_is_let_go_is_gone_and_waits_for_the_sweep(key):
    name = vault.put(key, WHERE, b"data")
    vault.let_go(name)
    vault.let_go(name)  # a deleted file stays deleted
    assert not vault.is_there(name)
    assert [path.name for path in settings.HELD_INCOMING.glob("*")] == [name]
    assert [blob.name for blob in vault.arriving()] == [name]
    vault.drop_arriving(name)
    vault.drop_arriving(name)
    assert not list(settings.HELD_INCOMING.glob("*"))


def test_without_its_key_nobody_opens_it(key):
    name, original = vault.put(key, WHERE, b"data"), received(key, b"data" * 30)
    words.destroy_key(key)
    with pytest.raises(KeyGone):
        vault.get(name, key, WHERE)
    with pytest.raises(KeyGone):
        vault.original(original, key, WHERE, 120)


def test_a_flipped_bit_anywhere_is_found(key):
    data = os.urandom(3_000)
    name, original = vault.put(key, WHERE, data), received(key, data)
    for blob in (name, original):
        whole = path_of(blob).read_bytes()
        for at in range(0, len(whole), 37):
            path_of(blob).write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
            with pytest.raises(Damaged):
                vault.get(blob, key, WHERE) if blob == name else read_all(blob, key, len(data))
        path_of(blob).write_bytes(whole)
    assert vault.get(name, key, WHERE) == data
    assert read_all(original, key, len(data)) == data


def test_a_bit_of_what_pads_the_end_counts_as_well(key):
    data = os.urandom((1 << 20) + 5)
    original = received(key, data)
    whole = bytearray(path_of(original).read_bytes())
    whole[-20] ^= 1
    path_of(original).write_bytes(whole)
    with pytest.raises(Damaged):
        read_all(original, key, len(data))


def test_a_row_that_says_more_than_is_there_is_not_believed(key):
    with pytest.raises(Damaged):
        read_all(received(key, b"x" * 1000), key, 5000)


def test_a_blob_that_is_not_there_is_told_as_damage(key):
    with pytest.raises(vault.Missing):
        vault.get("a" * 26, key, WHERE)
    with pytest.raises(vault.Missing):
        vault.original("a" * 26, key, WHERE, 5)


def test_what_is_given_up_leaves_nothing(key, tmp_path):
    into = vault.Receiving(key, WHERE)
    into.write(b"x" * 100_000)
    into.give_up()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_full_disk_leaves_nothing_half_put(key, monkeypatch, tmp_path):
    def full(_handle):
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="full"):
        vault.put(key, WHERE, b"data")
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_reading_leaves_no_file_open_even_after_a_fault(key):
    data = os.urandom(3000)
    name = received(key, data)
    with path_of(name).open("rb"):
        assert open_in_the_vault() == 1
    for _ in range(5):
        read_all(name, key, len(data))
        with pytest.raises(KeyGone):
            vault.original(name, "no such key", WHERE, len(data))
    assert open_in_the_vault() == 0


def test_what_is_dropped_is_gone_and_dropping_twice_is_dropping_once(key):
    name = vault.put(key, WHERE, b"data")
    assert [blob.name for blob in vault.every_blob()] == [name]
    vault.drop(name)
    vault.drop(name)
    assert not list(vault.every_blob())


def test_what_began_to_arrive_is_found_and_grows_with_what_comes(key):
    into = vault.Receiving(key, WHERE)
    sizes = []
    for _ in range(3):
        into.write(os.urandom(2 * vault.STEP))
        sizes += [blob.size for blob in vault.arriving()]
    assert sizes[0] < sizes[1] < sizes[2]
    into.give_up()
    assert not vault.arriving()


def read_all(name: str, key: str, size: int) -> bytes:
    with vault.original(name, key, WHERE, size) as source:
        return source.read()


def test_looking_leaves_no_trace_on_the_disk(key):
    name = vault.put(key, "here", b"a photograph")
    path = settings.HELD_PHOTOGRAPHS / name[:2] / name
    os.utime(path, (1, 2))  # read long before it was written: a disk that records access times would update this one
    assert vault.get(name, key, "here") == b"a photograph"
    assert path.stat().st_atime == 1


def test_a_blob_that_was_set_aside_can_still_be_read(key):
    names = [vault.put(key, "here", b"a photograph") for _ in range(3)]
    for name in names:
        vault.set_aside(name)
    assert not list(vault.every_blob())
    assert vault.get(names[0], key, "here") == b"a photograph"
    assert vault.is_there(names[1])
    vault.bring_back({names[2]})
    assert {blob.name for blob in vault.every_blob()} == set(names)


def test_what_was_set_aside_and_dropped_is_gone(key):
    name, other = (vault.put(key, "here", b"a photograph") for _ in range(2))
    for each in (name, other):
        vault.set_aside(each)
    assert {blob.name for blob in vault.aside()} == {name, other}
    vault.drop_aside(name)
    assert not vault.is_there(name)
    assert vault.is_there(other)
