"""Take back an invitation that nobody used."""

from django.db import transaction

from held.accounts.models import Account, Link
from held.families.inviting import AlreadyHere
from held.families.models import Member
from held.history import audit_log
from held.place.disk_reserve import with_disk_reserve


@with_disk_reserve
@transaction.atomic
def take_invitation_back(member: Member, *, by: Account) -> None:
    """Remove a member who never came in, and end their link.

    Raises AlreadyHere if they came in: no parent can remove another.
    """
    account = Account.objects.select_for_update().get(pk=member.account_id)
    links = Link.objects.filter(account=account)
    if not links.exists() or links.exclude(used_at=None).exists():
        raise AlreadyHere
    audit_log.record("invitation.taken-back", f"member {member.pk}", by=by)
    account.delete()
