"""How long a number counts as checked, and how long it is shown at all."""

from held.place.help_contacts import A_YEAR, TWO_YEARS, note_ages, save_contact
from held.place.models import HelpContact
from tests.cast import Cast
from tests.uptime.table import End


def _check(cast: Cast) -> int:
    save_contact(None, {"name": "The Lantern Line", "phone": "01632 960 001"}, by=cast.hilde)
    return HelpContact.objects.get().pk


def _age(contact: int) -> str:
    note_ages()
    return HelpContact.objects.get(pk=contact).age


ENDS = [
    End("a number counts as checked", "end", A_YEAR, _check, lambda one: _age(one) != HelpContact.Age.LATELY),
    End("a number is shown", "end", TWO_YEARS, _check, lambda one: _age(one) == HelpContact.Age.TWO_YEARS),
]
