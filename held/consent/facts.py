"""The facts for the consent rule: for each picture, who was named and the status of each person.

One statement, and one more if the baby is in a picture: which parents were named for it can be read only with the
family's key, so SQL can't join them.
"""

import uuid
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import CharField, Exists, OuterRef, QuerySet, Subquery, UUIDField

from held.consent.everyone_agreed import Facts, opens
from held.consent.models import Answer, Involvement, ListComplete
from held.consent.states import Status
from held.families.account_of_person import account_hash
from held.families.models import Member
from held.keyring.text import key_opens
from held.lib.compiled import Compiled, Row

NAMED = ("picture", "list_complete", "with_baby", "for_baby", "person__account_hash", "picture__family__key")


def agreed_by_all(pictures: Collection[uuid.UUID], scopes: Collection[str]) -> dict[str, set[uuid.UUID]]:
    """For each scope, those pictures for which everyone in them, and the photographer, agreed."""
    facts = facts_of(pictures, scopes)
    return {scope: {picture for picture in facts if opens(facts[picture][scope])} for scope in scopes}


def facts_of(pictures: Collection[uuid.UUID], scopes: Collection[str]) -> dict[uuid.UUID, dict[str, Facts]]:
    """The current facts of each picture, by scope; pictures for which nobody was named are left out."""
    rows = INVOLVED.rows(pictures, *scopes)
    statuses = [f"status_{number}" for number in range(len(scopes))]
    asked = [_row(row, statuses) for row in rows]
    unasked = _pictures_with_a_parent_unasked(asked)
    found: dict[uuid.UUID, dict[str, Facts]] = {}
    for row in asked:
        of_picture = found.setdefault(
            row.picture, dict.fromkeys(scopes, Facts(row.list_complete, row.picture in unasked, ()))
        )
        for scope, status in zip(scopes, row.statuses, strict=True):
            one = Status(status or Status.NOT_ASKED)
            of_picture[scope] = replace(of_picture[scope], statuses=(*of_picture[scope].statuses, one))
    return found


def a_parent_is_unasked(picture: uuid.UUID) -> bool:
    """Whether the baby is in it and a parent of the family was not named for the baby: invited since, for example."""
    (facts,) = facts_of([picture], [""]).get(picture, {"": Facts(False, False, ())}).values()
    return facts.a_parent_unasked


def _involved(pictures: Collection[uuid.UUID], *scopes: str) -> QuerySet[Involvement, Row]:
    """Everyone named for these pictures, with their status for each scope."""
    list_complete = ListComplete.objects.filter(picture=OuterRef("picture"))
    statuses = {f"status_{number}": _status(scope) for number, scope in enumerate(scopes)}
    there = {"list_complete": Exists(list_complete), "with_baby": Exists(list_complete.filter(with_baby=True))}
    rows = Involvement.objects.filter(picture__in=pictures).annotate(**statuses, **there)
    read: QuerySet[Involvement, Row] = rows.values(*NAMED, *statuses)
    return read


@dataclass(frozen=True)
class _Row:
    """One involvement, as the statement returns it."""

    picture: uuid.UUID
    list_complete: bool
    with_baby: bool
    for_baby: bool
    account_hash: str | None
    family_key: str
    statuses: tuple[str | None, ...]


def _row(row: Row, statuses: list[str]) -> _Row:
    return _Row(
        picture=row["picture"],
        list_complete=row["list_complete"],
        with_baby=row["with_baby"],
        for_baby=row["for_baby"],
        account_hash=row["person__account_hash"],
        family_key=row["picture__family__key"],
        statuses=tuple(row[status] for status in statuses),
    )


def _pictures_with_a_parent_unasked(rows: list[_Row]) -> set[uuid.UUID]:
    """The pictures with the baby in them for which a parent of the family was not named.

    Without a family's key this can't be checked, so all of that family's pictures are included, which closes them.
    """
    without_key = {key for key in {row.family_key for row in rows} if not key_opens(key)}
    with_baby = [row for row in rows if row.with_baby and row.family_key not in without_key]
    named = {(row.picture, row.account_hash) for row in with_baby if row.for_baby}
    parents = _parents_of({row.family_key for row in with_baby})
    unasked = {
        row.picture for row in with_baby if any((row.picture, one) not in named for one in parents[row.family_key])
    }
    return unasked | {row.picture for row in rows if row.family_key in without_key}


def _parents_of(family_keys: set[str]) -> dict[str, list[str]]:
    """The hash of each parent's account, by the key of their family."""
    parents: dict[str, list[str]] = {key: [] for key in family_keys}
    for row in PARENTS.rows(family_keys):
        parents[row["family__key"]].append(account_hash(row["family__key"], row["account"]))
    return parents


def _parents(family_keys: Collection[str]) -> QuerySet[Member, Any]:
    parents = Member.objects.filter(family__key__in=family_keys, role=Member.Role.PARENT)
    return parents.values("family__key", "account")


def _status(scope: str) -> Subquery:
    return Subquery(Answer.objects.filter(involvement=OuterRef("pk"), scope=scope).values("status")[:1])


INVOLVED = Compiled(_involved, UUIDField(), CharField())
PARENTS = Compiled(_parents, CharField())
