"""A person gives or changes their answer; it needs no account and no reason, however often they do it."""

from collections.abc import Collection

from django.db import transaction

from held.consent.later import NO, SAID_NO, Kind
from held.consent.models import Answer, AnswersVisible, ConsentLink, Involvement
from held.consent.outlets import kept_scope
from held.consent.page_answered import Page, check_yes
from held.consent.questions import VERSION
from held.consent.states import OPEN, Event
from held.consent.transitions import Reply, apply, lock
from held.history import audit_log
from held.place.disk_reserve import with_disk_reserve


class NotAsked(Exception):
    """The family didn't ask this person for this scope."""


class MadeLater(Exception):
    """A later link can't let the family see the answers: its maker would see what was answered elsewhere."""


class NoOnly(Exception):
    """Only a no can be given by a link whose maker is not a parent of the family."""


def answer(  # noqa: PLR0913  # keyword arguments
    involvement: Involvement,
    scope: str,
    event: Event,
    *,
    language: str,
    link: ConsentLink | None = None,
    words: Collection[str] | None = None,
    page: Page | None = None,
) -> Answer:
    """Save the answer for this scope; answers for other scopes don't change. Raises NotAsked, NoOnly.

    For a yes it also raises OtherWords and AnsweredSince; both are checked under the same lock under which it is saved.

    A no takes effect with the next request, even on a full disk. `link`: the link they answer by; None on a page of
    their own. A yes by a later link doesn't replace a no: the answer stays as it was. `words`: ids of the versions of
    the description on their page; None if unknown. `page`: the page whose button was pressed; None if the answer came
    from no page.
    """
    if link and link.kind == Kind.NO_ONLY and event not in (Event.DECLINE, Event.WITHDRAW):
        raise NoOnly
    reply = Reply(VERSION, language, link, words)
    return _refuse(involvement, scope, event, reply) if event in NO else _keep(involvement, scope, event, reply, page)


def has_yes(involvement: Involvement, scopes: Collection[str] = ()) -> bool:
    """Whether a yes of theirs is in force: for one of these scopes; without any, for any scope at all."""
    rows = Answer.objects.filter(involvement=involvement, status__in=OPEN)
    if scopes:
        rows = rows.filter(scope__in=[kept_scope(involvement.person.family, scope) for scope in scopes])
    return rows.exists()


@with_disk_reserve
@transaction.atomic
def withdraw(involvement: Involvement, *, link: ConsentLink | None = None) -> None:
    """Take back every yes this person gave for this picture; scopes not answered yet become a no."""
    lock(involvement)  # first: an answer given at the same moment is taken back too
    for row in Answer.objects.filter(involvement=involvement).order_by("scope"):
        if row.status not in SAID_NO:
            apply(
                involvement, row.scope, Event.WITHDRAW, by="person", reply=Reply(VERSION, row.language, link, row.words)
            )


@transaction.atomic
def let_family_see(involvement: Involvement, *, link: ConsentLink | None = None) -> None:
    """From now on the family sees this person's answers. Raises MadeLater."""
    if link and link.kind != Kind.FIRST:
        raise MadeLater
    AnswersVisible.objects.get_or_create(involvement=involvement)
    audit_log.record("telling.begun", f"part {involvement.pk}", by="person")


@with_disk_reserve
@transaction.atomic
def keep_from_family(involvement: Involvement) -> None:
    """The family no longer sees this person's answers."""
    AnswersVisible.objects.filter(involvement=involvement).delete()
    audit_log.record("telling.ended", f"part {involvement.pk}", by="person")


@with_disk_reserve
@transaction.atomic
def _refuse(involvement: Involvement, scope: str, event: Event, reply: Reply) -> Answer:
    return _keep(involvement, scope, event, reply)


@transaction.atomic
def _keep(involvement: Involvement, scope: str, event: Event, reply: Reply, page: Page | None = None) -> Answer:
    if page is not None and lock(involvement):
        row = Answer.objects.filter(involvement=involvement, scope=kept_scope(involvement.person.family, scope)).first()
        check_yes(page, row, reply.link)
    kept = apply(involvement, scope, event, by="person", reply=reply)
    if kept is None:
        raise NotAsked
    return kept
