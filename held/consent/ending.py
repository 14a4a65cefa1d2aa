"""Links about photographs that a friend made for others end with what the friend may do here."""

from django.db import transaction

from held.accounts.models import Account
from held.consent.consent_links import end_link
from held.consent.models import Asking
from held.families.models import Member
from held.place.disk_reserve import with_disk_reserve


@with_disk_reserve
@transaction.atomic
def end_links_made_by(member: Member, *, by: Account) -> None:
    """Whatever link about a photograph of this family they made opens nothing any more: they may hold it too. What was
    answered stands. Each lies beside the keys as well: no copy of before brings it back."""
    made = Asking.objects.filter(part__picture__family=member.family_id, by=member.account_id)
    for link in made.order_by("made_at", "pk"):
        end_link(link, by=by)
