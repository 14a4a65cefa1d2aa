"""Seals long content as a stream: magic and suite (4 bytes), then Tink's AES256_GCM_HKDF_1MB.

Each megabyte is bound to its position, and the last one is marked as the last. The key is derived from the one in the
keyring, so that no key ever serves two schemes.
"""

import io
from functools import cache
from typing import Any, BinaryIO, cast

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from held.keyring.cannot_open import CannotOpen
from held.lib.stored_strings import HKDF_STREAM, STREAM_MAGIC

MEGABYTE = 1 << 20


class Damaged(CannotOpen):
    """The content is not what was sealed: it is never shown."""


def sealed_stream(key: bytes, about: bytes, target: BinaryIO) -> BinaryIO:
    """A stream that seals into `target` what is written to it. Raises what `target` raises."""
    target.write(STREAM_MAGIC)
    return cast("BinaryIO", io.BufferedWriter(_Sealing(key, about, target), MEGABYTE))


def clear_stream(key: bytes, about: bytes, source: BinaryIO) -> BinaryIO:
    """A stream that decrypts `source`. Reading raises Damaged, or what `source` raises."""
    return cast("BinaryIO", io.BufferedReader(_Unsealing(key, about, source), MEGABYTE))


class _StaysOpen(io.RawIOBase):
    """Tink closes the stream it was given and swallows the cause of a failure; this keeps it open and remembers the
    cause.
    """

    def __init__(self, beneath: BinaryIO) -> None:
        self._beneath = beneath
        self.fault: OSError | None = None

    def readable(self) -> bool:
        """Tink asks before it reads."""
        return True

    def writable(self) -> bool:
        """Tink asks before it writes."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Read from the wrapped stream."""
        try:
            return self._beneath.read(size)
        except OSError as fault:
            self.fault = fault
            raise

    def write(self, data: Any) -> int:
        """Write to the wrapped stream."""
        try:
            return self._beneath.write(data)
        except OSError as fault:
            self.fault = fault
            raise


class _Sealing(io.RawIOBase):
    def __init__(self, key: bytes, about: bytes, target: BinaryIO) -> None:
        self._target = _StaysOpen(target)
        self._tink = _primitive(key).new_encrypting_stream(self._target, about)

    def writable(self) -> bool:
        """Write-only."""
        return True

    def write(self, data: Any) -> int:
        """Tink keeps back less than a megabyte of it until close. Raises OSError."""
        try:
            return int(self._tink.write(bytes(data)))
        except _tink_library().TinkError as reason:
            raise self._target.fault or reason from reason

    def close(self) -> None:
        """Write the last megabyte, marked as the last. Raises OSError."""
        if self.closed:
            return
        super().close()
        try:
            self._tink.close()
        except _tink_library().TinkError as reason:
            raise self._target.fault or reason from reason


class _Unsealing(io.RawIOBase):
    def __init__(self, key: bytes, about: bytes, source: BinaryIO) -> None:
        self._key, self._about, self._source = key, about, _StaysOpen(source)
        self._tink: Any = None
        self._damaged = False

    def readable(self) -> bool:
        """Read-only."""
        return True

    def readinto(self, into: Any) -> int:
        """Returns only checked bytes, and no end that is not the real end. Raises Damaged or OSError."""
        self._begin()
        try:
            count = 0 if self._damaged else int(self._tink.readinto(into))
        except _tink_library().TinkError as reason:
            if self._source.fault:
                raise self._source.fault from reason
            count, self._damaged = 0, True
        # Tink stops at the last megabyte: it never looks at bytes appended after a full one.
        if count == 0 and (self._damaged or self._source.read(1)):
            self._damaged = True
            raise Damaged
        return count

    def _begin(self) -> None:
        if self._tink is None and not self._damaged:
            self._damaged = self._source.read(4) != STREAM_MAGIC
            self._tink = _primitive(self._key).new_decrypting_stream(self._source, self._about)


def _primitive(key: bytes) -> Any:
    """Tink's primitive for a key derived from these 32 bytes; Tink takes keys only in its own format."""
    from tink import secret_key_access, streaming_aead  # noqa: PLC0415  # as in _tink_library
    from tink.proto import aes_gcm_hkdf_streaming_pb2, tink_pb2  # noqa: PLC0415

    template = streaming_aead.streaming_aead_key_templates.AES256_GCM_HKDF_1MB
    form = aes_gcm_hkdf_streaming_pb2.AesGcmHkdfStreamingKeyFormat.FromString(template.value)
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=HKDF_STREAM + STREAM_MAGIC).derive(key)
    value = aes_gcm_hkdf_streaming_pb2.AesGcmHkdfStreamingKey(key_value=derived, params=form.params)
    data = tink_pb2.KeyData(
        type_url=template.type_url,
        value=value.SerializeToString(),
        key_material_type=tink_pb2.KeyData.SYMMETRIC,
    )
    one = tink_pb2.Keyset.Key(
        key_data=data, status=tink_pb2.ENABLED, key_id=1, output_prefix_type=template.output_prefix_type
    )
    keys = tink_pb2.Keyset(primary_key_id=1, key=[one]).SerializeToString()
    return (
        _tink_library().proto_keyset_format.parse(keys, secret_key_access.TOKEN).primitive(streaming_aead.StreamingAead)
    )


@cache
def _tink_library() -> Any:
    """Tink with its streams, loaded by the first stream: that takes 100 ms, and a start opens none."""
    import tink  # noqa: PLC0415
    from tink import streaming_aead  # noqa: PLC0415

    streaming_aead.register()
    return tink
