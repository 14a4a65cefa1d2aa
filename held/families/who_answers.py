"""Who answers requests to read: a friend who reads first, and each parent who chose to."""

from django.db import transaction
from django.db.models import Q, QuerySet

from held.accounts.models import Account
from held.families.models import Answering, Member
from held.history import audit_log


def who_answer() -> QuerySet[Member]:
    """Everybody who answers, in all families."""
    asked_to = Answering.objects.values("member")
    return Member.objects.filter(Q(role=Member.Role.GUARDIAN) | Q(role=Member.Role.PARENT, pk__in=asked_to))


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
