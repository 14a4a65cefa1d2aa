"""One link for one person: every picture they are asked about is added to it, as a first or as a later link.

For each picture one link alone is the first. The others show no answers to it and turn no no (`held/consent/later.py`).
"""

from collections.abc import Collection
from dataclasses import dataclass, replace

from django.db.models import QuerySet

from held.consent.models import Answer, ConsentLink, Involvement
from held.consent.transitions import lock
from held.families.models import Person
from held.history import audit_log


@dataclass(frozen=True)
class Question:
    """One picture that a person is asked about. `later`: a link made now isn't the first for it."""

    involvement: Involvement
    later: bool


def lock_person(person: Person) -> None:
    """Lock this person's links until the transaction ends: of two links made at once, one is the first."""
    list(Person.objects.select_for_update(no_key=True).filter(pk=person.pk).values_list("pk"))


def has_link(person: Person) -> bool:
    """Whether they have a parent's link that grows, and haven't ended it."""
    return _growing(person).filter(by_parent=True).exists()


def questions_about(involvements: Collection[Involvement]) -> list[Question]:
    """These pictures, in this order; later if the person was asked before or has a page of their own.

    Another person than the one first asked may open a link that is made now. The pictures stay locked.
    """
    for involvement in sorted(involvements, key=lambda one: one.pk):  # so that two callers never deadlock
        lock(involvement)
    return [Question(involvement, _asked_before(involvement)) for involvement in involvements]


def put_on_links(question: Question) -> Question:
    """Put a picture on every link of this person that grows and doesn't have it, while the person is locked.

    The first for it is a parent's link that is the first for other pictures, or else one of a parent's. No date decides
    it. Returned is the question for a link made now: a later one, if there is a first.
    """
    there = ConsentLink.objects.filter(involvement=question.involvement).values("token_hash")
    rows = _growing(question.involvement.person).exclude(token_hash__in=there)
    links = {row.token_hash: row for row in rows.order_by("-later", "-pk")}.values()
    ranked = sorted((row for row in links if row.by_parent), key=lambda row: (row.later, row.pk))
    for row in links:
        made = ConsentLink.objects.create(
            involvement=question.involvement,
            token_hash=row.token_hash,
            by=row.by,
            later=question.later or [row] != ranked[:1],
            by_parent=row.by_parent,
            grows=True,
        )
        audit_log.record("asking.made", f"asking {made.pk}", by="program")
    return replace(question, later=question.later or bool(ranked))


def _growing(person: Person) -> QuerySet[ConsentLink]:
    return ConsentLink.objects.filter(involvement__person=person, grows=True)


def _asked_before(involvement: Involvement) -> bool:
    return (
        involvement.person.has_account
        or Answer.objects.filter(involvement=involvement).exists()
        or ConsentLink.objects.filter(involvement=involvement).exists()
    )
