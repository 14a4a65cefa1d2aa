"""The act by which a parent says how wide a story is read at most: even on a full disk, and logged without its
words."""

from held.history.models import AuditEntry
from held.publishing import publication
from held.publishing.addresses import addresses_of
from held.publishing.limiting import limit_audience
from held.publishing.models import AudienceLimit
from held.stories.models import Publication
from tests import cast as people

Circle = Publication.Circle


def test_the_log_has_an_audience_limit_but_not_which(cast):
    story = people.write_story(cast)
    limit_audience(story, Circle.NAMED, by=cast.ben)
    (line,) = AuditEntry.objects.filter(action="story.wished")
    assert line.subject == f"story {story.pk}"
    assert "NAMED" not in line.action + line.subject


def test_the_same_limit_again_changes_nothing(cast):
    story = people.write_story(cast)
    people.open_to(story, Circle.LINK, by=cast.ana)
    addresses = addresses_of(story)
    limit_audience(story, Circle.LINK, by=cast.ben)
    limit_audience(story, Circle.LINK, by=cast.ben)
    assert addresses_of(story) == addresses
    assert AudienceLimit.objects.count() == 2  # Ana's, who opened it so, and Ben's


def test_narrowed_by_a_limit_former_addresses_open_nothing(cast):
    story = people.write_story(cast)
    people.open_to(story, Circle.EVERYONE, by=cast.ana, wished="noor")
    former = set(addresses_of(story).values())
    limit_audience(story, Circle.LINK, by=cast.ben)
    assert not former & set(addresses_of(story).values())
    assert publication.circle_of(story) == Circle.LINK
