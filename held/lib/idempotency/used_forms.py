"""The idempotency key of a form: which form was used, and what it made.

The page puts a random key into the form's field `once`. A browser that sends the form twice sends the same key.
"""

from collections.abc import Callable

from django.conf import settings
from django.db import transaction

from held.lib.idempotency.models import UsedForm
from held.lib.tokens import derived_token, new_token, token_hash


class FormUsedBefore(Exception):
    """This form made something that is now gone, used or ended. The form does not make it again."""


def secret_of(once: str, *about: str) -> str:
    """The secret for what a form makes: the same each time the form arrives, and known to nobody else.

    `once` is the form's key; if it is empty, the secret is new each time. `about` says what is made, and whose form it
    is, so that equal keys of two people or of two kinds of form give two secrets.
    """
    return derived_token(settings.SECRET_KEY, *about, once) if once else new_token()


def use(secret: str) -> None:
    """Record that the form with this secret was used. Call it in the transaction that makes the thing.

    Raises FormUsedBefore if it was already used.
    """
    if not UsedForm.objects.get_or_create(form=_hash(secret))[1]:
        raise FormUsedBefore


def was_used(secret: str) -> bool:
    """Whether the form with this secret was used, whatever happened to the thing it made."""
    return UsedForm.objects.filter(form=_hash(secret)).exists()


@transaction.atomic
def made_once(secret: str, make: Callable[[], object], *, still: Callable[[str], bool] = lambda _made: True) -> str:
    """The key of what the form with this secret made, now or on an earlier arrival.

    `still` is called with the earlier key; if it returns False, the form makes the thing again.
    """
    form = token_hash(secret)[:32]  # as in the rows of version 0.1
    UsedForm.objects.get_or_create(form=form)
    row = UsedForm.objects.select_for_update().get(form=form)  # of two simultaneous arrivals, one waits here
    if not row.made or not still(row.made):
        row.made = str(make())
        row.save(update_fields=["made"])
    return row.made


def _hash(secret: str) -> str:
    return token_hash(token_hash(secret))
