"""A family begins, and a parent is asked in by a link."""

from django.db import transaction

from held.accounts.links import make_link
from held.accounts.models import Account, Link
from held.families.models import Family, Member
from held.history.noting import note


@transaction.atomic
def begin_family(*, label: str, by: Account) -> tuple[Family, Link, str]:
    """A family with one parent who has not come in yet, and the token of the one link for them."""
    family = Family()
    family.label = label
    family.save()
    note("family.begun", f"family {family.pk}", by=by)
    link, token = invite_parent(family, by=by)
    return family, link, token


@transaction.atomic
def begin_own_family(*, by: Account) -> Family:
    """A family whose first parent is the one who asks."""
    family = Family.objects.create()
    Member.objects.create(family=family, account=by)
    note("family.begun", f"family {family.pk}", by=by)
    return family


@transaction.atomic
def invite_parent(family: Family, *, by: Account) -> tuple[Link, str]:
    """A link for one more parent, who is a member from now on and can come in once by it."""
    member = Member.objects.create(family=family, account=Account.objects.create())
    note("member.invited", f"member {member.pk}", by=by)
    return make_link(member.account, purpose=Link.Purpose.INVITATION, by=by)


@transaction.atomic
def invite_again(member: Member, *, by: Account) -> tuple[Link, str]:
    """A fresh first link for somebody who never came in; the former one opens nothing any more.

    Raises AlreadyHere when they came in: from then on only `recovery` makes links for them.
    """
    links = Link.objects.filter(account=member.account)
    if links.exclude(used_at=None).exists():
        raise AlreadyHere
    links.delete()
    return make_link(member.account, purpose=Link.Purpose.INVITATION, by=by)


class AlreadyHere(Exception):
    """This person has come in; nobody can make a first link for them again."""
