"""One link for one person: every picture they are asked about is added to it, as a first or as a later link.

For each picture one link alone is the first. The others show no answers to it and turn no no (`held/consent/later.py`).
"""

from collections.abc import Collection
from dataclasses import dataclass, replace

from django.db.models import Q, QuerySet

from held.consent.models import Answer, ConsentLink, Involvement
from held.consent.transitions import lock
from held.families.models import Member, Person
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
    """Whether they have a parent's link that a question can be put on, and haven't ended it.

    It is the first for other pictures: the maker of a later link may have kept it. On a page of their own they answer
    everything, so any link will do.
    """
    links = _growing(person).filter(by_parent=True)
    return (links if person.has_account else links.filter(later=False)).exists()


def questions_about(involvements: Collection[Involvement]) -> list[Question]:
    """These pictures, in this order; later if the person was asked before or has a page of their own.

    Another person than the one first asked may open a link that is made now. The pictures stay locked.
    """
    for involvement in sorted(involvements, key=lambda one: one.pk):  # so that two callers never deadlock
        lock(involvement)
    return [Question(involvement, _asked_before(involvement)) for involvement in involvements]


def put_on_links(question: Question) -> Question:
    """Put a picture on every link of this person that grows and doesn't have it, while the person is locked.

    The first for it is a parent's link that is the first for other pictures; no date decides it. If there is none, a
    link made now is the first. Returned is the question for such a link: a later one, if there is a first.
    """
    there = ConsentLink.objects.filter(involvement=question.involvement).values("token_hash")
    rows = _growing(question.involvement.person).exclude(token_hash__in=there)
    links = {row.token_hash: row for row in rows.order_by("-later", "-pk")}.values()
    firsts = sorted((row for row in links if not row.later), key=lambda row: row.pk)
    for row in links:
        made = ConsentLink.objects.create(
            involvement=question.involvement,
            token_hash=row.token_hash,
            by=row.by,
            later=question.later or [row] != firsts[:1],
            by_parent=row.by_parent,
            grows=True,
        )
        audit_log.record("asking.made", f"asking {made.pk}", by="program")
    return replace(question, later=question.later or bool(firsts))


def _growing(person: Person) -> QuerySet[ConsentLink]:
    """The links that take on pictures; not those of a parent who left, who may have kept one."""
    parents = Member.objects.filter(family=person.family_id, role=Member.Role.PARENT).values("account")
    growing = ConsentLink.objects.filter(involvement__person=person, grows=True)
    return growing.filter(Q(by_parent=False) | Q(by__in=parents))


def _asked_before(involvement: Involvement) -> bool:
    return (
        involvement.person.has_account
        or Answer.objects.filter(involvement=involvement).exists()
        or ConsentLink.objects.filter(involvement=involvement).exists()
    )
