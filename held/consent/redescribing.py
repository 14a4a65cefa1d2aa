"""Record that a photograph's description changed after somebody was asked about it, to tell the parents.

This depends only on who was asked and what was written, so it reveals no answer.
"""

import uuid
from collections.abc import Collection

from django.db import transaction

from held.accounts.models import Account
from held.consent.models import Answer, Redescribed
from held.history import audit_log
from held.lib.clock import now


def asked_about(pictures: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Those of the pictures about which somebody was asked, whatever they answered."""
    rows = Answer.objects.filter(involvement__picture__in=pictures)
    return set(rows.values_list("involvement__picture", flat=True))


@transaction.atomic
def note_redescribed(picture: uuid.UUID, *, by: Account | None) -> None:
    """Record the change; the family is told that the description changed, and when it last did."""
    Redescribed.objects.update_or_create(picture_id=picture, defaults={"at": now(), "by": by})
    audit_log.record("picture.redescribed", f"picture {picture}", by=by or "program")


def redescribed(picture: uuid.UUID) -> Redescribed | None:
    """The last change after somebody was asked; None without one."""
    return Redescribed.objects.filter(picture=picture).first()
