"""Another try with a photograph that arrived and could not be shown."""

import pytest
from django.urls import reverse

from held.jail import developing
from held.pictures.models import Picture, Rendition
from held.publishing import placing
from held.stories.models import Leaf
from held.web.family.photographs import trying_again as trying
from held.web.slots import Slots
from tests.drawn import broken_png, drawn_png
from tests.photographs import arrived_photograph
from tests.placed import receive


@pytest.fixture
def unopened(cast, story) -> Leaf:
    return arrived_photograph(cast, story, renditions=False)


def press(browser, leaf):
    return browser.post(reverse("family:trying_again", args=[leaf.pk]), follow=True)


def test_its_leaf_says_how_it_is_and_offers_to_try_again(cast, signed_in, unopened):
    page = signed_in(cast.ben).get(reverse("family:photograph", args=[unopened.pk])).content.decode()
    assert "We couldn’t open it, so we can’t show it." in page
    assert "Try to open it again" in page
    assert "Show it to me" not in page


@pytest.mark.parametrize(
    ("decoded", "offered", "said"),
    [
        (Picture.Decoded.CUT_OFF, False, "The end of this file is missing"),
        (Picture.Decoded.TOO_LARGE, True, "A newer version of this program may open it."),
        (Picture.Decoded.UNREADABLE, True, "We couldn’t open it"),
    ],
)
def test_a_second_try_is_offered_only_if_it_can_help(cast, signed_in, unopened, decoded, offered, said):
    Picture.objects.update(decoded=decoded)
    page = signed_in(cast.ben).get(reverse("family:photograph", args=[unopened.pk])).content.decode()
    assert said in page
    assert ("Try to open it again" in page) is offered


def test_nobody_is_asked_to_describe_what_cannot_be_shown(cast, signed_in, unopened):
    page = signed_in(cast.ben).get(reverse("family:photograph", args=[unopened.pk])).content.decode()
    assert "Needs a description" not in page


def test_what_opens_now_can_be_seen_and_is_shown_to_nobody(cast, signed_in, unopened):
    answer = press(signed_in(cast.ben), unopened)
    page = answer.content.decode()
    assert "It opens now." in page
    assert "Show it to me" in page
    assert "<img" not in page
    assert Rendition.objects.filter(picture=unopened.picture).exists()


def test_what_still_does_not_open_is_kept_and_says_so(cast, signed_in, story):
    leaf = receive(story, cast.ana, data=broken_png())
    assert "It still doesn’t open." in press(signed_in(cast.ana), leaf).content.decode()
    assert not Rendition.objects.filter(picture=leaf.picture).exists()


def test_where_it_cannot_be_tried_nothing_is_lost(cast, signed_in, unopened, monkeypatch):
    monkeypatch.setattr(developing, "develop", lambda _original: (_ for _ in ()).throw(developing.Closed("…")))
    assert "couldn’t be tried just now" in press(signed_in(cast.ana), unopened).content.decode()


def test_one_that_is_being_removed_stays_closed(cast, signed_in, unopened):
    placing.remove(unopened, by=cast.ana)
    assert press(signed_in(cast.ana), unopened).status_code == 404
    assert not Rendition.objects.filter(picture=unopened.picture).exists()


def test_another_family_and_a_leaf_of_words_have_no_such_button(cast, signed_in, story, essay, unopened):
    assert press(signed_in(cast.otto), unopened).status_code == 404
    assert press(signed_in(cast.ana), essay).status_code == 404
    assert receive(story, cast.ana, data=drawn_png(hue=77))


def test_where_every_place_is_taken_nobody_waits(cast, signed_in, unopened, monkeypatch):
    """It takes seconds, and a thread: at most as many at once as may send."""
    monkeypatch.setattr("held.web.family.photographs.trying_again.RECEIVERS", Slots(1))
    tried = []
    monkeypatch.setattr("held.web.family.photographs.trying_again.try_again", lambda *_given, **_told: tried.append(1))
    with trying.RECEIVERS.one():
        assert "couldn’t be tried just now" in press(signed_in(cast.ana), unopened).content.decode()
    assert not tried


def test_what_opens_in_part_is_told_as_a_part(cast, signed_in, story):
    leaf = arrived_photograph(cast, story)
    assert "It opens now." in press(signed_in(cast.ben), leaf).content.decode()
    Picture.objects.update(decoded=Picture.Decoded.PART)
    assert "Part of it opens now." in press(signed_in(cast.ben), leaf).content.decode()
