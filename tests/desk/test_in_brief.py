"""Stories in brief: the one written last is first, with the beginning of its last words."""

from held.desk.in_brief import stories_in_brief, with_last_words
from held.stories import writing
from held.stories.models import Leaf, Publication, Story
from held.stories.writing import OpenForm
from tests import cast as people


def in_brief() -> list[str]:
    return [one.title for one in stories_in_brief(list(Story.objects.order_by("pk")))]


def test_the_story_written_last_is_first_and_an_empty_one_last(cast):
    first, _second = (people.write_story(cast, title=title) for title in ("First", "Second"))
    writing.begin_story(cast.family, by=cast.ana)
    assert in_brief() == ["Second", "First", ""]
    entry = writing.add_leaf(first, Leaf.Kind.ENTRY, by=cast.ana)
    writing.save(entry, {"title": "More", "body": "Later words"}, form=OpenForm(), by=cast.ana)
    assert in_brief() == ["First", "Second", ""]
    (brief, *_others) = stories_in_brief([first])
    assert (brief.last, brief.circle) == (entry, None)
    assert with_last_words(brief).last_name == "More"
    assert with_last_words(brief).last_words == "Later words"


def test_a_story_without_words_begins_at_its_empty_essay(cast):
    story = writing.begin_story(cast.family, by=cast.ana)
    brief = with_last_words(stories_in_brief([story])[0])
    assert brief.last == Leaf.objects.get(story=story, kind=Leaf.Kind.ENTRY)
    assert (brief.title, brief.last_words, brief.last_opens) == ("", "", True)


def test_who_may_read_is_told_for_each_story(cast):
    open_one, closed = people.write_story(cast), people.write_story(cast)
    people.open_to(open_one, Publication.Circle.NAMED, by=cast.ana)
    circles = {one.story: one.circle for one in stories_in_brief([open_one, closed])}
    assert circles == {open_one: Publication.Circle.NAMED, closed: None}
