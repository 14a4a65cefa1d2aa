"""A form of a signed-in user makes something only once, even if it arrives again."""

from collections.abc import Callable

from held.accounts.models import Account
from held.lib.idempotency import used_forms
from held.lib.stored_strings import DERIVED_FORM


def made_once(
    form: str, what: str, make: Callable[[], object], *, by: Account, still: Callable[[str], bool] = lambda _made: True
) -> str:
    """The key of what this form made, now or when it arrived before. A form without an id makes something each time.

    `what`: which thing of which other, for example "story of family 3". `still` is asked about what the form made
    before: if it returns False, the form makes it again. So a user who comes back to the page with the form, and
    presses again on purpose, gets another one.
    """
    if not form:
        return str(make())
    return used_forms.made_once(used_forms.secret_of(form, DERIVED_FORM, what, by.key), make, still=still)
