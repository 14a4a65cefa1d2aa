"""Small files that once crashed a decoder or made it write out of bounds; each is drawn here, after a public one."""

import struct
from io import BytesIO

import pillow_heif
import pytest

from held.jail.answer import Verdict
from held.jail.supervisor import Supervisor
from tests.jail.boxes import Item, auxiliary, avif, file_of, full_box, heic
from tests.jail.drawing import developed, quarters, upright

ALPHA_OF_HEVC = b"urn:mpeg:hevc:2015:auxid:1\0"


def colours(form: str, size: int) -> Item:
    image = quarters(size, size)
    return avif(image) if form == "avif" else heic("RGB", (size, size), image.write_to_memory())


def plane(form: str, size: int, bits: int) -> Item:
    """An alpha plane without any opaque pixel."""
    if form == "heic":
        item = heic("L;16" if bits > 8 else "L", (size, size), bytes(size * size * (2 if bits > 8 else 1)))
    else:
        grey = quarters(size, size).colourspace("b-w")[0] * 0
        deep = grey.cast("ushort").copy(interpretation="grey16") if bits > 8 else grey.cast("uchar")
        item = avif(deep, bitdepth=bits)
    item.properties.append(auxiliary(ALPHA_OF_HEVC))
    return item


def alpha_of_an_alpha(form: str) -> bytes:
    """CVE-2026-84383: the alpha plane is an `iden` of colours that have an alpha plane themselves, in another depth."""
    size = full_box(b"ispe", struct.pack(">II", 64, 64))
    pixels = full_box(b"pixi", b"\3\10\10\10")
    same = Item(b"iden", b"", [size, pixels, auxiliary(ALPHA_OF_HEVC)])
    items = [colours(form, 512), colours(form, 64), plane(form, 64, 8), plane(form, 64, 10), same]
    references = [(b"auxl", 3, 2), (b"dimg", 5, 2), (b"auxl", 4, 5), (b"auxl", 5, 1)]
    return file_of(form.encode(), items, references)


def metadata_of_no_type() -> bytes:
    """An item of metadata whose kind is damaged, so that libheif knows no content type for it."""
    file = BytesIO()
    pillow_heif.encode("RGB", (200, 100), quarters(200, 100).write_to_memory(), file, xmp=b"<x:xmpmeta/>")
    assert file.getvalue().count(b"mime") == 1
    return file.getvalue().replace(b"mime", b"\xffmim")


@pytest.mark.parametrize("form", ["heic", "avif"])
def test_alpha_of_an_alpha_plane_is_refused_cleanly(form):
    supervisor = Supervisor()
    supervisor.ready()
    with supervisor.worker() as worker:
        worker.hand_in(BytesIO(alpha_of_an_alpha(form)))
        assert worker.answer()[0] == Verdict.CANNOT_BE_SHOWN
        assert worker.ending().status == 0, "the process was ended by a signal"


def test_a_photograph_with_damaged_metadata_opens():
    assert upright(developed(metadata_of_no_type())[480, "jpeg"])
