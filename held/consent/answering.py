"""A person answers, and changes their answer: without account or reason, the first and the tenth time."""

from collections.abc import Collection

from django.db import transaction

from held.consent.later import NO, SAID_NO, Kind
from held.consent.models import Answer, Asking, Part, Telling
from held.consent.outlets import kept_scope
from held.consent.pressed import Page, check_yes
from held.consent.questions import VERSION
from held.consent.states import Event
from held.consent.transitions import Said, lock, step
from held.history.noting import note
from held.place.disk_reserve import with_disk_reserve


class NotAsked(Exception):
    """They were not asked for this."""


class MadeLater(Exception):
    """By a link that was made later nobody lets the family see: who made it would see what was answered elsewhere."""


class NoOnly(Exception):
    """By a link that somebody made who is no parent of the family they can only say no."""


def answer(  # noqa: PLR0913  # each is said by its name
    part: Part,
    scope: str,
    event: Event,
    *,
    language: str,
    link: Asking | None = None,
    words: Collection[str] | None = None,
    page: Page | None = None,
) -> Answer:
    """Keep what they answer for this scope alone; what they answered for others stands. Raises NotAsked, NoOnly; of a
    yes also OtherWords and AnsweredSince, which are looked at under the same lock that keeps it.

    A no holds from the very next request on, and also on a full disk. `link`: by which they answer; none on a page of
    their own. A yes by one that was made later turns no no: the answer stands as it was.
    `words`: the ids of the versions of the description that were on their page; none where that is not known.
    `page`: on which they pressed; none where nobody pressed on a page.
    """
    if link and link.kind == Kind.NO_ONLY and event not in (Event.DECLINE, Event.WITHDRAW):
        raise NoOnly
    said = Said(VERSION, language, link, words)
    return _refuse(part, scope, event, said) if event in NO else _keep(part, scope, event, said, page)


@with_disk_reserve
@transaction.atomic
def withdraw(part: Part, *, link: Asking | None = None) -> None:
    """Every yes of theirs for this picture is taken back in one press; and what they had not answered is a no."""
    lock(part)  # first: what is answered at the same moment is taken back as well
    for row in Answer.objects.filter(part=part).order_by("scope"):
        if row.standing not in SAID_NO:
            step(part, row.scope, Event.WITHDRAW, by="person", said=Said(VERSION, row.language, link, row.words))


@transaction.atomic
def let_family_see(part: Part, *, link: Asking | None = None) -> None:
    """From now on the family sees what they answer. Raises MadeLater."""
    if link and link.kind != Kind.FIRST:
        raise MadeLater
    Telling.objects.get_or_create(part=part)
    note("telling.begun", f"part {part.pk}", by="person")


@with_disk_reserve
@transaction.atomic
def keep_from_family(part: Part) -> None:
    """The family sees it no more."""
    Telling.objects.filter(part=part).delete()
    note("telling.ended", f"part {part.pk}", by="person")


@with_disk_reserve
@transaction.atomic
def _refuse(part: Part, scope: str, event: Event, said: Said) -> Answer:
    return _keep(part, scope, event, said)


@transaction.atomic
def _keep(part: Part, scope: str, event: Event, said: Said, page: Page | None = None) -> Answer:
    if page is not None and lock(part):
        row = Answer.objects.filter(part=part, scope=kept_scope(part.person.family, scope)).first()
        check_yes(page, row, said.link)
    kept = step(part, scope, event, by="person", said=said)
    if kept is None:
        raise NotAsked
    return kept
