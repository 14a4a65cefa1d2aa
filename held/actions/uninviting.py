"""An invitation is taken back, and with it the involvements that nobody answered for."""

from django.db import transaction

from held.accounts.models import Account
from held.consent.involved import remove_involvement
from held.consent.models import Answer, Involvement
from held.families.account_of_person import account_hash
from held.families.models import Member, Person
from held.families.persons import end_account_of
from held.families.uninviting import take_invitation_back
from held.history import audit_log
from held.keyring.text import KeyGone
from held.pictures.models import Picture
from held.place.disk_reserve import with_disk_reserve


@with_disk_reserve
@transaction.atomic
def uninvite(member: Member, *, by: Account) -> None:
    """Remove a member who never came in, and take them out of photographs where nobody answered for them.

    The family must confirm again that the list of people there is complete. What was answered for them by a link is
    kept.

    Raises AlreadyHere if they came in.
    """
    person, account = _person_of(member), member.account
    number = account.pk
    take_invitation_back(member, by=by)
    if person is None:
        return
    account.pk = number  # Django clears it on the deleted row's object
    end_account_of(person, account)
    for involvement in Involvement.objects.filter(person=person).order_by("at", "pk"):
        _take_out(involvement, by)
    if not Involvement.objects.filter(person=person).exists():
        audit_log.record("person.removed", f"person {person.pk}", by=by)
        person.delete()


def _person_of(member: Member) -> Person | None:
    try:
        hashed = account_hash(member.family.key, member.account_id)
    except KeyGone:  # then nobody can find the person, and what they were asked stays closed
        return None
    return Person.objects.filter(family=member.family_id, account_hash=hashed).first()


def _take_out(involvement: Involvement, by: Account) -> None:
    Picture.objects.select_for_update(no_key=True).get(pk=involvement.picture_id)
    if not _stands(involvement):
        remove_involvement(involvement, by=by)


def _stands(involvement: Involvement) -> bool:
    """Whether the involvement stays: it was answered, or they are in it or took it and were asked, and so hold a link.

    One that is asked about only as a parent, which they won't become, is taken out, so that it doesn't wait for ever.
    """
    answers = Answer.objects.filter(involvement=involvement)
    return answers.exclude(question="").exists() or ((involvement.in_it or involvement.took_it) and answers.exists())
