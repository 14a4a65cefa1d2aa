"""A parent limits a story to a circle; if it is open to a wider one, it is narrowed at once."""

from django.db import transaction

from held.accounts.models import Account
from held.place.disk_reserve import with_disk_reserve
from held.publishing import publication
from held.publishing.audience_limits import WIDTH, keep_limit
from held.publishing.fingerprint import note_decision
from held.stories.models import Publication, Story


@with_disk_reserve
@transaction.atomic
def limit_audience(story: Story, circle: Publication.Circle | None, *, by: Account) -> None:
    """Allow no wider circle than this from the next request on; None: the family alone.

    Everyone removes the limit; it doesn't open anything.
    """
    Story.objects.select_for_update().get(pk=story.pk)
    keep_limit(story, circle, by=by)
    note_decision("story.wished", story, by=by)
    if WIDTH[publication.circle_of(story)] <= WIDTH[circle]:
        return
    if circle is None:
        publication.take_back(story, by=by)
    else:
        publication.narrow(story, circle, by=by)
