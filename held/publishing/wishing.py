"""A parent wishes that a story be read no wider than so; what is wider is narrowed in the same moment."""

from django.db import transaction

from held.accounts.models import Account
from held.place.disk_reserve import with_disk_reserve
from held.publishing import publication
from held.publishing.fingerprint import note_decision
from held.publishing.wishes import WIDTH, keep_wish
from held.stories.models import Opening, Story


@with_disk_reserve
@transaction.atomic
def wish(story: Story, circle: Opening.Circle | None, *, by: Account) -> None:
    """No wider than this circle, from the very next request; None: by the family alone. Everyone: no wish any more,
    and nothing is opened by that."""
    Story.objects.select_for_update().get(pk=story.pk)
    keep_wish(story, circle, by=by)
    note_decision("story.wished", story, by=by)
    if WIDTH[publication.circle_of(story)] <= WIDTH[circle]:
        return
    if circle is None:
        publication.take_back(story, by=by)
    else:
        publication.narrow(story, circle, by=by)
