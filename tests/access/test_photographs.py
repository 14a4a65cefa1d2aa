"""Which photograph a reader may be shown. Access is checked when the page is made, and again for the bytes."""

import pytest
from django.http import Http404

from held import access
from held.access import Viewer
from held.pictures import removal
from held.pictures.models import Rendition
from held.publishing import placing, publication
from held.publishing.addresses import addresses_of, lookup_of
from held.stories.models import Placement, Publication
from tests import cast as people
from tests.placed import entry_of, placed
from tests.published import published_story

LINK, EVERYONE = Publication.Circle.LINK, Publication.Circle.EVERYONE


@pytest.fixture
def leaf(cast):
    cast.story = people.write_story(cast)
    return placed(cast.story, cast.ana)


def opened(cast, circle=LINK) -> str:
    people.open_to(cast.story, circle, by=cast.ana)
    return addresses_of(cast.story)[circle]


def name_of(leaf) -> str:
    return Placement.objects.get(leaf=leaf).name


def can_ask(address: str, name: str) -> bool:
    try:
        return access.photograph_to_ask(address, name).veil.name == name
    except Http404:
        return False


def can_see(name: str) -> bool:
    try:
        return bool(access.photograph_to_show(name).renditions)
    except Http404:
        return False


def test_in_a_closed_story_nobody_asks_for_anything(cast, leaf):
    assert not can_ask("noor", name_of(leaf))
    assert not can_see(name_of(leaf))


@pytest.mark.parametrize("circle", [LINK, EVERYONE])
def test_in_an_opened_story_they_may_ask_and_see(cast, leaf, circle):
    address = opened(cast, circle)
    assert can_ask(address, name_of(leaf))
    shown = access.photograph_to_show(name_of(leaf))
    assert lookup_of(address) in shown.through
    assert shown.renditions


def test_before_asking_a_page_gets_only_address_and_words(cast, leaf):
    asked = access.photograph_to_ask(opened(cast), name_of(leaf))
    assert set(vars(asked)) == {"address", "veil", "through"}
    assert set(vars(asked.veil)) == {"number", "of", "name", "shows", "more_html", "language"}


@pytest.mark.parametrize("name", ["", "x" * 22, "1", "../p"])
def test_a_name_that_never_was_opens_nothing(cast, leaf, name):
    address = opened(cast)
    assert not can_ask(address, name)
    assert not can_see(name)


def test_the_address_of_another_story_opens_nothing(cast, leaf):
    opened(cast)
    other = people.write_story(cast, title="Another")
    people.open_to(other, LINK, by=cast.ana)
    assert not can_ask(addresses_of(other)[LINK], name_of(leaf))


def taken_back(cast, leaf) -> None:
    publication.take_back(cast.story, by=cast.ben)


def hidden(cast, leaf) -> None:
    publication.hide(leaf, by=cast.ben)


def taken_out(cast, leaf) -> None:
    placing.take_out(leaf, by=cast.ben)


def removed(cast, leaf) -> None:
    placing.remove(leaf, by=cast.ben)


def removed_elsewhere(cast, leaf) -> None:
    removal.remove(leaf.picture, by=cast.ben)


def entry_hidden(cast, leaf) -> None:
    publication.hide(entry_of(cast.story), by=cast.ben)


def unopened(cast, leaf) -> None:
    Rendition.objects.filter(picture=leaf.picture).delete()


WAYS = [taken_back, hidden, taken_out, removed, removed_elsewhere, entry_hidden, unopened]


@pytest.mark.parametrize("way", WAYS)
def test_a_photo_closed_in_any_way_is_closed_at_once(cast, leaf, way):
    address, name = opened(cast), name_of(leaf)
    way(cast, leaf)
    assert not can_ask(address, name)
    assert not can_see(name)


def test_narrowed_to_a_new_link_the_former_address_leads_to_nothing(cast, leaf):
    former = opened(cast, EVERYONE)
    publication.narrow(cast.story, Publication.Circle.LINK, by=cast.ana)
    assert not can_ask(former, name_of(leaf))
    assert lookup_of(former) not in access.photograph_to_show(name_of(leaf)).through


def test_the_page_and_the_bytes_follow_one_rule(cast, leaf):
    second = placed(cast.story, cast.ana, hue=3)
    address = opened(cast)
    publication.hide(second, by=cast.ana)
    told = {veil.name for veil in published_story(cast.story).photographs}
    for one in (leaf, second):
        assert can_ask(address, name_of(one)) == can_see(name_of(one)) == (name_of(one) in told)


def test_a_family_cannot_see_a_photo_being_removed(cast, leaf):
    assert access.photograph_to_see(Viewer(cast.ben), leaf.pk).renditions
    placing.remove(leaf, by=cast.ana)
    with pytest.raises(Http404):
        access.photograph_to_see(Viewer(cast.ana), leaf.pk)
    assert access.photograph_leaf_to_keep(Viewer(cast.ana), leaf.pk) == leaf


def test_destroying_a_photo_needs_its_removal_and_a_key(cast, leaf):
    with pytest.raises(Http404):
        access.photograph_to_destroy(people.with_key(cast.ana), leaf.pk)
    placing.remove(leaf, by=cast.ana)
    assert access.photograph_to_destroy(people.with_key(cast.ben), leaf.pk) == leaf
    with pytest.raises(access.KeyNeeded):
        access.photograph_to_destroy(Viewer(cast.ana), leaf.pk)
    for account in (cast.otto, cast.hilde):
        with pytest.raises(Http404):
            access.photograph_to_destroy(people.with_key(account), leaf.pk)


def test_another_family_and_the_host_see_nothing(cast, leaf):
    for account in (cast.otto, cast.hilde):
        with pytest.raises(Http404):
            access.photograph_to_see(people.with_key(account), leaf.pk)


def test_a_leaf_of_words_is_no_photograph(cast, leaf):
    with pytest.raises(Http404):
        access.photograph_leaf_to_keep(Viewer(cast.ana), entry_of(cast.story).pk)


def test_bytes_are_asked_for_in_few_questions(cast, leaf, django_assert_max_num_queries):
    name = name_of(leaf)
    opened(cast, LINK)
    opened(cast, EVERYONE)
    with django_assert_max_num_queries(4):  # no matter how many addresses lead to it
        access.photograph_to_show(name)
