"""The place that a photograph’s form shows is the place that is saved, even if the page saved the words before."""

import pytest

from held.publishing import placing
from held.stories import writing
from held.stories.models import Leaf, Placement
from held.stories.writing import OpenForm
from tests.photographs import SHOWS, agree, arrived_photograph
from tests.web.family.photographs.showing import at, form_on


@pytest.fixture
def leaf(cast, story):
    return arrived_photograph(cast, story)


@pytest.fixture
def ana(cast, signed_in):
    return signed_in(cast.ana, key=True)


def shown(browser, leaf) -> dict[str, object]:
    return form_on(browser.get(at(leaf)).content.decode(), leaf).filled()


def write(cast, leaf, words: str = SHOWS) -> None:
    """The words alone, as the page saves them by itself."""
    writing.save(leaf, {"shows": words, "language": "en"}, form=OpenForm(), by=cast.ana)


def test_words_that_saved_themselves_choose_no_place(cast, ana, leaf, essay):
    before = shown(ana, leaf)["place"]
    write(cast, leaf)
    sent = shown(ana, leaf)
    assert sent["place"] == before == [str(essay.pk)]
    ana.post(at(leaf), sent | {"took": "me", "complete": "yes"})
    assert Placement.objects.get().entry == essay


def test_a_place_that_was_refused_is_not_offered_again(cast, ana, leaf, essay):
    write(cast, leaf)
    ana.post(at(leaf), shown(ana, leaf) | {"took": "me", "complete": "yes", "place": "none"})
    assert shown(ana, leaf)["place"] == ["none"]
    assert not Placement.objects.exists()


def test_one_that_was_taken_out_is_not_placed_again(cast, ana, leaf, essay):
    write(cast, leaf)
    agree(leaf, cast.ana)
    placing.place(leaf, essay, by=cast.ana)
    placing.take_out(leaf, by=cast.ana)
    assert shown(ana, leaf)["place"] == ["none"]


def test_too_few_letters_are_said_at_their_field(cast, ana, leaf):
    said = "in at least 20 letters"
    assert said not in ana.get(at(leaf)).content.decode()
    ana.post(at(leaf), shown(ana, leaf) | {"shows": "Her hand."})
    assert said in ana.get(at(leaf)).content.decode()
    refused = ana.post(at(leaf), shown(ana, leaf) | {"shows": "A test.", "took": "me", "mine": "link"})
    assert said in refused.content.decode()


def test_somebody_without_a_key_is_told_where_to_make_one(cast, signed_in, leaf):
    assert "make one" in signed_in(cast.ana).get(at(leaf)).content.decode()
    assert "make one" not in signed_in(cast.ana, key=True).get(at(leaf)).content.decode()


def test_choices_kept_for_a_key_are_said_to_be_kept(cast, signed_in, leaf):
    ana = signed_in(cast.ana)
    sent = shown(ana, leaf) | {"shows": SHOWS, "took": "me", "mine": "link"}
    way = ana.post(at(leaf), sent, headers={"Sec-Fetch-Site": "same-origin"})["Location"]
    assert "comes back" in ana.get(way, headers={"Sec-Fetch-Site": "same-origin"}).content.decode()
    again = ana.get(at(leaf)).content.decode()
    assert "Please press Save." in again
    assert "once more" not in again
    assert Leaf.objects.get(pk=leaf.pk).current is None
