"""Sealed bytes come back exactly as they were given, only for their own row and to their very end, or not at all."""

import io
import random
import secrets
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from hypothesis import given
from hypothesis import strategies as st

from held.keyring import words
from held.keyring.bytes import Damaged, seal_bytes, sealing, unseal_bytes, unsealing
from held.keyring.ring import this_ring
from held.keyring.store import KeyGone

MEGABYTE = 1 << 20
FULL = MEGABYTE - 40 - 16  # this many clear bytes fill the first megabyte of a stream, and the next holds 24 more
LENGTHS = (0, 1, 1000, FULL - 1, FULL, FULL + 1, FULL + MEGABYTE - 16, 3 * MEGABYTE)


@pytest.fixture(scope="module")
def key():
    return words.new_key()


def seal_stream(key, where, data):
    target = io.BytesIO()
    with sealing(key, where, target) as stream:
        stream.write(data)
    return target.getvalue()


def open_stream(key, where, sealed):
    with unsealing(key, where, io.BytesIO(sealed)) as stream:
        return stream.read()


BOTH = pytest.mark.parametrize(
    ("seal", "unseal"),
    [(seal_bytes, unseal_bytes), (seal_stream, open_stream)],
    ids=["message", "stream"],
)


@given(data=st.binary(max_size=400))
def test_any_sealed_bytes_come_back_unchanged(key, data):
    assert unseal_bytes(key, "here", seal_bytes(key, "here", data)) == data
    assert open_stream(key, "here", seal_stream(key, "here", data)) == data


@pytest.mark.parametrize("length", LENGTHS)
def test_a_stream_of_any_length_comes_back_in_pieces_of_any_length(key, length):
    data, target, pieces = secrets.token_bytes(length), io.BytesIO(), random.Random(length)
    with sealing(key, "here", target) as stream:
        left = data
        while left:
            piece, left = left[: (size := pieces.randrange(1, 400_000))], left[size:]
            assert stream.write(piece) == len(piece)
    assert not target.closed
    source, got = io.BytesIO(target.getvalue()), b""
    with unsealing(key, "here", source) as stream:
        while piece := stream.read(pieces.randrange(1, 400_000)):
            got += piece
    assert got == data
    assert not source.closed


@BOTH
def test_sealed_bytes_are_unreadable_and_never_alike(key, seal, unseal):
    sealed = {seal(key, "here", b"the very same bytes") for _ in range(200)}
    assert len(sealed) == 200
    assert not [one for one in sealed if b"same" in one]


@BOTH
def test_moved_to_another_row_key_or_place_it_does_not_open(key, seal, unseal, monkeypatch):
    sealed = seal(key, "here", b"so small")
    with pytest.raises(Damaged):
        unseal(key, "there", sealed)
    with pytest.raises(Damaged):
        unseal(words.new_key(), "here", sealed)
    monkeypatch.setattr(this_ring(), "place", "another")
    with pytest.raises(Damaged):
        unseal(key, "here", sealed)


@BOTH
def test_a_message_and_a_stream_do_not_open_as_each_other(key, seal, unseal):
    for sealed in (seal_bytes(key, "here", b"so small"), seal_stream(key, "here", b"so small")):
        swapped = {b"HLD1": b"HLD2", b"HLD2": b"HLD1"}[sealed[:4]] + sealed[4:]
        with pytest.raises(Damaged):
            unseal(key, "here", swapped)


@BOTH
def test_with_any_one_bit_changed_it_does_not_open(key, seal, unseal):
    sealed = seal(key, "here", b"so small")
    for bit in range(len(sealed) * 8):
        with pytest.raises(Damaged):
            unseal(key, "here", flipped(sealed, bit))


def test_a_flipped_bit_anywhere_in_a_long_stream_is_found(key):
    sealed = seal_stream(key, "here", secrets.token_bytes(3 * MEGABYTE))
    anywhere = random.Random(20261124)
    for bit in [anywhere.randrange(len(sealed) * 8) for _ in range(100)]:
        with pytest.raises(Damaged):
            open_stream(key, "here", flipped(sealed, bit))


@BOTH
def test_cut_short_anywhere_it_does_not_open(key, seal, unseal):
    sealed = seal(key, "here", b"so small")
    for length in range(len(sealed)):
        with pytest.raises(Damaged):
            unseal(key, "here", sealed[:length])


@pytest.mark.parametrize("length", LENGTHS)
def test_a_stream_cut_at_a_segment_end_does_not_open(key, length):
    sealed = seal_stream(key, "here", secrets.token_bytes(length))
    ends = {4 + whole * MEGABYTE + beside for whole in range(4) for beside in (-1, 0, 1, 16)}
    for cut in {*ends, len(sealed) - 1, len(sealed) - 16, len(sealed) - 17} & set(range(len(sealed))):
        with pytest.raises(Damaged):
            open_stream(key, "here", sealed[:cut])


@BOTH
def test_what_was_put_behind_it_is_found(key, seal, unseal):
    sealed = seal(key, "here", b"so small")
    for more in (b"\0", b"x" * 16, bytes(MEGABYTE), sealed):
        with pytest.raises(Damaged):
            unseal(key, "here", sealed + more)


@pytest.mark.parametrize("length", [FULL, FULL + MEGABYTE - 16])
@pytest.mark.parametrize("more", [1, 16, MEGABYTE, 2 * MEGABYTE])
def test_bytes_added_behind_a_full_last_segment_are_found(key, length, more):
    sealed = seal_stream(key, "here", secrets.token_bytes(length)) + secrets.token_bytes(more)
    with pytest.raises(Damaged):
        open_stream(key, "here", sealed)


def test_megabytes_that_changed_places_do_not_open(key):
    sealed = seal_stream(key, "here", bytes(4 * MEGABYTE))
    one, two = (slice(4 + whole * MEGABYTE, 4 + (whole + 1) * MEGABYTE) for whole in (1, 2))
    swapped = bytearray(sealed)
    swapped[one], swapped[two] = sealed[two], sealed[one]
    with pytest.raises(Damaged):
        open_stream(key, "here", bytes(swapped))


def test_a_damaged_stream_stays_damaged_on_further_reads(key):
    stream = unsealing(key, "here", io.BytesIO(flipped(seal_stream(key, "here", b"so small"), 500)))
    for _ in range(3):
        with pytest.raises(Damaged):
            stream.read(1)


@BOTH
def test_when_the_key_is_gone_it_is_closed_for_good(seal, unseal):
    key = words.new_key()
    sealed = seal(key, "here", b"so small")
    this_ring()._connection.execute("DELETE FROM key WHERE id = ?", (key,))
    with pytest.raises(KeyGone):
        unseal(key, "here", sealed)
    with pytest.raises(KeyGone):
        seal(key, "here", b"more")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
def test_a_full_disk_is_reported_as_a_full_disk(key):
    with Path("/dev/full").open("wb", buffering=0) as full, pytest.raises(OSError, match="No space left"):
        sealing(key, "here", full)
    stream = sealing(key, "here", FullAfter(MEGABYTE))
    with pytest.raises(OSError, match="No space left"):
        stream.write(bytes(3 * MEGABYTE))
        stream.close()


def test_a_disk_that_cannot_be_read_is_told_as_one_and_not_as_damage(key):
    with pytest.raises(OSError, match="Input/output"):
        unsealing(key, "here", Unreadable()).read()


def test_a_message_can_be_opened_by_its_description_alone(key):
    sealed = seal_bytes(key, "here", b"so small")
    about = f"{this_ring().place} {key} here HLD1".encode()
    assert sealed[:4] == b"HLD1"
    assert AESGCM(this_ring().key(key)).decrypt(sealed[4:16], sealed[16:], about) == b"so small"


@pytest.mark.parametrize("length", LENGTHS)
def test_a_stream_can_be_opened_by_its_description_alone(key, length):
    data = secrets.token_bytes(length)
    assert opened_by_hand(key, "here", seal_stream(key, "here", data)) == data


def test_known_bytes_open_under_a_known_key(monkeypatch):
    """Sealed by an earlier version: an unnoticed change of the format would close every photograph."""
    monkeypatch.setattr(this_ring(), "key", lambda _key_id: bytes(range(32)))
    monkeypatch.setattr(this_ring(), "place", "a" * 32)
    assert unseal_bytes("b" * 32, "here", bytes.fromhex(KNOWN_MESSAGE)) == b"so small"
    assert open_stream("b" * 32, "here", bytes.fromhex(KNOWN_STREAM)) == b"so small"


KNOWN_MESSAGE = "484c4431ea40b4f604f5af5953f1c2b04759c02c052644146a7b94f7963759f9db465d916d5c7a68"
KNOWN_STREAM = (
    "484c443228c6961f6df1d4b0e836a8bf8310e16247cfece30007934c5170e5db06d5c325c2c71e39cb9bdb1b"
    "a861a9757cb044aef0e60fa6412bc01f9aa9e34c915556dd"
)


def opened_by_hand(key, where, sealed):
    """A stream as Tink describes it: https://developers.google.com/tink/streaming-aead/aes_gcm_hkdf_streaming."""
    assert sealed[:5] == b"HLD2" + bytes([40])
    salt, prefix = sealed[5:37], sealed[37:44]
    derived = HKDF(SHA256(), 32, None, b"held stream HLD2").derive(this_ring().key(key))
    about = f"{this_ring().place} {key} {where} HLD2".encode()
    cipher = AESGCM(HKDF(SHA256(), 32, salt, about).derive(derived))
    at, clear = 44, b""
    for number in range(1000):
        until = min(4 + (number + 1) * MEGABYTE, len(sealed))
        nonce = prefix + number.to_bytes(4, "big") + bytes([until == len(sealed)])
        clear += cipher.decrypt(nonce, sealed[at:until], None)
        if until == len(sealed):
            return clear
        at = until
    raise AssertionError("longer than any test")


def flipped(sealed, bit):
    changed = bytearray(sealed)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


class FullAfter(io.BytesIO):
    def __init__(self, room):
        super().__init__()
        self.room = room

    def write(self, data):
        if self.tell() + len(data) > self.room:
            raise OSError(28, "No space left on device")
        return super().write(data)


class Unreadable(io.BytesIO):
    def read(self, _size=-1):
        raise OSError(5, "Input/output error")
