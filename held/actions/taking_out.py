"""Take one photograph out of its envelope: it becomes a leaf of the story, to describe and place."""

from django.db import transaction

from held.accounts.models import Account
from held.gathering.models import Sent
from held.history import audit_log
from held.pictures.models import Picture
from held.publishing.fingerprint import one_at_a_time
from held.stories.models import Leaf, Story
from held.stories.photographs import add_photograph_leaf


class TakenBack(Exception):
    """Its sender took it back first: it is no longer here."""


@transaction.atomic
def take_out(sent: Sent, *, by: Account) -> Leaf:
    """Take out this one alone; it is not shown to anybody by that. Taking it out twice has no further effect.

    Raises TakenBack.
    """
    story = sent.envelope.story
    one_at_a_time(story.pk)
    if not Sent.objects.filter(pk=sent.pk).exists():
        raise TakenBack
    leaf = Leaf.objects.filter(story=story, picture=sent.picture_id).first()
    if leaf is None:
        leaf = add_photograph_leaf(story, sent.picture, by=by)
    for same in Sent.objects.filter(envelope__story=story, picture=sent.picture_id, leaf=None):  # others sent it too
        Sent.objects.filter(pk=same.pk).update(leaf=leaf)
        audit_log.record("sent.taken-out", f"sent {same.pk}", by=by)
    return leaf


def take_out_what_we_sent_too(story: Story, picture: Picture, *, by: Account) -> Leaf | None:
    """A member sends a file that waits in an envelope: it becomes the family's own and no longer waits there.

    If it waits for another story of theirs, it is taken out there. None: it waits in no envelope. Raises TakenBack.
    """
    waiting = Sent.objects.filter(envelope__story__family=story.family_id, picture=picture, leaf=None)
    here = waiting.filter(envelope__story=story)
    for some in (here, waiting):
        if sent := some.select_related("envelope__story", "picture").first():
            return take_out(sent, by=by)
    if not Picture.objects.filter(pk=picture.pk, lookup=picture.lookup).exists():
        raise TakenBack
    return None
