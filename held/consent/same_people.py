"""Naming in several photographs everybody who is in another one."""

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
