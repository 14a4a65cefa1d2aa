"""Looking at a photograph by a link: it begins when a parent asks, and ends by an act or after thirty days.

It doesn't depend on any answer, and no log says that somebody looked.
"""

import uuid
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from held.accounts.models import Account
from held.consent.models import ConsentLink, Involvement, Looking
from held.consent.transitions import lock
from held.families.models import Member
from held.history import audit_log
from held.pictures.covered_copies import covered_copies
from held.pictures.models import Removal
from held.place.disk_reserve import with_disk_reserve
from held.uptime.moments import Moment, expected_end, has_ended, over, this_moment

LASTS = timedelta(days=30)  # after a parent last asked: docs/decisions/0025-everyone-in-the-picture.md


@transaction.atomic
def begin_looking(involvement: Involvement, *, by: Account) -> None:
    """Let this person look by every link that a parent made for them, for thirty days from now.

    Does nothing for a photograph that is being removed, or of which there is a covered copy.
    """
    lock(involvement)
    first = involvement.picture_id
    if Removal.objects.filter(picture=first).exists() or covered_copies().filter(first=first).exists():
        return
    here = this_moment()
    asked = {"asked_at": here.at, "asked_uptime": here.uptime, "by": by}
    Looking.objects.update_or_create(involvement=involvement, defaults=asked)
    audit_log.record("looking.begun", f"part {involvement.pk}", by=by)


@with_disk_reserve
@transaction.atomic
def end_looking(involvement: Involvement, *, by: object) -> None:
    """A parent ends looking: from the next request on no link shows them the photograph."""
    _end([involvement.pk], "looking.ended", by)


@with_disk_reserve
@transaction.atomic
def end_looking_at(pictures: Collection[uuid.UUID], *, by: object) -> None:
    """End looking at these photographs, which were taken out, removed or taken back."""
    rows = Looking.objects.filter(involvement__picture__in=pictures)
    _end(rows.order_by("involvement").values_list("involvement", flat=True), "looking.ended", by)


@with_disk_reserve
@transaction.atomic
def end_looking_by_links_of(member: Member, *, by: Account) -> None:
    """A parent leaves and may have kept tokens of links that they made.

    Nobody they made a link for in this family can look by any link until a remaining parent allows it again. Links
    still take answers.
    """
    theirs = ConsentLink.objects.filter(involvement__picture__family=member.family_id, by=member.account_id)
    rows = Looking.objects.filter(involvement__in=theirs.values("involvement"))
    _end(rows.order_by("involvement").values_list("involvement", flat=True), "looking.ended", by)


@transaction.atomic
def end_all_looking() -> None:
    """After a restore: it is unknown what was closed since the copy, so a parent must open each again."""
    _end(Looking.objects.order_by("involvement").values_list("involvement", flat=True), "looking.ended", "program")


@transaction.atomic
def end_looking_that_lapsed() -> None:
    """Delete rows that expired by both clocks. `looks_until` refuses those that expired by one of them.

    So after a minute of a clock that is a year ahead, parents don't have to let everybody look again.
    """
    rows = Looking.objects.filter(over(LASTS, at="asked_at", uptime="asked_uptime"))
    _end(rows.order_by("involvement").values_list("involvement", flat=True), "looking.lapsed", "time")


def looks_until(involvement: Involvement) -> datetime | None:
    """Until when a person can look by a parent's link, by the earlier of both clocks; None if they can't now.

    Nobody can look at a photograph of which there is a covered copy, whatever was allowed before.
    """
    copied = Exists(covered_copies().filter(first=OuterRef("involvement__picture")))
    row = Looking.objects.filter(~copied, involvement=involvement).first()
    end = Moment(row.asked_at, row.asked_uptime).after(LASTS) if row else None
    return None if end is None or has_ended(end) else expected_end(end)


def _end(involvements: Collection[uuid.UUID], act: str, by: object) -> None:
    for involvement in list(involvements):
        if Looking.objects.filter(involvement=involvement).delete()[0]:
            audit_log.record(act, f"part {involvement}", by=by)
