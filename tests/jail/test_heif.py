"""The boxes of a HEIF file: what they say is found, and malformed ones are reported."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from held.jail.heif import (
    MOST,
    NotWellFormed,
    Structure,
    TooMany,
    boxes,
    meta_of,
    only,
    primary_of,
    structure_of,
    top_of,
)
from tests.jail.boxes import Item, auxiliary, avif, box, file_of, full_box
from tests.jail.drawing import quarters

SIZE = full_box(b"ispe", struct.pack(">II", 64, 64))


def test_images_have_their_properties_and_know_one_another():
    alpha = Item(b"av01", b"", [SIZE, auxiliary()])
    file = file_of(b"avif", [avif(quarters(64, 64)), alpha], [(b"auxl", 2, 1), (b"dimg", 1, [2, 2])])
    _, parts = meta_of(file)
    structure = structure_of(file, parts)
    assert primary_of(file, parts) == 1
    assert structure.bodies(2, b"ispe") == [SIZE[8:]]
    assert structure.alphas() == [(2, 1)]
    assert structure.references[b"dimg"] == [(1, 2), (1, 2)]


def test_boxes_that_reach_beyond_the_end_are_not_well_formed():
    with pytest.raises(NotWellFormed):
        list(boxes(box(b"free", bytes(8))[:-1], 0, 15))


def test_a_doubled_box_is_reported_as_malformed():
    twice = box(b"free") * 2
    with pytest.raises(NotWellFormed):
        only(b"free", list(boxes(twice, 0, len(twice))))


def test_box_lengths_of_zero_and_one_are_understood():
    long = struct.pack(">I4sQ", 1, b"long", 20) + bytes(4)
    data = long + struct.pack(">I4s", 0, b"last") + bytes(9)
    assert [(one.kind, one.end - one.body) for one in boxes(data, 0, len(data))] == [(b"long", 4), (b"last", 9)]


def test_no_list_is_longer_than_the_longest_a_camera_writes():
    with pytest.raises(TooMany):
        list(boxes(box(b"free") * (MOST + 1), 0, 8 * (MOST + 1)))
    with pytest.raises(TooMany):
        top_of(box(b"free") * (MOST + 1))
    assert len(top_of(box(b"free") * MOST + b"what is no box")) == MOST


@pytest.mark.parametrize("boxes_of_references", [1, 3])
def test_references_are_counted_over_all_their_boxes(boxes_of_references):
    each = MOST // boxes_of_references + 1
    file = file_of(b"avif", [avif(quarters(64, 64))], [(b"dimg", 1, [2] * each)] * boxes_of_references)
    with pytest.raises(TooMany):
        structure_of(file, meta_of(file)[1])


def test_two_property_lists_for_one_image_are_malformed():
    file = file_of(b"avif", [avif(quarters(64, 64))] * 2)
    second = struct.pack(">HB", 2, 3)
    assert second in file
    twice = file.replace(second, struct.pack(">HB", 1, 3))
    with pytest.raises(NotWellFormed):
        structure_of(twice, meta_of(twice)[1])


def test_what_a_grid_is_made_of_is_found_by_its_image():
    structure = Structure([], references={b"dimg": [(1, 2), (3, 4), (1, 5)], b"thmb": [(6, 1)]})
    assert structure.made_of() == {1: [2, 5], 3: [4]}


@given(st.binary(max_size=200))
def test_reading_random_boxes_always_ends(data):
    try:
        _, parts = meta_of(box(b"meta", bytes(4), data))
        structure_of(data, parts)
    except (NotWellFormed, struct.error, IndexError):
        pass
