"""Recognizes the five formats of a file by its first bytes alone."""

LOOKED_AT = 64  # bytes; an ISO file names its brands within them
_LINE_ENDS = b"\r\n"  # some programs that send or save a photograph write empty lines before it

_AVIF = {b"avif", b"avis"}
_HEIC = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"}
_EITHER = {b"mif1", b"msf1"}


def format_of(first: bytes) -> str | None:
    """ "jpeg", "png", "webp", "avif" or "heic"; None for everything else. Looks at the first 64 bytes only."""
    if first.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if first.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if first[:4] == b"RIFF" and first[8:12] == b"WEBP":
        return "webp"
    if first[4:8] == b"ftyp":
        return _format_of_brands(first[8:12], _compatible(first))
    return None


def line_ends_before(first: bytes | bytearray) -> int:
    """How many bytes of empty lines come before the photograph. Looks at the first 64 bytes only."""
    looked_at = first[:LOOKED_AT]
    return len(looked_at) - len(looked_at.lstrip(_LINE_ENDS))


def format_of_file(first: bytes) -> str | None:
    """The format of a file as it was sent: empty lines may come before the photograph."""
    return format_of(first[line_ends_before(first) : LOOKED_AT])


def _compatible(first: bytes) -> set[bytes]:
    end = min(int.from_bytes(first[:4], "big"), LOOKED_AT, len(first))
    return {first[at : at + 4] for at in range(16, end, 4)}


def _format_of_brands(major: bytes, compatible: set[bytes]) -> str | None:
    if major in _AVIF:
        return "avif"
    if major in _HEIC:
        return "heic"
    if compatible & _AVIF:
        return "avif"
    if major in _EITHER or compatible & _HEIC:
        return "heic"
    return None
