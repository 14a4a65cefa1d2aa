"""What a file's crop cut off is in no rendition: no pixel, no transparency, no outline of it."""

import struct

import pytest
import pyvips

from held.jail.cropping import CropNotFollowed, with_alpha_cropped
from held.jail.developing import CannotBeShown
from tests.jail.boxes import Item, auxiliary, avif, box, clean_aperture, file_of, full_box, heic
from tests.jail.drawing import BLUE, GREY, corners, developed, quarters, upright

SIZE = 128  # px; the upper half is cut off
CROP = clean_aperture(0, SIZE // 2, SIZE, SIZE // 2, of=(SIZE, SIZE))
TURNED = box(b"irot", b"\1")  # a quarter turn, counterclockwise
ALPHA = [(b"auxl", 2, 1)]
FORMS = ["avif", "heic"]
UNDER_THE_CROP = [BLUE, GREY, BLUE, GREY]


def colours(form: str) -> Item:
    image = quarters(SIZE, SIZE)
    return avif(image) if form == "avif" else heic("RGB", (SIZE, SIZE), image.write_to_memory(), quality=95)


def opaque_below(form: str, size: int = SIZE) -> Item:
    """An alpha plane that is transparent only in its upper half."""
    clear = pyvips.Image.black(size, size // 2)
    plane = clear.join((clear + 255).cast("uchar"), "vertical").copy(interpretation="b-w")
    item = avif(plane) if form == "avif" else heic("L", (size, size), plane.write_to_memory(), quality=95)
    item.properties.append(auxiliary())
    return item


def cropped(form: str, *transforming: bytes, alpha: Item, references: list[tuple[bytes, int, int]] = ALPHA) -> bytes:
    image = colours(form)
    image.properties += transforming
    return file_of(form.encode(), [image, alpha], references)


def shown(file: bytes) -> list[list[float]]:
    return corners(developed(file)[480, "jpeg"])


@pytest.mark.parametrize("form", FORMS)
def test_no_outline_of_what_was_cut_off_is_shown(form):
    rendition = developed(cropped(form, CROP, alpha=opaque_below(form)))[480, "jpeg"]
    assert (rendition.width, rendition.height) == (SIZE, SIZE // 2)
    assert upright(rendition, UNDER_THE_CROP)


@pytest.mark.parametrize("form", FORMS)
def test_a_crop_that_its_transparency_has_too_is_cut_once(form):
    alpha = opaque_below(form)
    alpha.properties.append(CROP)
    assert upright(developed(cropped(form, CROP, alpha=alpha))[480, "jpeg"], UNDER_THE_CROP)


@pytest.mark.parametrize("form", FORMS)
def test_a_crop_that_is_turned_is_cut_before(form):
    rendition = developed(cropped(form, CROP, TURNED, alpha=opaque_below(form)))[480, "jpeg"]
    assert (rendition.width, rendition.height) == (SIZE // 2, SIZE)
    assert upright(rendition, [GREY, GREY, BLUE, BLUE])


@pytest.mark.parametrize("form", FORMS)
def test_transparent_parts_of_a_crop_become_white(form):
    below = opaque_below(form)
    above_kept = clean_aperture(0, 0, SIZE, SIZE // 2, of=(SIZE, SIZE))
    assert upright(developed(cropped(form, above_kept, alpha=below))[480, "jpeg"], [[255] * 3] * 4)


@pytest.mark.parametrize("form", FORMS)
def test_transparency_of_another_size_cannot_be_cropped(form):
    with pytest.raises(CannotBeShown):
        developed(cropped(form, CROP, alpha=opaque_below(form, SIZE // 2)))


@pytest.mark.parametrize("form", FORMS)
def test_transparency_of_another_size_is_shown_without_a_crop(form):
    white = [255] * 3
    assert upright(
        developed(cropped(form, alpha=opaque_below(form, SIZE // 2)))[480, "jpeg"], [white, white, BLUE, GREY]
    )


@pytest.mark.parametrize("form", FORMS)
def test_a_crop_of_an_image_that_is_shown_by_another_is_followed(form):
    """The file shows an `iden` of the cropped image, and its alpha plane belongs to the whole."""
    size = full_box(b"ispe", struct.pack(">II", SIZE, SIZE // 2))
    same, alpha, image = Item(b"iden", b"", [size]), opaque_below(form), colours(form)
    image.properties.append(CROP)
    references = [(b"auxl", 2, 1), (b"dimg", 1, 3)]
    with pytest.raises(CannotBeShown):
        developed(file_of(form.encode(), [same, alpha, image], references))


@pytest.mark.parametrize("form", FORMS)
def test_a_crop_without_transparency_is_shown_as_it_is(form):
    image = colours(form)
    image.properties.append(CROP)
    file = file_of(form.encode(), [image])
    assert with_alpha_cropped(file) == file
    assert upright(developed(file)[480, "jpeg"], UNDER_THE_CROP)


def test_a_film_to_the_end_of_the_file_ends_before_what_is_added():
    file = bytearray(cropped("avif", CROP, alpha=opaque_below("avif")))
    at = file.rindex(b"mdat") - 4
    file[at : at + 4] = bytes(4)  # “to the end of the file”
    assert upright(developed(bytes(file))[480, "jpeg"], UNDER_THE_CROP)


@pytest.mark.parametrize(
    "change",
    [
        lambda file: file + b"no box at all",
        lambda file: file + box(b"meta", bytes(4)),
        lambda file: file.replace(b"ipco", b"ipcc"),
        lambda file: file[: file.index(b"ipma") + 14],
    ],
    ids=["something behind it", "two structures", "no properties", "cut off"],
)
def test_a_crop_in_a_file_that_is_not_well_formed_is_refused(change):
    with pytest.raises(CropNotFollowed):
        with_alpha_cropped(change(cropped("avif", CROP, alpha=opaque_below("avif"))))


def test_most_files_come_back_as_they_were():
    file = quarters(60, 40).bandjoin(128).heifsave_buffer(compression="av1", effort=0)
    assert with_alpha_cropped(file) is file
