"""An invitation is taken back, and with it the parts in photographs that nobody answered for."""

from django.db import transaction

from held.accounts.models import Account
from held.consent.involvement import take_part_out
from held.consent.models import Answer, Part
from held.families.account_of_person import account_hash
from held.families.models import Member, Person
from held.families.persons import end_account_of
from held.families.uninviting import take_invitation_back
from held.history.noting import note
from held.keyring.words import KeyGone
from held.pictures.models import Picture
from held.place.disk_reserve import with_disk_reserve


@with_disk_reserve
@transaction.atomic
def uninvite(member: Member, *, by: Account) -> None:
    """Somebody who never came in belongs to the family no more, and is named for no photograph that waits for them in
    vain; whether that is everybody must be said again there. What was answered for them, by a link, stands.

    Raises AlreadyHere when they came in.
    """
    person, account = _person_of(member), member.account
    number = account.pk
    take_invitation_back(member, by=by)
    if person is None:
        return
    account.pk = number  # Django takes it off the row that it removed
    end_account_of(person, account)
    for part in Part.objects.filter(person=person).order_by("at", "pk"):
        _take_out(part, by)
    if not Part.objects.filter(person=person).exists():
        note("person.removed", f"person {person.pk}", by=by)
        person.delete()


def _person_of(member: Member) -> Person | None:
    try:
        hashed = account_hash(member.family.key, member.account_id)
    except KeyGone:  # then nobody can find the person, and what was asked of them stays closed
        return None
    return Person.objects.filter(family=member.family_id, account_hash=hashed).first()


def _take_out(part: Part, by: Account) -> None:
    Picture.objects.select_for_update(no_key=True).get(pk=part.picture_id)
    if not _stands(part):
        take_part_out(part, by=by)


def _stands(part: Part) -> bool:
    """Whether it was answered for; or they are in it or took it and were asked: then they hold a link of their own, and
    nobody takes them out. Asked only as a parent, which they will not be, they leave nothing that waits."""
    answers = Answer.objects.filter(part=part)
    return answers.exclude(question="").exists() or ((part.in_it or part.took_it) and answers.exists())
