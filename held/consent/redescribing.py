"""The description of a photograph changed after somebody was asked about it: noted, so that parents are told.

Whether it is noted depends on who was asked and on what was written, and on no answer. So it tells nothing of any.
"""

import uuid
from collections.abc import Collection

from django.db import transaction

from held.accounts.models import Account
from held.consent.models import Answer, Redescribed
from held.history.noting import note
from held.lib.clock import now


def asked_about(pictures: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Those of the pictures about which somebody was asked, whatever they answered."""
    rows = Answer.objects.filter(part__picture__in=pictures)
    return set(rows.values_list("part__picture", flat=True))


@transaction.atomic
def note_redescribed(picture: uuid.UUID, *, by: Account | None) -> None:
    """From now on its family is told that the description changed, and when it last did."""
    Redescribed.objects.update_or_create(picture_id=picture, defaults={"at": now(), "by": by})
    note("picture.redescribed", f"picture {picture}", by=by or "program")


def redescribed(picture: uuid.UUID) -> Redescribed | None:
    """That it changed after somebody was asked, and when last; None while it did not."""
    return Redescribed.objects.filter(picture=picture).first()
