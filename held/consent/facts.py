"""What the rule is asked over: of each picture, who was named and how it stands with them, in one statement."""

import uuid
from collections.abc import Collection
from dataclasses import replace

from django.db.models import Exists, OuterRef, Subquery

from held.consent.models import Answer, Everybody, Part
from held.consent.standing import Facts, opens
from held.consent.table import Standing
from held.families.models import Member


def agreed_by_all(pictures: Collection[uuid.UUID], scopes: Collection[str]) -> dict[str, set[uuid.UUID]]:
    """For each scope, those of the pictures to which everyone in them, and whoever took them, has said yes for it."""
    facts = facts_of(pictures, scopes)
    return {scope: {picture for picture in facts if opens(facts[picture][scope])} for scope in scopes}


def facts_of(pictures: Collection[uuid.UUID], scopes: Collection[str]) -> dict[uuid.UUID, dict[str, Facts]]:
    """How it stands with each of them, by scope, at this moment; one for which nobody was named is not among them."""
    told = Everybody.objects.filter(picture=OuterRef("picture"))
    parents_not_named = Member.objects.filter(
        ~Exists(
            Part.objects.filter(
                picture=OuterRef(OuterRef("picture")), person__account=OuterRef("account"), for_baby=True
            )
        ),
        family=OuterRef("picture__family"),
        role=Member.Role.PARENT,
    )
    rows = Part.objects.filter(picture__in=pictures).annotate(
        **{f"standing_{number}": _standing(scope) for number, scope in enumerate(scopes)},
        told=Exists(told),
        with_baby=Exists(told.filter(with_baby=True)),
        a_parent_unasked=Exists(parents_not_named),
    )
    standings = [f"standing_{number}" for number in range(len(scopes))]
    found: dict[uuid.UUID, dict[str, Facts]] = {}
    for picture, is_told, with_baby, unasked, *here in rows.values_list(
        "picture", "told", "with_baby", "a_parent_unasked", *standings
    ):
        nobody = Facts(is_told, with_baby and unasked, ())
        of_picture = found.setdefault(picture, dict.fromkeys(scopes, nobody))
        for scope, standing in zip(scopes, here, strict=True):
            one = Standing(standing or Standing.NOT_ASKED)
            of_picture[scope] = replace(of_picture[scope], standings=(*of_picture[scope].standings, one))
    return found


def _standing(scope: str) -> Subquery:
    return Subquery(Answer.objects.filter(part=OuterRef("pk"), scope=scope).values("standing")[:1])
