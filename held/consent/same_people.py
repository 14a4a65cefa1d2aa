"""Naming in other photographs everybody who is named for one: those who are in it, or for a copy of it, all
who are to be asked today.
"""

import uuid
from collections.abc import Collection

from django.db import transaction
from django.db.models import Q

from held.accounts.models import Account
from held.consent.involved import NobodyNamed, name_baby, name_person
from held.consent.models import Answer, Involvement
from held.pictures.models import CoveredCopy, Picture


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
    """Name for this copy of `source` who is in it and who took it, as there, and who answers for the baby today.

    Those are the parents in the family now. One who has left isn't asked about new photographs; only where they said no
    to `source`, to a photograph before it, or to another copy of these, are they named for the copy, so that covering a
    part goes around nobody's no. It asks nobody, copies no answer, and doesn't say that the list is complete.
    """
    Picture.objects.select_for_update(no_key=True).get(pk=source.pk)  # nobody is named for it in the meantime
    everyone = Involvement.objects.filter(picture=source).select_related("person").order_by("pk")
    if any(one.for_baby for one in everyone):
        name_baby(copy, by=by)
    no = _who_said_no(source)
    for one in everyone:
        for_baby = one.for_baby and one.person_id in no
        if one.in_it or one.took_it or for_baby:
            named = name_person(copy, one.person, in_it=one.in_it, took_it=one.took_it, by=by)
            if for_baby:
                Involvement.objects.filter(pk=named.pk).update(for_baby=True)


def _who_said_no(source: Picture) -> set[uuid.UUID]:
    """The persons who said no to this picture, to one that it is a copy of, or to another copy of these."""
    alike = [source.pk, *CoveredCopy.objects.filter(copy=source).values_list("first", flat=True)]
    copies = CoveredCopy.objects.filter(first__in=alike).values("copy")
    of_these = Q(involvement__picture__in=alike) | Q(involvement__picture__in=copies)
    return set(Answer.objects.filter(of_these, said_no=True).values_list("involvement__person", flat=True))
