"""A key is read once per request, and never used once it is destroyed: by this request, a thread or another process."""

import subprocess
import sys
from collections.abc import Iterator
from threading import Thread

import pytest
from django.conf import settings

from held.keyring import request_keys, words
from held.keyring.request_keys import key_of, keys_read_once, keys_there, read_keys
from held.keyring.ring import forget_ring, this_ring
from held.keyring.store import Keyring
from held.keyring.words import KeyGone

ELSEWHERE = """
import sys
from pathlib import Path
from held.keyring.store import Keyring
Keyring(Path(sys.argv[1])).destroy([sys.argv[2]])
"""


@pytest.fixture(autouse=True)
def ring_of_its_own(tmp_path, settings) -> Iterator[None]:
    """Another process opens this keyring. In this process nothing may read its files but SQLite: closing such a file
    would release the locks by which SQLite knows that it is in use (https://sqlite.org/howtocorrupt.html, 2.2)."""
    settings.HELD_KEYS = tmp_path / "keys"
    forget_ring()
    yield
    this_ring().close()
    forget_ring()


@pytest.fixture
def reads(monkeypatch) -> list[str]:
    """The ids of the keys that were read from the keyring."""
    read, one, many = [], Keyring.key, Keyring.keys
    monkeypatch.setattr(Keyring, "key", lambda ring, key_id: read.append(key_id) or one(ring, key_id))
    monkeypatch.setattr(Keyring, "keys", lambda ring, ids: read.extend(ids) or many(ring, ids))
    return read


def test_a_key_is_read_only_once_per_request(reads):
    key = words.new_key()
    sealed = words.seal(key, "here", "Noor")
    reads.clear()
    with keys_read_once():
        assert {words.unseal(key, "here", sealed) for _ in range(3)} == {"Noor"}
        assert words.key_opens(key)
    assert reads == [key]


def test_after_the_request_nothing_is_kept(reads):
    key = words.new_key()
    with keys_read_once():
        key_of(key)
        kept = request_keys._KEPT.get()
    assert request_keys._KEPT.get() is None
    assert kept._keys == {}
    key_of(key)
    assert reads == [key, key]


def test_a_fault_in_the_request_ends_it_too():
    key = words.new_key()
    with pytest.raises(RuntimeError), keys_read_once():
        key_of(key)
        raise RuntimeError
    assert request_keys._KEPT.get() is None


def by_this_request(key: str) -> None:
    words.destroy_key(key)


def by_another_thread(key: str) -> None:
    thread = Thread(target=words.destroy_key, args=[key])
    thread.start()
    thread.join()


def by_another_process(key: str) -> None:
    subprocess.run([sys.executable, "-c", ELSEWHERE, str(settings.HELD_KEYS), key], check=True)


@pytest.mark.parametrize("destroyed", [by_this_request, by_another_thread, by_another_process])
def test_a_key_destroyed_in_the_request_opens_nothing(destroyed):
    key, other = words.new_key(), words.new_key()
    sealed = words.seal(key, "here", "Noor")
    with keys_read_once():
        read_keys([key, other])
        assert words.unseal(key, "here", sealed) == "Noor"
        destroyed(key)
        assert not words.key_opens(key)
        with pytest.raises(KeyGone):
            words.unseal(key, "here", sealed)
        assert words.key_opens(other)


def test_a_forgotten_key_opens_nothing_either():
    key = words.new_key()
    with keys_read_once():
        key_of(key)
        words.forget_key(key)
        with pytest.raises(KeyGone):
            key_of(key)


def test_other_files_in_the_place_of_the_keys_are_read(reads):
    key = words.new_key()
    with keys_read_once():
        key_of(key)
        forget_ring()
        key_of(key)
    assert reads == [key, key]


def test_another_thread_has_none_of_the_keys(reads):
    key, seen = words.new_key(), []
    with keys_read_once():
        key_of(key)
        thread = Thread(target=lambda: seen.append(request_keys._KEPT.get()))
        thread.start()
        thread.join()
    assert seen == [None]


def test_many_keys_are_read_in_one_statement(reads):
    keys = [words.new_key() for _ in range(3)]
    gone = keys.pop()
    words.destroy_key(gone)
    with keys_read_once():
        read_keys([*keys, gone])
        reads.clear()
        assert [words.key_opens(key) for key in keys] == [True, True]
        assert reads == []
        assert not words.key_opens(gone)
    assert keys_there([*keys, gone]) == set(keys)
    assert this_ring().keys([*keys, gone]).keys() == set(keys)


def test_outside_a_request_nothing_is_read_ahead(reads):
    read_keys([words.new_key()])
    assert reads == []
