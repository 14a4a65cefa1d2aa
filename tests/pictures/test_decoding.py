"""How much of an original opens, or why nothing does, is stored with it."""

import pytest

from held.jail import developing
from held.pictures import vault
from held.pictures.decoding import laid_down, made_from
from held.pictures.models import Picture
from held.pictures.trying_again import try_again
from tests.drawn import broken_png
from tests.jail.drawing import busy
from tests.pictures.arriving import kept

WHOLE = busy(160, 200).pngsave_buffer()
KINDS = {
    Picture.Decoded.WHOLE: WHOLE,
    Picture.Decoded.PART: WHOLE[: len(WHOLE) // 2],
    Picture.Decoded.CUT_OFF: WHOLE[:400],
    Picture.Decoded.UNREADABLE: broken_png(),
}


@pytest.mark.parametrize("decoded", KINDS)
def test_what_opened_is_kept_with_the_photograph(cast, decoded):
    assert Picture.objects.get(pk=kept(cast.family, KINDS[decoded], cast.ana).pk).decoded == decoded


@pytest.mark.parametrize(
    ("refusal", "decoded"),
    [
        (developing.TooLarge, Picture.Decoded.TOO_LARGE),
        (developing.CutOff, Picture.Decoded.CUT_OFF),
        (developing.CannotBeShown, Picture.Decoded.UNREADABLE),
    ],
)
def test_the_reason_for_a_refusal_is_stored(cast, monkeypatch, refusal, decoded):
    picture = kept(cast.family, WHOLE, cast.ana)
    monkeypatch.setattr(developing, "develop", lambda _original: (_ for _ in ()).throw(refusal))
    made = made_from(picture.pk, picture.key, picture.original, picture.size)
    assert (made.renditions, made.decoded) == ((), decoded)


def test_what_is_tried_again_is_kept_as_it_opens_now(cast, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr(developing, "develop", lambda _original: (_ for _ in ()).throw(developing.TooLarge))
        picture = kept(cast.family, KINDS[Picture.Decoded.PART], cast.ana)
    assert picture.decoded == Picture.Decoded.TOO_LARGE
    assert try_again(picture, by=cast.ana)
    assert Picture.objects.get().decoded == Picture.Decoded.PART


def test_a_rendition_is_sealed_under_its_pictures_key(cast):
    picture = kept(cast.family, WHOLE, cast.ana)
    one = developing.Rendition(480, "jpeg", 40, 30, b"pixels")
    row = laid_down(picture.pk, picture.key, one)
    assert (row.box, row.format, row.width, row.height) == (480, "jpeg", 40, 30)
    assert vault.get(row.blob, picture.key, vault.where_rendition(picture.pk, 480, "jpeg")) == b"pixels"
