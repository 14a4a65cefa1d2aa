"""Whether this family already has a file: said only about one that opens, because the sender may then delete theirs."""

import pytest
from django.conf import settings

from held.history.models import Line
from held.keyring.words import open_ring
from held.pictures import removal
from held.pictures.recognising import NotKept, Why, is_whole
from tests.drawn import drawn_png
from tests.pictures.arriving import kept


def why_not(family, by) -> Why:
    with pytest.raises(NotKept) as refused:
        kept(family, drawn_png(), by)
    return refused.value.why


def test_the_same_file_is_recognised_within_its_family_and_in_no_other(cast):
    kept(cast.family, drawn_png(), cast.ana)
    assert why_not(cast.family, cast.ben) is Why.HERE
    assert kept(cast.other_family, drawn_png(), cast.otto)


def test_one_they_asked_to_remove_is_said_to_be_so(cast):
    removal.remove(kept(cast.family, drawn_png(), cast.ana), by=cast.ana)
    assert why_not(cast.family, cast.ana) is Why.REMOVED


@pytest.mark.parametrize("lost", ["file", "key", "bit"])
def test_a_photo_whose_file_is_lost_can_be_sent_again(cast, lost):
    picture = kept(cast.family, drawn_png(), cast.ana)
    path = settings.HELD_PHOTOGRAPHS / picture.original[:2] / picture.original
    if lost == "file":
        path.unlink()
    elif lost == "key":
        open_ring(settings.HELD_KEYS).destroy([picture.key])
    else:
        path.write_bytes(path.read_bytes()[:-1] + b"x")
    again = kept(cast.family, drawn_png(), cast.ana)
    assert again.pk != picture.pk
    assert is_whole(again)
    with pytest.raises(NotKept):
        kept(cast.family, drawn_png(), cast.ana)
    assert Line.objects.filter(act="picture.lost", thing=f"picture {picture.pk}").count() == 1
