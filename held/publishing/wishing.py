"""A parent wishes that a story be read by no wider circle; a wider one is narrowed at once."""

from django.db import transaction

from held.accounts.models import Account
from held.place.disk_reserve import with_disk_reserve
from held.publishing import publication
from held.publishing.fingerprint import note_decision
from held.publishing.wishes import WIDTH, keep_wish
from held.stories.models import Publication, Story


@with_disk_reserve
@transaction.atomic
def wish(story: Story, circle: Publication.Circle | None, *, by: Account) -> None:
    """Allow no wider circle than this from the next request on; None: the family alone.

    Everyone removes the wish; it doesn't open anything.
    """
    Story.objects.select_for_update().get(pk=story.pk)
    keep_wish(story, circle, by=by)
    note_decision("story.wished", story, by=by)
    if WIDTH[publication.circle_of(story)] <= WIDTH[circle]:
        return
    if circle is None:
        publication.take_back(story, by=by)
    else:
        publication.narrow(story, circle, by=by)
