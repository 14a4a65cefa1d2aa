"""A friend's membership ends: the links about photographs that they made for others end with it."""

from django.db import transaction

from held.accounts.models import Account
from held.consent.consent_links import end_link
from held.consent.models import ConsentLink
from held.families.models import Member
from held.place.disk_reserve import with_disk_reserve


@with_disk_reserve
@transaction.atomic
def end_links_made_by(member: Member, *, by: Account) -> None:
    """End every link about a photograph of this family that this member made, because they may hold it too.

    The answers stay. Each end is also logged beside the keys, so restoring an older copy doesn't bring the link back.
    """
    made = ConsentLink.objects.filter(involvement__picture__family=member.family_id, by=member.account_id)
    for link in made.order_by("made_at", "pk"):
        end_link(link, by=by)
