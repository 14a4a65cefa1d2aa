"""Somebody lost every key. A new link can be asked for; it opens after a day, and until then it can be stopped."""

from django.db import transaction

from held.accounts.models import Account, Link
from held.accounts.one_time_links import made_before, make_link, take_link_back
from held.accounts.sign_in_keys import end_every_key
from held.families.models import Member, Recovery
from held.history.noting import note
from held.place.disk_reserve import with_disk_reserve


@transaction.atomic
def ask_for_new_link(member: Member, *, by: Account, once: str = "") -> tuple[Recovery, str]:
    """A link for the member that opens after 24 hours. A former request is replaced, and its day begins anew.

    The same form arriving again (`once`) finds the request it made. Raises FormUsedBefore when it was used or stopped.
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
    note("recovery.asked", f"member {member.pk}", by=by)
    return recovery, token


@with_disk_reserve
@transaction.atomic
def stop(recovery: Recovery, *, by: Account) -> None:
    """The link opens nothing, ever. Stopping twice is stopping once."""
    note("recovery.stopped", f"member {recovery.member_id}", by=by)
    Recovery.objects.filter(pk=recovery.pk).delete()  # the row: what we were handed stays whole, to try once more
    for link in Link.objects.filter(pk=recovery.link_id):
        take_link_back(link, by=by)


@transaction.atomic
def put_away(recovery: Recovery, *, by: Account) -> None:
    """The family has seen that the link was used, and is told so no longer."""
    note("recovery.put-away", f"member {recovery.member_id}", by=by)
    recovery.delete()


@transaction.atomic
def begin_anew(link: Link) -> None:
    """After a day in which nobody stopped it: the lost keys open nothing any more, and new ones can be made.

    The request stays: the family is told that the link was used until one of them puts that away.
    """
    end_every_key(link.account)
    note("recovery.used", f"link {link.pk}", by=link.account)
