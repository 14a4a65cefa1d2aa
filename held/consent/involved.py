"""The family says who is in a photograph, who took it, and when the list is complete."""

from hashlib import sha256

from django.db import transaction

from held.accounts.models import Account
from held.consent.models import Answer, Involvement, ListComplete
from held.families.account_of_person import account_hash
from held.families.models import Member, Person
from held.families.persons import person_of
from held.history import audit_log
from held.pictures.models import CoveredCopy, Picture
from held.place.disk_reserve import with_disk_reserve


class NobodyNamed(Exception):
    """Nobody is in the photograph and nobody took it, so nobody could agree to it."""


class OthersNamedMeanwhile(Exception):
    """Somebody was named or taken out since the page was made, so nobody has seen the current list."""


class AskedAlready(Exception):
    """They were asked already; their answer counts, so they can't be taken out."""


class TookTheFirst(Exception):
    """They took the photograph that this one is a covered copy of, and no covering covers who took it."""


@transaction.atomic
def name_person(picture: Picture, person: Person, *, in_it: bool, took_it: bool, by: Account) -> Involvement:
    """Name this person as in the picture or as its photographer. It is closed from now on until they agree."""
    Picture.objects.select_for_update(no_key=True).get(pk=picture.pk)
    involvement, made = Involvement.objects.get_or_create(picture=picture, person=person, defaults={"by": by})
    involvement.in_it, involvement.took_it = involvement.in_it or in_it, involvement.took_it or took_it
    involvement.save(update_fields=["in_it", "took_it"])
    if made:
        audit_log.record("part.named", f"part {involvement.pk}", by=by)
    return involvement


@transaction.atomic
def take_name_out(involvement: Involvement, *, by: Account) -> None:
    """Take out a person who is not in the picture after all. Raises AskedAlready once they were asked, TookTheFirst.

    A parent must confirm again that the list is complete; until then the picture is closed.
    """
    Picture.objects.select_for_update(no_key=True).get(pk=involvement.picture_id)
    involvement = Involvement.objects.select_for_update().get(pk=involvement.pk)
    if involvement.for_baby or Answer.objects.filter(involvement=involvement).exists():
        raise AskedAlready
    firsts = CoveredCopy.objects.filter(copy=involvement.picture_id).values("first")
    if Involvement.objects.filter(picture__in=firsts, person=involvement.person_id, took_it=True).exists():
        raise TookTheFirst
    remove_involvement(involvement, by=by)


def remove_involvement(involvement: Involvement, *, by: Account) -> None:
    """Delete the involvement, as the caller has decided, who holds the lock on the picture.

    The family must confirm again that the list is complete.
    """
    audit_log.record("part.taken-out", f"part {involvement.pk}", by=by)
    picture = involvement.picture
    involvement.delete()
    if ListComplete.objects.filter(picture=picture).exists():
        reopen_list(picture, by=by)


@transaction.atomic
def confirm_list(picture: Picture, *, with_baby: bool, by: Account, fingerprint: str | None = None) -> None:
    """Record that the list is complete. With the baby in the picture, every parent in the family must answer.

    A picture once said to show the baby keeps that. `fingerprint`: the `names_fingerprint` on the page that was sent.
    Raises NobodyNamed, OthersNamedMeanwhile.
    """
    Picture.objects.select_for_update(no_key=True).get(pk=picture.pk)
    if fingerprint is not None and fingerprint != names_fingerprint(picture):
        raise OthersNamedMeanwhile
    before = ListComplete.objects.filter(picture=picture).first()
    with_baby = with_baby or Involvement.objects.filter(picture=picture, for_baby=True).exists()
    if with_baby:
        name_baby(picture, by=by)
    if not Involvement.objects.filter(picture=picture).exists():
        raise NobodyNamed
    if before is not None and before.with_baby == with_baby:
        return
    ListComplete.objects.update_or_create(picture=picture, defaults={"with_baby": with_baby, "by": by})
    audit_log.record("everybody.told", f"picture {picture.pk}", by=by)


@transaction.atomic
def name_baby(picture: Picture, *, by: Account) -> None:
    """The baby is in it: every parent in the family must answer, also one who was invited since it was last said."""
    Picture.objects.select_for_update(no_key=True).get(pk=picture.pk)
    list(
        Involvement.objects.select_for_update().filter(picture=picture).order_by("pk")
    )  # before the family, as a step does
    for parent in parents_of(picture):
        Involvement.objects.update_or_create(
            picture=picture,
            person=parent,
            defaults={"for_baby": True},
            create_defaults={"for_baby": True, "by": by},
        )


@with_disk_reserve
@transaction.atomic
def reopen_list(picture: Picture, *, by: Account) -> None:
    """Somebody may be missing: the picture is closed until the family confirms again that the list is complete."""
    ListComplete.objects.filter(picture=picture).delete()
    audit_log.record("everybody.taken-back", f"picture {picture.pk}", by=by)


def names_fingerprint(picture: Picture | None) -> str:
    """A fingerprint of the names on a page; it changes when somebody is named or taken out."""
    involvements = Involvement.objects.filter(picture=picture).values_list("person", "in_it", "took_it", "for_baby")
    return sha256("\n".join(sorted(f"{involvement}" for involvement in involvements)).encode()).hexdigest()


def parents_of(picture: Picture) -> list[Person]:
    """Every parent in the family, each as a person.

    Ordered by hash, so the order of rows doesn't show which person has which account, and so that concurrent calls lock
    in the same order and never deadlock.
    """
    family = picture.family
    members = Member.objects.filter(family=family, role=Member.Role.PARENT).select_related("account")
    parents = sorted((member.account for member in members), key=lambda one: account_hash(family.key, one.pk))
    return [person_of(family, parent) for parent in parents]
