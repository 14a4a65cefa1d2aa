"""Naming in other photographs everybody who is named for one: those who are in it, or for a copy of it, all."""

from collections.abc import Collection

from django.db import transaction

from held.accounts.models import Account
from held.consent.involved import NobodyNamed, name_person
from held.consent.models import Involvement
from held.pictures.models import Picture


@transaction.atomic
def name_same_people(source: Picture, pictures: Collection[Picture], *, by: Account) -> None:
    """Name everybody who is in `source` in each of these pictures, as if by hand. Raises NobodyNamed.

    It asks nobody, copies no answer and no photographer, and doesn't say that the list is complete.
    """
    involvements = Involvement.objects.filter(picture=source, in_it=True).select_related("person")
    people = [involvement.person for involvement in involvements.order_by("pk")]
    if not people:
        raise NobodyNamed
    for picture in sorted(pictures, key=lambda one: one.pk):  # calls that run at once lock in the same order
        if picture.pk != source.pk:
            for person in people:
                name_person(picture, person, in_it=True, took_it=False, by=by)


@transaction.atomic
def name_everyone_of(source: Picture, copy: Picture, *, by: Account) -> None:
    """Name for this copy of `source` everybody who is named for `source`, each as there: who took it, too.

    It asks nobody, copies no answer, and doesn't say that the list is complete.
    """
    Picture.objects.select_for_update(no_key=True).get(pk=source.pk)  # nobody is named for it in the meantime
    for one in Involvement.objects.filter(picture=source).select_related("person").order_by("pk"):
        named = name_person(copy, one.person, in_it=one.in_it, took_it=one.took_it, by=by)
        if one.for_baby:
            Involvement.objects.filter(pk=named.pk).update(for_baby=True)
