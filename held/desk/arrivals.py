"""How a photograph arrived, to tell photographs apart before anybody described them.

The name of its file is told only to the member who chose it on their device. It is sealed under the photograph's key.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from held.accounts.models import Account
from held.desk.album import PhotographOnDesk
from held.keyring.text import opened_or, read_keys
from held.pictures.models import Picture


@dataclass(frozen=True)
class Arrival:
    """When it was sent, and by whom; `by` is empty if the name can't be opened, or if nobody of the family sent it.

    `name`: of the file on the viewer's device; empty for everybody else's.
    """

    at: datetime
    by: str
    name: str


def with_arrivals(
    photographs: Iterable[PhotographOnDesk], viewer: Account
) -> list[tuple[PhotographOnDesk, Arrival | None]]:
    """Each photograph, with its arrival if it is not described yet and is not being removed."""
    listed = list(photographs)
    bare = [one.leaf.picture_id for one in listed if not one.described and one.gone_after is None]
    rows = Picture.objects.filter(pk__in=[pk for pk in bare if pk]).select_related("by")
    names = {account: _name(account) for account in {row.by for row in rows if row.by}}
    read_keys([row.key for row in rows if row.by == viewer])
    found = {row.pk: Arrival(row.arrived_at, names[row.by] if row.by else "", _file(row, viewer)) for row in rows}
    return [(one, found.get(one.leaf.picture_id) if one.leaf.picture_id else None) for one in listed]


def _file(picture: Picture, viewer: Account) -> str:
    return opened_or("", lambda: picture.name) if picture.by == viewer else ""


def _name(account: Account) -> str:
    return opened_or("", lambda: account.name)
