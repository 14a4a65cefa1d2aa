"""Copies of a photograph with a part covered: what they are made from, and which photographs they close."""

import pytest

from held.jail.covering import Box, Covering
from held.pictures import covered_copies as copies
from held.pictures import removal, vault
from held.pictures.models import CoveredCopy, Picture, Rendition
from tests import cast as people
from tests.covered import sent
from tests.jail.patterned import LEFT_HALF, chequered, is_flat, with_everything
from tests.photographs import arrived_photograph


@pytest.fixture
def story(cast):
    return people.write_story(cast)


@pytest.fixture
def leaf(cast, story):
    return sent(cast, story, with_everything(chequered(300, 200)))


def make(leaf, covering=LEFT_HALF):
    return copies.make_copy(leaf.picture, leaf.story.family, covering, leaf=leaf.pk)


def test_a_copy_has_its_own_key_and_no_file_name(cast, leaf):
    made = make(leaf)
    assert made.arrived.key != leaf.picture.key
    assert (made.arrived.name, made.arrived.format, made.decoded) == ("", "jpeg", Picture.Decoded.WHOLE)
    assert [(one.width, one.height) for one in made.renditions] == [(300, 200)] * 2


def test_one_that_opens_otherwise_than_it_was_shown_is_not_covered(cast, leaf):
    Rendition.objects.filter(picture=leaf.picture).update(height=100)  # older decoders opened half of it
    blobs = vault.every_blob()
    with pytest.raises(copies.OpensOtherwise):
        make(leaf)
    assert vault.every_blob() == blobs


@pytest.mark.parametrize(
    "whole",
    [
        chequered(300, 200).pngsave_buffer(compression=0),
        chequered(3400, 400).jpegsave_buffer(Q=50),  # shown at half its size, and covered at its own
    ],
    ids=["png", "large jpeg"],
)
def test_of_a_photograph_that_opens_in_part_it_is_a_part(cast, story, whole):
    leaf = sent(cast, story, whole[: len(whole) * 2 // 3])
    assert leaf.picture.decoded == Picture.Decoded.PART
    made = make(leaf)
    assert made.decoded == Picture.Decoded.PART
    where = [vault.where_rendition(made.arrived.id, one.box, one.format) for one in made.renditions]
    shown = [vault.get(one.blob, made.arrived.key, at) for one, at in zip(made.renditions, where, strict=True)]
    assert shown
    assert all(is_flat(data) for data in shown)


def test_one_whose_file_is_damaged_is_not_covered(cast, leaf):
    vault.drop(leaf.picture.original)
    with pytest.raises(copies.OpensOtherwise):
        make(leaf)


def test_another_covering_of_it_is_another_photograph(cast, leaf):
    one, other = make(leaf), make(leaf, Covering(cut=Box(500, 0, 1000, 1000)))
    assert one.arrived.lookup != other.arrived.lookup


def test_a_copy_of_a_copy_remembers_every_one_before(cast, story):
    first, second, third = (arrived_photograph(cast, story).picture for _ in range(3))
    copies.note_copy(first, second)
    copies.note_copy(second, third)
    rows = CoveredCopy.objects.order_by("pk").values_list("first", "copy")
    assert list(rows) == [(first.pk, second.pk), (first.pk, third.pk), (second.pk, third.pk)]


def test_a_copy_that_is_being_removed_closes_nothing(cast, story):
    first, copy = (arrived_photograph(cast, story).picture for _ in range(2))
    copies.note_copy(first, copy)
    assert copies.covered_copies().filter(first=first).exists()
    removal.remove(copy, by=cast.ana)
    assert not copies.covered_copies().exists()
    removal.keep_after_all(copy, by=cast.ana)
    assert copies.covered_copies().exists()
