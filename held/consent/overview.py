"""What the family sees: whether everyone agreed, but never who hasn't, unless that person chose to say."""

from dataclasses import dataclass

from held.consent.facts import agreed_by_all
from held.consent.models import Answer, AnswersVisible, Involvement, ListComplete, Reminder
from held.consent.outlets import outlets_in
from held.consent.questions import in_order, in_short
from held.consent.states import Status
from held.pictures.models import Picture


@dataclass(frozen=True)
class ScopeOnDesk:
    """One scope for which somebody was asked, and whether everyone agreed to it."""

    scope: str
    called: object
    agreed_by_all: bool


@dataclass(frozen=True)
class InvolvementOnDesk:
    """One person of a photograph: whether they were asked, and their answers if they let the family see them."""

    involvement: Involvement
    asked: bool
    asked_once_more: bool
    answers: tuple[tuple[object, Status], ...]  # empty unless they let the family see them


def scopes_on_desk(picture: Picture) -> list[ScopeOnDesk]:
    """Every scope for which anybody in it was asked."""
    answers = list(Answer.objects.filter(involvement__picture=picture))
    asked, outlets = {answer.scope for answer in answers}, outlets_in(answers, picture.family)
    agreed = agreed_by_all([picture.pk], asked)
    return [
        ScopeOnDesk(scope, in_short(scope, outlets.get(scope, "")), picture.pk in agreed[scope])
        for scope in in_order(asked, outlets)
    ]


def involvements_on_desk(involvements: list[Involvement]) -> list[InvolvementOnDesk]:
    """The people of a photograph as the family sees them."""
    rows = list(Answer.objects.filter(involvement__in=involvements))
    reminded = set(Reminder.objects.filter(involvement__in=involvements).values_list("involvement", flat=True))
    tell = set(AnswersVisible.objects.filter(involvement__in=involvements).values_list("involvement", flat=True))
    return [
        _involvement(involvement, rows, once_more=involvement.pk in reminded, tells=involvement.pk in tell)
        for involvement in involvements
    ]


def list_complete(picture: Picture) -> ListComplete | None:
    """The family's confirmation that the list of people is complete; None without one."""
    return ListComplete.objects.filter(picture=picture).first()


def _involvement(involvement: Involvement, rows: list[Answer], *, once_more: bool, tells: bool) -> InvolvementOnDesk:
    own = [row for row in rows if row.involvement_id == involvement.pk]
    answers = tuple((called, status) for _scope, called, status in _answers(own, involvement)) if tells else ()
    return InvolvementOnDesk(involvement, bool(own), once_more, answers)


def _answers(rows: list[Answer], involvement: Involvement) -> list[tuple[str, object, Status]]:
    by_scope, outlets = {row.scope: Status(row.status) for row in rows}, outlets_in(rows, involvement.person.family)
    return [(scope, in_short(scope, outlets.get(scope, "")), by_scope[scope]) for scope in in_order(by_scope, outlets)]
