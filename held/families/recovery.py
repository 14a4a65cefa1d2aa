"""Requests for a new link after losing every key. It opens after a day and can be stopped until then."""

from django.db import transaction

from held.accounts.models import Account, Link
from held.accounts.one_time_links import made_before, make_link, take_link_back
from held.accounts.sign_in_keys import end_every_key
from held.families.models import Member, Recovery
from held.history import audit_log
from held.place.disk_reserve import with_disk_reserve


@transaction.atomic
def ask_for_new_link(member: Member, *, by: Account, once: str = "") -> tuple[Recovery, str]:
    """A link for the member that opens after 24 hours. A former request is replaced and its wait starts over.

    The same form arriving again (`once`) finds the request it made. Raises FormUsedBefore if it was used or stopped.
    """
    before = made_before(once, by=by)
    if before:
        return Recovery.objects.select_related("link").get(link=before[0]), before[1]
    Member.objects.select_for_update().get(pk=member.pk)
    for former in Recovery.objects.filter(member=member).select_related("link"):
        end = stop if former.link.used_at is None else put_away
        end(former, by=by)
    link, token = make_link(member.account, purpose=Link.Purpose.RECOVERY, by=by, once=once)
    recovery = Recovery.objects.create(member=member, asked_by=by, link=link)
    audit_log.record("recovery.asked", f"member {member.pk}", by=by)
    return recovery, token


@with_disk_reserve
@transaction.atomic
def stop(recovery: Recovery, *, by: Account) -> None:
    """End the link for good. Stopping it twice has no further effect."""
    audit_log.record("recovery.stopped", f"member {recovery.member_id}", by=by)
    Recovery.objects.filter(pk=recovery.pk).delete()  # by queryset: the caller's object keeps its id for a retry
    for link in Link.objects.filter(pk=recovery.link_id):
        take_link_back(link, by=by)


@transaction.atomic
def put_away(recovery: Recovery, *, by: Account) -> None:
    """Dismiss the notice that the link was used."""
    audit_log.record("recovery.put-away", f"member {recovery.member_id}", by=by)
    recovery.delete()


@transaction.atomic
def begin_anew(link: Link) -> None:
    """The link is used after a day in which nobody stopped it: end the lost keys, so that new ones can be made.

    The request stays: the family is told that the link was used until one of them dismisses it.
    """
    end_every_key(link.account)
    audit_log.record("recovery.used", f"link {link.pk}", by=link.account)
