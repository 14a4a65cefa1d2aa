"""Who answers requests to read, and people who lost their link: a friend who reads first, and each parent who chose to.

Where a family has nobody of these, its parents answer people who lost their link: else nobody would see the message.
"""

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from held.accounts.models import Account, Link
from held.families.models import Answering, Member
from held.history import audit_log


def who_answer() -> QuerySet[Member]:
    """Everybody who answers, in all families."""
    asked_to = Answering.objects.values("member")
    return Member.objects.filter(Q(role=Member.Role.GUARDIAN) | Q(role=Member.Role.PARENT, pk__in=asked_to))


def who_answers_lost_links() -> QuerySet[Member]:
    """Everybody who answers people who lost their link, in all families."""
    first = _here(who_answer().filter(family=OuterRef("family")))
    alone = Q(role=Member.Role.PARENT) & ~Exists(first)
    return Member.objects.filter(Q(pk__in=who_answer().values("pk")) | alone)


def somebody_answers_lost_links() -> bool:
    """Whether anybody of this installation could read a message of somebody who lost their link."""
    return _here(who_answers_lost_links()).exists()


def _here(members: QuerySet[Member]) -> QuerySet[Member]:
    """Those who are not only invited: an invitation that nobody used reads no message."""
    links = Link.objects.filter(account=OuterRef("account"))
    invited = Exists(links.filter(purpose=Link.Purpose.INVITATION))
    return members.exclude(invited & ~Exists(links.filter(used_at__isnull=False)))


@transaction.atomic
def answer_too(member: Member, *, by: Account) -> None:
    """From now on requests come to this parent too."""
    Answering.objects.get_or_create(member=member)
    audit_log.record("answering.begun", f"member {member.pk}", by=by)


@transaction.atomic
def answer_no_more(member: Member, *, by: Account) -> None:
    """Requests no longer come to this parent."""
    Answering.objects.filter(member=member).delete()
    audit_log.record("answering.ended", f"member {member.pk}", by=by)
