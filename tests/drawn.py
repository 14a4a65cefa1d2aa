"""Pictures for tests, drawn here: hills under a sky. Nobody is in them."""

import struct
import zlib


def drawn_png(width: int = 64, height: int = 48, hue: int = 0) -> bytes:
    """A PNG of hills; another `hue` gives another file."""
    rows = b"".join(b"\0" + b"".join(_colour(x, y, width, height, hue) for x in range(width)) for y in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(rows, 6)) + _chunk(b"IEND", b"")
    )


def broken_png(hue: int = 0) -> bytes:
    """A file that begins like a PNG, and then cannot be opened."""
    whole = drawn_png(hue=hue)
    return whole[:40] + bytes(60) + whole[100:]


def _colour(x: int, y: int, width: int, height: int, hue: int) -> bytes:
    hill = height // 2 + (x * 7 % max(1, width // 3)) * height // (3 * width)
    return bytes((90 + hue % 80, 120, 90)) if y > hill else bytes((200, 210 - y * 40 // height, 220 - hue % 90))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
