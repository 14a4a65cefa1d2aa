"""After a restore a family is told that its stories are closed, until it opens one of them."""

from held.publishing.restored import closed_by_restore, none_reopened
from held.stories.models import Publication, Story
from tests import cast as people


def told() -> bool:
    return none_reopened(Story.objects.all())


def test_a_place_that_was_never_restored_tells_nothing(cast):
    assert not told()
    people.write_story(cast)
    assert not told()


def test_it_is_told_until_one_of_the_stories_is_opened(cast):
    story, _other = people.write_story(cast), people.write_story(cast)
    closed_by_restore()
    assert told()
    people.open_to(story, Publication.Circle.LINK, by=cast.ana)
    assert not told()


def test_a_story_begun_since_changes_nothing(cast):
    people.write_story(cast)
    closed_by_restore()
    people.open_to(people.write_story(cast), Publication.Circle.LINK, by=cast.ana)
    assert told()


def test_a_second_restore_is_told_again(cast):
    story = people.write_story(cast)
    closed_by_restore()
    people.open_to(story, Publication.Circle.LINK, by=cast.ana)
    closed_by_restore()
    assert told()
