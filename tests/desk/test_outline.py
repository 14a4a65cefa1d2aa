"""A story as its family sees it on the desk."""

from held.desk.outline import language_so_far, outline, versions_of, words_of
from held.publishing import publication
from held.stories import writing
from held.stories.models import Leaf, Publication, Version
from held.stories.writing import OpenForm
from tests import cast as people


def of(story, kind):
    return next(leaf for leaf in outline(story).leaves if leaf.leaf.kind == kind)


def test_each_leaf_says_how_it_begins_and_an_empty_one_that_it_is_empty(cast):
    story = people.write_story(cast)
    writing.add_leaf(story, Leaf.Kind.BABY, by=cast.ana)
    assert outline(story).title == people.TITLE
    assert of(story, "ENTRY").begins.startswith("She came on a Tuesday")
    assert not of(story, "BABY").written
    assert [leaf.leaf.kind for leaf in outline(story).leaves] == ["ABOUT", "BABY", "ENTRY"]


def test_only_an_empty_optional_leaf_can_be_put_away(cast):
    story = writing.begin_story(cast.family, by=cast.ana)
    writing.add_leaf(story, Leaf.Kind.BABY, by=cast.ana)
    assert {leaf.leaf.kind for leaf in outline(story).leaves if leaf.can_be_put_away} == {"BABY"}


def test_it_says_when_readers_do_not_see_the_newest_words(cast):
    story = people.write_story(cast)
    people.open_to(story, Publication.Circle.LINK, by=cast.ana)
    assert not outline(story).newer_since_shown
    leaf = Leaf.objects.get(story=story, kind=Leaf.Kind.ENTRY)
    shown = leaf.current
    writing.save(leaf, {"body": "newer"}, form=OpenForm(leaf.current_id), by=cast.ana)
    assert outline(story).newer_since_shown
    assert outline(story).shown_as_of == shown.at
    publication.take_back(story, by=cast.ana)
    assert not outline(story).newer_since_shown


def test_it_says_when_a_leaf_is_not_among_what_readers_see(cast):
    story = people.write_story(cast)
    people.open_to(story, Publication.Circle.LINK, by=cast.ana)
    assert not outline(story).unshown_while_open
    leaf = writing.add_leaf(story, Leaf.Kind.ENTRY, by=cast.ana)
    assert not outline(story).unshown_while_open
    writing.save(leaf, {"body": "later"}, form=OpenForm(), by=cast.ana)
    assert outline(story).unshown_while_open


def test_words_that_cannot_be_opened_do_not_close_the_desk(cast):
    story = people.write_story(cast)
    Version.objects.filter(leaf__kind="ENTRY").update(sealed=b"HLD1" + bytes(60))
    damaged = of(story, "ENTRY")
    assert (damaged.opens, damaged.written) == (False, True)
    assert words_of(damaged.leaf.current, story) is None
    kept, differs = writing.save(damaged.leaf, {"body": "new"}, form=OpenForm(damaged.leaf.current_id), by=cast.ana)
    assert not differs
    assert versions_of(Leaf.objects.get(pk=damaged.leaf.pk))[0].version == kept


def test_a_story_goes_on_in_the_language_in_which_it_was_begun(cast):
    assert language_so_far(people.write_story(cast)) == "en"
    assert language_so_far(writing.begin_story(cast.family, by=cast.ana)) == ""


def test_every_version_is_listed_the_newest_first(cast):
    story = people.write_story(cast)
    people.open_to(story, Publication.Circle.LINK, by=cast.ana)
    leaf = Leaf.objects.get(story=story, kind=Leaf.Kind.ENTRY)
    writing.save(leaf, {"body": "newer"}, form=OpenForm(leaf.current_id), by=cast.ana)
    newest, oldest = versions_of(Leaf.objects.get(pk=leaf.pk))
    assert (newest.is_current, newest.is_shown) == (True, False)
    assert (oldest.is_current, oldest.is_shown) == (False, True)


def test_a_leaf_without_form_begins_with_all_its_signs(cast):
    story = people.write_story(cast)
    baby = writing.add_leaf(story, Leaf.Kind.BABY, by=cast.ana)
    writing.save(baby, {"sentence": "- **Two** days,\n_hers_"}, form=OpenForm(), by=cast.ana)
    assert of(story, "BABY").begins == "- **Two** days, _hers_"
