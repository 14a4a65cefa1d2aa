"""Photographs of 108 and 200 megapixels open in little memory, or are refused with the reason."""

import struct
import zlib
from io import BytesIO

import pytest
import pyvips

from held.jail.answer import Verdict
from held.jail.heif import meta_of
from held.jail.supervisor import Ending, Keeper
from tests.jail.boxes import Item, box, file_of, full_box, heic
from tests.jail.drawing import quarters

PHONE_108 = (12_000, 9_000)  # px
PHONE_200 = (16_384, 12_288)  # px, Samsung ISOCELL HP1
MOST = 256 * 2**20  # bytes in memory, of the whole process
TILE = 512  # px


@pytest.fixture(scope="module")
def keeper():
    one = Keeper()
    one.ready()
    return one


def through(keeper: Keeper, original: bytes) -> tuple[Verdict, Ending]:
    with keeper.room() as room:
        room.hand_in(BytesIO(original))
        said = room.answer()
        return Verdict(said[0]), room.ending()


def deep(image: pyvips.Image) -> pyvips.Image:
    """Sixteen bits and transparency: the most bytes that a PNG can have for a pixel."""
    return image.bandjoin(255).cast("ushort").copy(interpretation="rgb16")


def tiled_heic(size: tuple[int, int]) -> bytes:
    """A HEIC of many tiles as phones write them, all the same one, so that it is made quickly."""
    columns, rows = (-(-side // TILE) for side in size)
    says = struct.pack(">BBBBII", 0, 1, rows - 1, columns - 1, *size)
    grid = Item(b"grid", says, [full_box(b"ispe", struct.pack(">II", *size)), full_box(b"pixi", b"\3\10\10\10")])
    tile = heic("RGB", (TILE, TILE), quarters(TILE, TILE).write_to_memory())
    return file_of(b"heic", [grid, tile], [(b"dimg", 1, [2] * (rows * columns))])


LARGE = {
    "jpeg": lambda image: image.jpegsave_buffer(),
    "png": lambda image: image.pngsave_buffer(compression=1),
    "png of 16 bits": lambda image: deep(image).pngsave_buffer(compression=1, filter="none"),
}


@pytest.mark.parametrize("form", LARGE)
def test_200_megapixels_open_within_256_mib(keeper, form):
    original = LARGE[form](quarters(*PHONE_200))
    padding = bytes(60_000_000 - len(original))  # after the picture: the file is as long as files may be
    verdict, ending = through(keeper, original + padding)
    assert (verdict, ending.status) == (Verdict.SHOWN, 0)
    assert ending.memory <= MOST


def test_108_megapixels_of_a_grey_png_open(keeper):
    assert through(keeper, quarters(*PHONE_108).colourspace("b-w").pngsave_buffer())[0] is Verdict.SHOWN


@pytest.mark.parametrize("size", [PHONE_108, PHONE_200])
def test_a_large_heic_opens_within_the_memory_of_the_room(keeper, size):
    verdict, ending = through(keeper, tiled_heic(size))
    assert (verdict, ending.status) == (Verdict.SHOWN, 0)


def described(file: bytes, kind: bytes, *body: bytes) -> bytes:
    """The file with another box of this kind in its `meta`; the new `meta` is at its end, so that no offset changes."""
    meta, parts = meta_of(file)
    kept = b"".join(box(kind, *body) if part.kind == kind else file[part.start : part.end] for part in parts)
    return file[: meta.start + 4] + b"free" + file[meta.start + 8 :] + full_box(b"meta", kept)


def properties(listed: bytes, uses: bytes, version: int = 0) -> bytes:
    return box(b"ipco", listed) + full_box(b"ipma", uses, version=version)


IMAGE = struct.Struct(">Ix").pack  # an image that uses no property
ENDLESS = {  # each lists a million entries or more; of the first, 2 kB are 13 million
    "extents": lambda file: described(
        file, b"iloc", bytes(6), struct.pack(">H", 200), *[struct.pack(">HHH", n, 0, 65_535) for n in range(2, 202)]
    ),
    "references": lambda file: described(
        file, b"iref", bytes(4), *[box(b"dimg", struct.pack(">HH", 3, 60_000), bytes(120_000))] * 100
    ),
    "properties": lambda file: described(file, b"iprp", properties(box(b"free") * 3_000_000, bytes(4))),
    "images": lambda file: described(
        file, b"iprp", properties(b"", struct.pack(">I", 1_500_000) + b"".join(map(IMAGE, range(1_500_000))), version=1)
    ),
    "boxes": lambda file: file + box(b"free") * 1_500_000,
}


@pytest.mark.parametrize("listed", ENDLESS)
def test_a_heic_that_lists_millions_takes_little_memory(keeper, listed):
    _, ending = through(keeper, ENDLESS[listed](tiled_heic((2 * TILE, TILE))))
    assert ending.status == 0
    assert ending.memory <= MOST


def png_head(bits: int, kind: int, size: tuple[int, int]) -> bytes:
    """The beginning of an interlaced PNG: all that is read before it is refused."""
    body = b"IHDR" + struct.pack(">IIBBBBB", *size, bits, kind, 0, 0, 1)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + body + struct.pack(">I", zlib.crc32(body)) + idat(bytes(9))


def idat(rows: bytes) -> bytes:
    body = b"IDAT" + zlib.compress(rows)
    return struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))


def test_an_interlaced_png_too_large_for_memory_is_refused(keeper):
    verdict, ending = through(keeper, png_head(16, 6, PHONE_200))
    assert (verdict, ending.status) == (Verdict.TOO_LARGE, 0)
    assert ending.memory < MOST


def test_a_progressive_jpeg_too_large_for_memory_is_refused(keeper):
    small = quarters(64, 64).jpegsave_buffer(interlace=True, subsample_mode="off")
    told = b"\xff\xc2\0\x11\x08"  # the frame of a progressive one; its height and width follow
    large = small.replace(told + struct.pack(">HH", 64, 64), told + struct.pack(">HH", *PHONE_200))
    verdict, ending = through(keeper, large)
    assert (verdict, ending.status) == (Verdict.TOO_LARGE, 0)
    assert ending.memory < MOST
