"""Somebody leaves a family or is let go. All links that a friend made end: to read, or about a photograph.

Links about photographs made by a leaving parent no longer show the photograph; they still take answers.
"""

from django.db import transaction

from held.accounts.models import Account
from held.consent.ending import end_links_made_by
from held.consent.looking import end_looking_by_links_of
from held.families.models import Member
from held.families.parting import leave, let_go
from held.history import audit_log
from held.place.disk_reserve import with_disk_reserve
from held.publishing.models import NamedReader


@with_disk_reserve
@transaction.atomic
def let_friend_go(member: Member, *, by: Account) -> None:
    """From the next request on they can't come in, and nobody reads or answers by a link they made.

    They may hold such a link too. Raises IsParent.
    """
    let_go(member, by=by)
    _end_links(member, by=by)


@with_disk_reserve
@transaction.atomic
def leave_family(member: Member, *, by: Account) -> None:
    """A member leaves by themselves. A friend's links all end; a parent's links and other work continue.

    People can look at photographs by that parent's links only after a remaining parent allows it again. Raises
    LastParent.
    """
    leave(member, by=by)
    if member.role == Member.Role.PARENT:
        end_looking_by_links_of(member, by=by)
    else:
        _end_links(member, by=by)


def _end_links(member: Member, *, by: Account) -> None:
    for named in NamedReader.objects.filter(story__family=member.family_id, by=member.account_id):
        audit_log.record("named.taken-back", f"named {named.pk}", by=by)
        named.delete()
    end_links_made_by(member, by=by)
