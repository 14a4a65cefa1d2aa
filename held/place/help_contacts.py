"""Who keeps this place, and people to talk to, as the host wrote them and as anyone reads them."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from held.accounts.models import Account
from held.history import audit_log
from held.place.models import HelpContact, Place
from held.uptime.moments import has_ended, this_moment

A_YEAR, TWO_YEARS = timedelta(days=365), timedelta(days=730)
Age = HelpContact.Age


@dataclass(frozen=True)
class Keeper:
    """Who keeps this place, and how to reach them. Each part may be empty."""

    words: str
    mail: str
    phone: str
    dial: str
    hours: str

    def __bool__(self) -> bool:
        return bool(self.words or self.mail or self.phone)


@dataclass(frozen=True)
class PersonToTalkTo:
    """What anyone reads of a contact: after a year, that it is old; after two years, only its web address."""

    name: str
    phone: str
    dial: str
    web_address: str
    hours: str
    language: str
    checked_at: datetime | None  # None when the number is not shown any more
    is_old: bool

    @property
    def web_name(self) -> str:
        """The web address as people say it, without its scheme."""
        return re.sub(r"^https?://", "", self.web_address).rstrip("/")


def keeper_of(place: Place) -> Keeper:
    """Who keeps this place, for anyone to read."""
    phone = place.keeper_phone
    return Keeper(place.keeper, place.keeper_mail, phone, dial(phone), place.keeper_hours)


def people_to_talk_to() -> list[PersonToTalkTo]:
    """Everyone with a number that was checked within two years, or with a web address; one statement."""
    shown = map(as_shown, HelpContact.objects.order_by("pk"))
    return [one for one in shown if one.phone or one.web_address]


def as_shown(contact: HelpContact) -> PersonToTalkTo:
    """What anyone reads of this contact."""
    if contact.age == Age.TWO_YEARS:
        return PersonToTalkTo(contact.name, "", "", contact.web_address, "", "", None, is_old=True)
    return PersonToTalkTo(
        contact.name,
        contact.phone,
        dial(contact.phone),
        contact.web_address,
        contact.hours,
        contact.language,
        contact.checked_at,
        is_old=contact.age == Age.A_YEAR,
    )


def dial(phone: str) -> str:
    """What a telephone dials (RFC 3966), else "". A number with letters, or two numbers in one, is only shown."""
    number = re.sub(r"[\s().\-–/\u00a0\u202f]", "", phone)
    return number if re.fullmatch(r"\+?[0-9]{2,15}", number) else ""


@transaction.atomic
def save_contact(contact: HelpContact | None, given: dict[str, str], *, by: Account) -> None:
    """Save what the host looked up now. None: a new contact; the same one sent twice is saved once."""
    found = contact or HelpContact.objects.filter(**given).first() or HelpContact()
    for name, value in given.items():
        setattr(found, name, value)
    _check(found, by=by)


@transaction.atomic
def confirm_contact(contact: HelpContact, *, by: Account) -> None:
    """Record that the host looked it up now, and that it is still right."""
    _check(contact, by=by)


@transaction.atomic
def remove_contact(contact: HelpContact, *, by: Account) -> None:
    """Nobody reads it any more."""
    audit_log.record("place.help-removed", f"help {contact.pk}", by=by)
    contact.delete()


def note_ages() -> None:
    """Write down which contacts are a year or two years old, by the clock that says more.

    Each time it compares all of them, so that a contact that a wrong clock made old is lately checked again.
    """
    for contact in HelpContact.objects.all():
        age = _age(contact)
        if age != contact.age:
            HelpContact.objects.filter(pk=contact.pk, checked_at=contact.checked_at).update(age=age)


def _age(contact: HelpContact) -> Age:
    if has_ended(contact.checked().after(TWO_YEARS)):
        return Age.TWO_YEARS
    return Age.A_YEAR if has_ended(contact.checked().after(A_YEAR)) else Age.LATELY


def _check(contact: HelpContact, *, by: Account) -> None:
    here = this_moment()
    contact.checked_at, contact.checked_uptime, contact.age = here.at, here.uptime, Age.LATELY
    contact.save()
    audit_log.record("place.help-checked", f"help {contact.pk}", by=by)
