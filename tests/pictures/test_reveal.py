"""Decrypting a picture to show it."""

import pytest
from django.conf import settings

from held.keyring.text import destroy_key
from held.pictures import removal
from held.pictures.models import Picture, Rendition
from held.pictures.reveal import CannotBeShown, renditions_as_json, renditions_in, renditions_of, reveal
from tests.drawn import broken_png, drawn_png
from tests.pictures.arriving import kept


def test_everything_that_can_be_shown_is_found_and_shown(cast):
    picture = kept(cast.family, drawn_png(1200, 800), cast.ana)
    renditions = renditions_of(picture.pk)
    assert {(rendition.box, rendition.format) for rendition in renditions} == set(
        Rendition.objects.filter(picture=picture).values_list("box", "format")
    )
    assert all(reveal(rendition)[:3] == b"\xff\xd8\xff" for rendition in renditions if rendition.format == "jpeg")
    assert all(reveal(rendition)[4:8] == b"ftyp" for rendition in renditions if rendition.format == "avif")


def test_renditions_come_with_the_outer_row(cast, django_assert_num_queries):
    picture = kept(cast.family, drawn_png(1200, 800), cast.ana)
    with django_assert_num_queries(1):
        row = Picture.objects.annotate(rows=renditions_as_json("pk")).values("pk", "key", "decoded", "rows").get()
    assert renditions_in(row["rows"], row["pk"], row["key"], row["decoded"]) == renditions_of(picture.pk)


def test_a_photo_that_cannot_be_opened_is_not_shown(cast):
    assert renditions_of(kept(cast.family, broken_png(), cast.ana).pk) == ()


def test_a_photo_that_is_being_removed_is_not_shown(cast):
    picture = kept(cast.family, drawn_png(), cast.ana)
    removal.remove(picture, by=cast.ana)
    assert renditions_of(picture.pk) == ()


def test_a_photo_with_a_flipped_bit_is_not_shown(cast):
    rendition = renditions_of(kept(cast.family, drawn_png(), cast.ana).pk)[0]
    path = settings.HELD_PHOTOGRAPHS / rendition.blob[:2] / rendition.blob
    whole = bytearray(path.read_bytes())
    whole[len(whole) // 2] ^= 4
    path.write_bytes(whole)
    with pytest.raises(CannotBeShown):
        reveal(rendition)


def test_a_blob_that_is_gone_and_a_key_that_is_gone_are_told_alike(cast):
    picture = kept(cast.family, drawn_png(), cast.ana)
    first, second = renditions_of(picture.pk)[:2]
    (settings.HELD_PHOTOGRAPHS / first.blob[:2] / first.blob).unlink()
    with pytest.raises(CannotBeShown):
        reveal(first)
    destroy_key(picture.key)
    with pytest.raises(CannotBeShown):
        reveal(second)


def test_one_picture_cannot_stand_for_another(cast):
    one, other = (kept(cast.family, drawn_png(hue=hue), cast.ana) for hue in (1, 2))
    blobs = [Rendition.objects.get(picture=picture, format="jpeg") for picture in (one, other)]
    for row, blob in zip(blobs, ("x" * 26, blobs[0].blob), strict=True):
        Rendition.objects.filter(pk=row.pk).update(blob=blob)
    with pytest.raises(CannotBeShown):
        reveal(next(rendition for rendition in renditions_of(other.pk) if rendition.format == "jpeg"))
