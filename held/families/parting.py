"""A parent leaves by themselves; a friend who helped is let go by a parent. Nobody can remove a parent."""

from django.db import transaction

from held.accounts.models import Account, Link
from held.accounts.one_time_links import have_come_in
from held.families.models import Family, Member
from held.history import audit_log
from held.place.disk_reserve import with_disk_reserve


class LastParent(Exception):
    """No other parent has come in, so nobody could open what this family keeps."""


class IsParent(Exception):
    """A parent can be removed only by themselves."""


@with_disk_reserve
@transaction.atomic
def leave(member: Member, *, by: Account) -> None:
    """End this membership: from the next request on they can no longer see the family. Nothing is erased.

    Raises LastParent for a parent if no other parent has come in.
    """
    Family.objects.select_for_update().get(pk=member.family_id)  # if two leave at once, one stays
    if member.role == Member.Role.PARENT and not _others_are_in(member):
        raise LastParent
    _end(member, "member.left", by)


@with_disk_reserve
@transaction.atomic
def let_go(member: Member, *, by: Account) -> None:
    """End a friend's membership: they can't come in from the next request on. Raises IsParent."""
    if member.role == Member.Role.PARENT:
        raise IsParent
    _end(member, "member.let-go", by)


def _others_are_in(member: Member) -> bool:
    others = Member.objects.filter(family=member.family_id, role=Member.Role.PARENT).exclude(pk=member.pk)
    return bool(have_come_in([other.account for other in others.select_related("account")]))


def _end(member: Member, act: str, by: Account) -> None:
    audit_log.record(act, f"member {member.pk}", by=by)
    Link.objects.filter(account=member.account_id, used_at=None).delete()
    Member.objects.filter(pk=member.pk).delete()  # by queryset: the caller's object keeps its id for a retry
