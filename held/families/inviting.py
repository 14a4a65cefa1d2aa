"""Make a family, and invite somebody by a link: a parent, or a friend who helps."""

from django.db import transaction

from held.accounts.models import Account, Link
from held.accounts.one_time_links import made_before, make_link
from held.families.models import Family, Member
from held.history import audit_log


class AlreadyHere(Exception):
    """This person has come in; nobody can make a first link for them again."""


@transaction.atomic
def begin_family(*, label: str, by: Account, once: str = "") -> tuple[Family, Link, str]:
    """Make a family with one parent who has not come in yet; returns it with their link and the link's token.

    The same form arriving again (`once`) finds the family it made. Raises FormUsedBefore if its link was used.
    """
    before = made_before(once, by=by)
    if before:
        return Member.objects.select_related("family").get(account=before[0].account).family, *before
    family = Family()
    family.label = label
    family.save()
    audit_log.record("family.begun", f"family {family.pk}", by=by)
    link, token = invite_parent(family, by=by, once=once)
    return family, link, token


@transaction.atomic
def begin_own_family(*, by: Account) -> Family:
    """The family whose first parent is the caller; made only once, however often this is called."""
    Account.objects.select_for_update().get(pk=by.pk)
    already = Member.objects.select_related("family").filter(account=by).order_by("pk").first()
    if already is not None:
        return already.family
    family = Family.objects.create()
    Member.objects.create(family=family, account=by)
    audit_log.record("family.begun", f"family {family.pk}", by=by)
    return family


def invite_parent(family: Family, *, by: Account, once: str = "") -> tuple[Link, str]:
    """A link for one more parent; see `invite`."""
    return invite(family, Member.Role.PARENT, by=by, once=once)


@transaction.atomic
def invite(family: Family, role: Member.Role, *, by: Account, once: str = "") -> tuple[Link, str]:
    """A link for one more member, who belongs to the family from now on and can come in once by it.

    The same form arriving again (`once`) finds the link it made. Raises FormUsedBefore if it was used.
    """
    before = made_before(once, by=by)
    if before:
        return before
    member = Member.objects.create(family=family, account=Account.objects.create(), role=role)
    audit_log.record(f"member.invited.{role.lower()}", f"member {member.pk}", by=by)
    return make_link(member.account, purpose=Link.Purpose.INVITATION, by=by, once=once)


@transaction.atomic
def invite_again(member: Member, *, by: Account, once: str = "") -> tuple[Link, str]:
    """A new first link for a member who never came in; the former link stops working.

    Raises AlreadyHere if they came in: after that only `recovery` makes links for them. The same form arriving again
    (`once`) finds the link it made; raises FormUsedBefore if that was used.
    """
    before = made_before(once, by=by)
    if before:
        return before
    Account.objects.select_for_update().get(pk=member.account_id)
    links = Link.objects.filter(account=member.account)
    if links.exclude(used_at=None).exists():
        raise AlreadyHere
    links.delete()
    return make_link(member.account, purpose=Link.Purpose.INVITATION, by=by, once=once)
