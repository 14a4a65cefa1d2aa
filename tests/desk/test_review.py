"""What a family checks once more before anybody else may read it."""

from held.desk.review import leaves_to_show
from held.publishing import publication
from held.stories import writing
from held.stories.models import Leaf, Publication
from held.stories.writing import OpenForm
from tests import cast as people
from tests.photographs import photograph


def chosen(story, **asked):
    return [leaf.leaf.kind for leaf in leaves_to_show(story, **asked) if leaf.chosen]


def add(cast, story, kind, **words):
    leaf = writing.add_leaf(story, kind, by=cast.ana)
    if words:
        writing.save(leaf, words, form=OpenForm(), by=cast.ana)
    return leaf


def test_when_nothing_was_ever_shown_everything_written_is_chosen(cast):
    story = people.write_story(cast)
    add(cast, story, Leaf.Kind.BABY)
    assert chosen(story) == ["ABOUT", "ENTRY"]
    assert len(leaves_to_show(story)) == 2


def test_a_living_child_is_not_shown_unless_it_is_chosen(cast):
    story = people.write_story(cast)
    child = add(cast, story, Leaf.Kind.BABY, name="Mo", status="living")
    child.refresh_from_db()
    assert chosen(story) == ["ABOUT", "ENTRY"]
    assert chosen(story, chosen=[child.current_id]) == ["BABY"]


def test_later_what_was_shown_before_is_chosen_and_nothing_else(cast):
    story = people.write_story(cast)
    essay = Leaf.objects.get(story=story, kind=Leaf.Kind.ENTRY)
    publication.open_story(story, Publication.Circle.LINK, versions=[essay.current_id], by=cast.ana)
    add(cast, story, Leaf.Kind.ENTRY, body="later")
    writing.save(essay, {"body": "newer"}, form=OpenForm(essay.current_id), by=cast.ana)
    shown = leaves_to_show(story)
    assert [(leaf.leaf.kind, leaf.chosen) for leaf in shown] == [("ABOUT", False), ("ENTRY", True), ("ENTRY", False)]
    assert shown[1].page.entries[0].html == "<p>newer</p>\n"


def test_a_photograph_is_chosen_only_while_readers_may_ask_for_it(cast):
    story = people.write_story(cast)
    leaf = photograph(cast, story, shown=False).leaf
    leaf.refresh_from_db()
    assert Leaf.Kind.PHOTOGRAPH not in chosen(story)
    people.open_to(story, Publication.Circle.LINK, by=cast.ana)
    assert Leaf.Kind.PHOTOGRAPH in chosen(story)
    publication.take_back(story, by=cast.ana)
    assert Leaf.Kind.PHOTOGRAPH not in chosen(story)
    assert Leaf.Kind.PHOTOGRAPH in chosen(story, chosen=[leaf.current_id])


def test_what_was_written_since_readers_saw_it_is_marked(cast):
    story = people.write_story(cast)
    people.open_to(story, Publication.Circle.LINK, by=cast.ana)
    assert not any(leaf.newer for leaf in leaves_to_show(story))
    essay = Leaf.objects.get(story=story, kind=Leaf.Kind.ENTRY)
    writing.save(essay, {"body": "Newer."}, form=OpenForm(essay.current_id), by=cast.ana)
    assert [leaf.leaf for leaf in leaves_to_show(story) if leaf.newer] == [essay]
