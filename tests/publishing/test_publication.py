"""Opening a story step by step, and taking it back at once."""

import uuid

import pytest

from held.history.models import AuditEntry
from held.publishing import publication
from held.publishing.addresses import AddressTaken, NotAnAddress, addresses_of
from held.publishing.models import Address, Indexing
from held.publishing.publication import ChangedMeanwhile, NothingToShow, circle_of
from held.stories import writing
from held.stories.models import Leaf, Publication, PublishedVersion, Story, Version
from held.stories.writing import OpenForm
from tests import cast as people
from tests.published import published_story

LINK, EVERYONE = Publication.Circle.LINK, Publication.Circle.EVERYONE


@pytest.fixture
def story(cast) -> Story:
    return people.write_story(cast)


def write_more(story: Story, by, body: str) -> Version:
    leaf = Leaf.objects.get(story=story, kind=Leaf.Kind.ENTRY)
    return writing.save(leaf, {"body": body}, form=OpenForm(leaf.current_id), by=by)[0]


def test_a_story_begins_with_nobody_but_its_family(cast, story):
    assert circle_of(story) is None
    assert not Address.objects.exists()


@pytest.mark.parametrize("circle", [LINK, EVERYONE])
def test_it_opens_to_a_circle_with_the_words_that_stood_on_the_page(cast, story, circle):
    people.open_to(story, circle, by=cast.ben)
    assert circle_of(story) == circle
    assert published_story(story).title == people.TITLE
    assert AuditEntry.objects.filter(action=f"story.opened.{circle.lower()}", by=cast.ben.key).exists()


def test_readers_go_on_seeing_the_words_that_were_chosen(cast, story):
    people.open_to(story, LINK, by=cast.ana)
    write_more(story, cast.ana, "Newer words")
    assert people.CANARY in published_story(story).entries[0].html
    publication.show(story, versions=people.current_versions(story), by=cast.ana)
    assert published_story(story).entries[0].html == "<p>Newer words</p>\n"


def test_words_that_changed_since_the_page_was_shown_are_not_opened(cast, story):
    seen = people.current_versions(story)
    write_more(story, cast.ben, "Ben wrote meanwhile")
    with pytest.raises(ChangedMeanwhile):
        publication.open_story(story, LINK, versions=seen, by=cast.ana)
    nothing_is_open(story)


def test_versions_of_another_story_or_of_none_are_not_opened(cast, story):
    other = people.write_story(cast)
    for stranger in (people.current_versions(other)[0], uuid.uuid4()):
        with pytest.raises(ChangedMeanwhile):
            publication.open_story(story, LINK, versions=[*people.current_versions(story), stranger], by=cast.ana)
    nothing_is_open(story)


def test_a_story_without_a_single_entry_is_not_opened(cast, story):
    about = Leaf.objects.get(story=story, kind=Leaf.Kind.ABOUT).current_id
    for versions in ([], [about]):
        with pytest.raises(NothingToShow):
            publication.open_story(story, LINK, versions=versions, by=cast.ana)
    nothing_is_open(story)


@pytest.mark.parametrize(("wished", "refusal"), [("no such address", NotAnAddress), ("taken", AddressTaken)])
def test_an_address_that_cannot_be_given_opens_nothing(cast, story, wished, refusal):
    people.open_to(people.write_story(cast), EVERYONE, by=cast.ana, wished="taken")
    with pytest.raises(refusal):
        publication.open_story(story, EVERYONE, versions=people.current_versions(story), by=cast.ana, wished=wished)
    nothing_is_open(story)


def nothing_is_open(story):
    assert circle_of(story) is None
    assert not PublishedVersion.objects.filter(leaf__story=story).exists()
    assert not Address.objects.filter(story=story).exists()


def test_a_page_for_a_link_does_not_narrow_what_is_open_to_everyone(cast, story):
    people.open_to(story, EVERYONE, by=cast.ana)
    with pytest.raises(ChangedMeanwhile):
        people.open_to(story, LINK, by=cast.ana)
    assert circle_of(story) == EVERYONE


def test_a_leaf_that_was_not_ticked_is_not_shown(cast, story):
    essay = Leaf.objects.get(story=story, kind=Leaf.Kind.ENTRY).current_id
    people.open_to(story, LINK, by=cast.ana)
    publication.show(story, versions=[essay], by=cast.ana)
    assert published_story(story).title == ""
    assert published_story(story).entries


def test_one_leaf_can_be_kept_from_readers_at_once(cast, story):
    people.open_to(story, LINK, by=cast.ana)
    publication.hide(Leaf.objects.get(story=story, kind=Leaf.Kind.ABOUT), by=cast.ben)
    assert published_story(story).title == ""
    assert circle_of(story) == LINK


def test_the_day_a_leaf_was_first_shown_stays(cast, story):
    people.open_to(story, LINK, by=cast.ana)
    first = PublishedVersion.objects.filter(leaf__story=story).values_list("leaf", "first_on")
    before = dict(first)
    PublishedVersion.objects.update(first_on="2020-02-02")
    write_more(story, cast.ana, "Newer words")
    publication.show(story, versions=people.current_versions(story), by=cast.ana)
    assert before.keys() == dict(first).keys()
    assert {str(on) for _leaf, on in PublishedVersion.objects.values_list("leaf", "first_on")} == {"2020-02-02"}


def test_narrowing_gives_a_new_link_and_forgets_every_other_address(cast, story):
    people.open_to(story, LINK, by=cast.ana)
    people.open_to(story, EVERYONE, by=cast.ana, wished="noor")
    publication.let_search_engines_list(story, by=cast.ana)
    before = set(addresses_of(story).values())
    publication.narrow(story, Publication.Circle.LINK, by=cast.ben)
    assert circle_of(story) == LINK
    assert not before & set(addresses_of(story).values())
    assert not Indexing.objects.exists()


def test_only_what_is_open_to_everyone_is_narrowed(cast, story):
    with pytest.raises(ChangedMeanwhile):
        publication.narrow(story, Publication.Circle.LINK, by=cast.ana)
    people.open_to(story, LINK, by=cast.ana)
    with pytest.raises(ChangedMeanwhile):
        publication.narrow(story, Publication.Circle.LINK, by=cast.ana)


@pytest.mark.parametrize("circle", [LINK, EVERYONE])
def test_taken_back_nothing_is_open_and_twice_is_once(cast, story, circle):
    people.open_to(story, circle, by=cast.ana)
    publication.take_back(story, by=cast.ben)
    publication.take_back(story, by=cast.ben)
    assert circle_of(story) is None
    assert not Address.objects.exists()
    assert Version.objects.filter(leaf__story=story).count() == 2


def test_opened_again_it_has_another_link(cast, story):
    people.open_to(story, LINK, by=cast.ana)
    before = addresses_of(story)
    publication.take_back(story, by=cast.ana)
    people.open_to(story, LINK, by=cast.ana)
    assert addresses_of(story) != before


def test_search_engines_may_list_only_what_is_open_to_everyone(cast, story):
    with pytest.raises(ChangedMeanwhile):
        publication.let_search_engines_list(story, by=cast.ana)
    people.open_to(story, EVERYONE, by=cast.ana)
    publication.let_search_engines_list(story, by=cast.ana)
    publication.let_search_engines_list(story, by=cast.ben)
    assert Indexing.objects.count() == 1
    publication.keep_from_search_engines(story, by=cast.ben)
    assert not Indexing.objects.exists()
