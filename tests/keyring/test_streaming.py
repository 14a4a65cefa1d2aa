"""The stream itself, without a keyring: what it promises to its writers and readers."""

import io

import pytest

from held.keyring.streaming import Damaged, clear_stream, sealed_stream

KEY = bytes(range(32))


def test_a_stream_can_either_be_written_or_read():
    target = io.BytesIO()
    with sealed_stream(KEY, b"row", target) as stream:
        assert stream.writable()
        with pytest.raises(io.UnsupportedOperation):
            stream.read()
        stream.write(b"so small")
    with clear_stream(KEY, b"row", io.BytesIO(target.getvalue())) as stream:
        assert stream.readable()
        with pytest.raises(io.UnsupportedOperation):
            stream.write(b"more")


def test_closing_a_stream_twice_writes_one_end():
    target = io.BytesIO()
    stream = sealed_stream(KEY, b"row", target)
    stream.close()
    there = target.getvalue()
    stream.close()
    assert target.getvalue() == there
    assert clear_stream(KEY, b"row", io.BytesIO(there)).read() == b""


def test_an_abandoned_stream_still_opens_as_a_shorter_one():
    target = io.BytesIO()
    stream = sealed_stream(KEY, b"row", target)
    stream.write(b"so")
    del stream
    assert clear_stream(KEY, b"row", io.BytesIO(target.getvalue())).read() == b"so"


def test_under_another_key_nothing_opens():
    target = io.BytesIO()
    sealed_stream(KEY, b"row", target).close()
    with pytest.raises(Damaged):
        clear_stream(bytes(32), b"row", io.BytesIO(target.getvalue())).read()
