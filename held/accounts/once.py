"""A form that makes something makes it once, also where it arrives again because its answer was lost on the way."""

from collections.abc import Callable

from django.conf import settings
from django.db import transaction

from held.accounts.models import Account
from held.history.models import Line
from held.history.noting import note
from held.lib.stored_strings import DERIVED_FORM
from held.lib.tokens import derived_token, token_hash

MADE = "form.made"


@transaction.atomic
def made_once(
    form: str, what: str, make: Callable[[], object], *, by: Account, still: Callable[[str], bool] = lambda _made: True
) -> str:
    """The key of what this form made, now or when it arrived before. `what`: which thing of which other, for example
    "story of family 3". A form that carries no name makes something each time.

    `still` is asked about what the form made before: if the answer is no, the form makes it again. So somebody who
    comes back to the page with the form, and presses again on purpose, gets another one.
    """
    if not form:
        return str(make())
    Account.objects.select_for_update(no_key=True).get(pk=by.pk)  # of two arrivals in one moment, one waits here
    name = token_hash(derived_token(settings.SECRET_KEY, DERIVED_FORM, what, by.key, form))[:32]
    before = Line.objects.filter(act=MADE, thing__startswith=f"{name} ").order_by("-pk").first()
    made = before.thing.removeprefix(f"{name} ") if before else ""
    if made and still(made):
        return made
    made = str(make())
    note(MADE, f"{name} {made}", by=by)
    return made
