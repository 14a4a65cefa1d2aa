"""What the front page says about this installation, and whether search engines may list it."""

from django.db import transaction

from held.accounts.models import Account
from held.history import audit_log
from held.place.models import Place


class NothingToList(Exception):
    """Search engines would show a page that does not say what it is."""


@transaction.atomic
def set_front_page(description: str, *, may_be_listed: bool, by: Account) -> None:
    """Set both. Raises NothingToList when it may be listed and there is no description; then nothing changes."""
    if may_be_listed and not description:
        raise NothingToList
    Place.objects.get_or_create(pk=1)
    Place.objects.filter(pk=1).update(description=description, front_may_be_listed=may_be_listed)
    act = "place.front-listed" if may_be_listed else "place.front-not-listed"
    audit_log.record(act, "place 1", by=by)
