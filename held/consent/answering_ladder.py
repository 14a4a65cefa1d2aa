"""One step of the ladder: an answer for every readers' scope a person was asked for, in one transaction."""

from collections.abc import Collection

from django.db import transaction

from held.consent import ladder
from held.consent.answering import NoOnly, NotAsked
from held.consent.ladder import Step
from held.consent.later import Kind
from held.consent.models import Answer, ConsentLink, Involvement
from held.consent.page_answered import LadderPage, Outdated, check_seen, check_yes
from held.consent.questions import VERSION
from held.consent.scopes import READERS
from held.consent.states import Event, Status
from held.consent.transitions import Reply, apply, lock
from held.place.disk_reserve import with_disk_reserve


def answer_ladder(  # keyword arguments
    involvement: Involvement,
    step: Step,
    *,
    language: str,
    link: ConsentLink | None = None,
    words: Collection[str] | None = None,
    page: LadderPage | None = None,
) -> None:
    """Save one press of the ladder: an answer for every readers' scope asked, all or none. Raises NotAsked, NoOnly.

    What the press takes back is kept even if the page is too old for its yes; then it raises OtherWords or
    AnsweredSince. The rule of later links holds for each scope separately. The other arguments are those of `answer`.
    """
    if link and link.kind == Kind.NO_ONLY and step != Step.NO:
        raise NoOnly
    reply = Reply(VERSION, language, link, words)
    narrows = step in ladder.NARROW or Event.WITHDRAW in _events(involvement, step).values()
    outdated = (_narrow_ladder if narrows else _keep_ladder)(involvement, step, reply, page)
    if outdated:
        raise outdated


def step_of(involvement: Involvement) -> Step | None:
    """The step that their answers are; None if they fit none."""
    return ladder.chosen(_statuses(involvement))


def readers_asked(involvement: Involvement) -> set[str]:
    """The readers' scopes that they were asked for."""
    return set(READERS) & _statuses(involvement).keys()


@with_disk_reserve
def _narrow_ladder(involvement: Involvement, step: Step, reply: Reply, page: LadderPage | None) -> Outdated | None:
    return _keep_ladder(involvement, step, reply, page)


@transaction.atomic
def _keep_ladder(involvement: Involvement, step: Step, reply: Reply, page: LadderPage | None) -> Outdated | None:
    """Returns why no yes was kept, instead of raising it, which would undo what was taken back."""
    lock(involvement)
    events = _events(involvement, step)
    agrees = [scope for scope, event in events.items() if event == Event.AGREE]
    outdated = _outdated(involvement, agrees, reply, page) if page and agrees else None
    for scope, event in events.items():
        if not (outdated and event == Event.AGREE):
            apply(involvement, scope, event, by="person", reply=reply)
    return outdated


def _events(involvement: Involvement, step: Step) -> dict[str, Event]:
    try:
        return ladder.events(_statuses(involvement), step)
    except ladder.NoSuchStep:
        raise NotAsked from None


def _statuses(involvement: Involvement) -> dict[str, Status]:
    rows = Answer.objects.filter(involvement=involvement).values_list("scope", "status")
    return {scope: Status(status) for scope, status in rows}


def _outdated(involvement: Involvement, scopes: list[str], reply: Reply, page: LadderPage) -> Outdated | None:
    rows = {row.scope: row for row in Answer.objects.filter(involvement=involvement, scope__in=scopes)}
    try:
        for number, scope in enumerate(scopes):
            here = page.of(scope)
            check_seen(here, rows[scope], reply.link) if number else check_yes(here, rows[scope], reply.link)
    except Outdated as why:
        return why
    return None
