"""One more photograph is let readers ask for, without opening the story again; never from an outdated page."""

import pytest

from held.history.models import AuditEntry
from held.publishing import placing, publication
from held.publishing.fingerprint import fingerprint_of
from held.publishing.letting_ask import let_readers_ask
from held.publishing.publication import ChangedMeanwhile
from held.stories import writing
from held.stories.models import Leaf, Publication, PublishedVersion, Story
from tests import cast as people
from tests.photographs import SHOWS, agree, arrived_photograph, photograph


@pytest.fixture
def story(cast) -> Story:
    story = people.write_story(cast)
    people.open_to(story, Publication.Circle.LINK, by=cast.ana)
    return story


@pytest.fixture
def leaf(cast, story) -> Leaf:
    leaf = photograph(cast, story, shown=False).leaf
    leaf.refresh_from_db()
    return leaf


def let(cast, leaf, **given) -> None:
    page = {"version": leaf.current_id, "fingerprint": fingerprint_of(leaf.story)}
    let_readers_ask(leaf, **{**page, **given}, by=cast.ana)


def shown(leaf) -> bool:
    return PublishedVersion.objects.filter(leaf=leaf).exists()


def test_readers_may_ask_for_it_and_the_rest_stays_as_it_was(cast, story, leaf):
    others = set(PublishedVersion.objects.values_list("leaf", "version"))
    let(cast, leaf)
    rows = set(PublishedVersion.objects.values_list("leaf", "version"))
    assert rows - others == {(leaf.pk, leaf.current_id)}
    assert others < rows
    lines = AuditEntry.objects.filter(action="photograph.let").values_list("subject", "by")
    assert list(lines) == [(f"leaf {leaf.pk}", str(cast.ana.key))]


def after_the_story_was_taken_back(cast, leaf):
    publication.take_back(leaf.story, by=cast.ben)


def where_the_words_around_it_are_hidden(cast, leaf):
    publication.hide(Leaf.objects.get(story=leaf.story, kind=Leaf.Kind.ENTRY), by=cast.ben)


def after_its_description_changed(cast, leaf):
    writing.save(leaf, {"shows": SHOWS * 2}, form=writing.OpenForm(leaf.current_id), by=cast.ben)


@pytest.mark.parametrize(
    "happens",
    [
        after_the_story_was_taken_back,
        where_the_words_around_it_are_hidden,
        after_its_description_changed,
    ],
)
def test_what_changed_since_keeps_it_closed(cast, leaf, happens):
    happens(cast, leaf)
    with pytest.raises(ChangedMeanwhile):
        let(cast, leaf)
    assert not shown(leaf)


def test_what_was_taken_back_since_stays_taken_back(cast, leaf):
    outdated = fingerprint_of(leaf.story)
    let(cast, leaf)
    publication.hide(leaf, by=cast.ben)
    with pytest.raises(ChangedMeanwhile):
        let(cast, leaf, fingerprint=outdated)
    assert not shown(leaf)


@pytest.mark.parametrize("version", [None, "of another"])
def test_only_its_own_newest_words_are_let(cast, story, leaf, version):
    other = photograph(cast, story, shown=False).leaf
    other.refresh_from_db()
    with pytest.raises(ChangedMeanwhile):
        let(cast, leaf, version=other.current_id if version else None)


def test_one_without_a_place_or_a_description_stays_closed(cast, story, leaf):
    placing.take_out(leaf, by=cast.ana)
    with pytest.raises(ChangedMeanwhile):
        let(cast, leaf)
    bare = arrived_photograph(cast, story)
    placing.place(bare, Leaf.objects.get(story=story, kind=Leaf.Kind.ENTRY), by=cast.ana)
    writing.save(bare, {"shows": "short"}, form=writing.OpenForm(), by=cast.ana)
    agree(bare, cast.ana)
    bare.refresh_from_db()
    with pytest.raises(placing.NotDescribed):
        let(cast, bare)
