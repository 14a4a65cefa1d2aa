"""What the rule is asked over: of each picture, who was named and how it stands with them, in one statement."""

import uuid
from collections.abc import Collection
from dataclasses import replace

from django.db.models import Exists, OuterRef, Subquery

from held.consent.models import Answer, Everybody, Part
from held.consent.standing import Facts, opens
from held.consent.table import Standing
from held.families.models import Member


def agreed_by_all(pictures: Collection[uuid.UUID], scope: str) -> set[uuid.UUID]:
    """Those of the pictures to which everyone in them, and whoever took them, has said yes for this scope."""
    return {picture for picture, facts in facts_of(pictures, scope).items() if opens(facts)}


def facts_of(pictures: Collection[uuid.UUID], scope: str) -> dict[uuid.UUID, Facts]:
    """How it stands with each of them at this moment; one for which nobody was named is not among them."""
    answers = Answer.objects.filter(part=OuterRef("pk"), scope=scope)
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
        standing=Subquery(answers.values("standing")[:1]),
        told=Exists(told),
        with_baby=Exists(told.filter(with_baby=True)),
        a_parent_unasked=Exists(parents_not_named),
    )
    found: dict[uuid.UUID, Facts] = {}
    for picture, standing, is_told, with_baby, unasked in rows.values_list(
        "picture", "standing", "told", "with_baby", "a_parent_unasked"
    ):
        before = found.get(picture, Facts(is_told, with_baby and unasked, ()))
        here = Standing(standing) if standing else Standing.NOT_ASKED
        found[picture] = replace(before, standings=(*before.standings, here))
    return found
