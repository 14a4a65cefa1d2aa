"""A HEIC or AVIF that is cut off: the rows of tiles that are whole are shown, and never a green field."""

import struct
from io import BytesIO

import pillow_heif
import pytest

from held.jail.answer import Verdict
from held.jail.cut_off import NothingWhole
from held.jail.tiles import Rectangle, as_far_as_whole
from tests.jail.boxes import Item, avif, box, file_of, full_box, heic
from tests.jail.drawing import NEEDS_CORPORA, busy, corpora
from tests.jail.test_cut_off import keeper, opened  # noqa: F401 - the fixture is used by its name

TILE, COLUMNS, ROWS = 128, 3, 4
SIZE = (COLUMNS * TILE, ROWS * TILE - 28)  # px; the last row of tiles is not all shown
TURNS = {
    "as it is": [],
    "a quarter": [box(b"irot", b"\1")],
    "three quarters": [box(b"irot", b"\3")],
    "upside down": [box(b"imir", b"\0")],
    "mirrored, then turned": [box(b"imir", b"\1"), box(b"irot", b"\1")],
}


def tiled(form: str, *turning: bytes) -> bytes:
    """A grid of tiles, each a different picture."""
    says = struct.pack(">BBBBHH", 0, 0, ROWS - 1, COLUMNS - 1, *SIZE)
    grid = Item(
        b"grid", says, [full_box(b"ispe", struct.pack(">II", *SIZE)), full_box(b"pixi", b"\3\10\10\10"), *turning]
    )
    image = busy(COLUMNS * TILE, ROWS * TILE)
    tiles = []
    for number in range(COLUMNS * ROWS):
        one = image.crop(number % COLUMNS * TILE, number // COLUMNS * TILE, TILE, TILE)
        tiles.append(avif(one) if form == "avif" else heic("RGB", (TILE, TILE), one.write_to_memory(), quality=90))
    return file_of(form.encode(), [grid, *tiles], [(b"dimg", 1, list(range(2, len(tiles) + 2)))])


def without_last(file: bytes, tiles: int) -> bytes:
    """Cut off in the middle of the tile before the last `tiles` tiles."""
    _, extents = file.split(b"iloc", 1)
    lengths = [struct.unpack_from(">I", extents, 8 + 14 * n + 10)[0] for n in range(1 + COLUMNS * ROWS)]
    return file[: len(file) - sum(lengths[-tiles:]) - lengths[-tiles - 1] // 2]


def rows_of(pixels, rows: int, turning: list[bytes]) -> set[bytes]:
    return {pixels.data[at : at + 3] for at in range(0, rows * pixels.width * 3, 3)}


@pytest.mark.parametrize("form", ["heic", "avif"])
def test_only_whole_rows_of_tiles_are_shown(keeper, form):  # noqa: F811
    file = tiled(form)
    _, whole = opened(keeper, file)
    assert (whole.width, whole.height, whole.whole) == (*SIZE, True)
    verdict, part = opened(keeper, without_last(file, 4))  # of the third row two are left
    assert verdict is Verdict.SHOWN_IN_PART
    assert (part.width, part.height) == (SIZE[0], 2 * TILE)
    assert whole.data.startswith(part.data)


@pytest.mark.parametrize("turn", TURNS)
def test_a_part_is_turned_as_the_file_says(keeper, turn):  # noqa: F811
    file = tiled("heic", *TURNS[turn])
    _, whole = opened(keeper, file)
    _, part = opened(keeper, without_last(file, 4))
    rows = [whole.data[at : at + 3 * whole.width] for at in range(0, len(whole.data), 3 * whole.width)]
    shown = [part.data[at : at + 3 * part.width] for at in range(0, len(part.data), 3 * part.width)]
    left, top = {
        "as it is": (0, 0),
        "a quarter": (0, 0),
        "three quarters": (whole.width - part.width, 0),
        "upside down": (0, whole.height - part.height),
        "mirrored, then turned": (0, 0),
    }[turn]
    assert [row[3 * left : 3 * (left + part.width)] for row in rows[top : top + part.height]] == shown


@pytest.mark.parametrize("form", ["heic", "avif"])
@pytest.mark.parametrize("zeros", [False, True])
def test_a_photo_without_one_whole_row_is_cut_off(keeper, form, zeros):  # noqa: F811
    file = tiled(form)
    cut = without_last(file, 10)
    assert opened(keeper, cut + bytes(len(file) - len(cut)) * zeros) == (Verdict.CUT_OFF, None)


@pytest.mark.parametrize("zeros", [False, True])
def test_half_of_a_heic_of_one_image_is_told_to_be_cut_off(keeper, zeros):  # noqa: F811
    file = BytesIO()
    pillow_heif.encode("RGB", (256, 256), busy(256, 256).write_to_memory(), file)
    half = len(file.getvalue()) // 2
    assert opened(keeper, file.getvalue()[:half] + bytes(half) * zeros) == (Verdict.CUT_OFF, None)


def test_what_is_missing_and_not_shown_leaves_the_picture_whole(keeper):  # noqa: F811
    """An image beside the photograph, such as a thumbnail or a film, may be cut off."""
    image = busy(TILE, TILE)
    other = heic("RGB", (TILE, TILE), image.write_to_memory())
    file = file_of(b"heic", [heic("RGB", (TILE, TILE), image.write_to_memory()), other], [(b"thmb", 2, 1)])
    assert opened(keeper, file[:-100])[0] is Verdict.SHOWN


def test_a_rectangle_follows_turning_and_mirroring():
    part = Rectangle(0, 0, 30, 10, (30, 40))
    assert part.turned() == Rectangle(0, 0, 10, 30, (40, 30))
    assert part.turned().turned() == Rectangle(0, 30, 30, 10, (30, 40))
    assert part.turned().turned().turned().turned() == part
    assert part.mirrored(0) == Rectangle(0, 30, 30, 10, (30, 40))
    assert part.mirrored(1) == part


def test_a_part_of_a_cropped_picture_is_not_guessed():
    clap = box(b"clap", bytes(32))
    with pytest.raises(NothingWhole):
        as_far_as_whole(without_last(tiled("heic", clap), 4))


def test_what_is_not_well_formed_is_left_as_it_is():
    for odd in (b"", b"\0\0\0\x18ftypheic", tiled("heic")[:200]):
        assert as_far_as_whole(odd) == (odd, None)


@NEEDS_CORPORA
@pytest.mark.parametrize("part", [0.5, 0.9])
def test_half_of_a_phones_heic_has_no_green_field(keeper, part):  # noqa: F811
    data = (corpora() / "camera/heic/mobile/iphone_13_pro_max.HEIC").read_bytes()
    verdict, shown = opened(keeper, data[: int(part * len(data))])
    assert verdict is Verdict.SHOWN_IN_PART
    green = sum(shown.data[at : at + 3] == b"\0\x88\0" for at in range(0, len(shown.data), 3 * 97))
    assert green == 0
