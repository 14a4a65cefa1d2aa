"""Ask one person about pictures, by a link that needs no account and never expires."""

import uuid
from collections.abc import Collection, Iterable

from django.db import transaction

from held.accounts.models import Account
from held.consent.looking import begin_looking
from held.consent.models import Answer, ConsentLink, EndedLink, Involvement, ParentAwaited, Reminder
from held.consent.one_link import Question, has_link, lock_person, put_on_links, questions_about
from held.consent.scopes import is_scope
from held.consent.states import Event
from held.consent.transitions import apply
from held.families.models import Member
from held.history import audit_log
from held.keyring.refusal_log import append_refusal
from held.lib.clock import now
from held.lib.idempotency.used_forms import secret_of, use, was_used
from held.lib.stored_strings import DERIVED_CONSENT_LINK, ENDED_LINK
from held.lib.tokens import token_hash
from held.place.disk_reserve import with_disk_reserve


class NothingAsked(Exception):
    """No scope was chosen, or one of them is not a scope."""


class AskedTwice(Exception):
    """They have already been asked once more; nobody is asked a third time."""


@transaction.atomic
def ask(
    involvement: Involvement,
    scopes: Collection[str],
    *,
    by: Account,
    once: str = "",
    also: Collection[Involvement] = (),
) -> str:
    """Ask for these scopes; returns the token of a new link by which they can also look. Earlier answers don't change.

    `also`: pictures of the same person, which are asked about by the same link. The same form arriving again (`once`)
    returns the same link. Raises NothingAsked, or FormUsedBefore if that link was ended.
    """
    questions = _put([involvement, *also], scopes)
    return _link(questions, by=by, once=once, looks=True)


@transaction.atomic
def ask_by_their_link(
    involvement: Involvement,
    scopes: Collection[str],
    *,
    by: Account,
    once: str = "",
    also: Collection[Involvement] = (),
) -> str:
    """`ask`, but if the person has a link that grows, the question is put there alone; then the token is empty.

    Raises NothingAsked, FormUsedBefore.
    """
    token = _token(involvement, by, once)
    lock_person(involvement.person)
    if _is_known(token) or not has_link(involvement.person):
        return ask(involvement, scopes, by=by, once=once, also=also)
    if not was_used(token):  # a page that is loaded again doesn't reopen what was closed since
        use(token)
        for question in _put([involvement, *also], scopes):
            begin_looking(question.involvement, by=by)
    return ""


@transaction.atomic
def ask_oneself(involvement: Involvement, scopes: Collection[str], *, by: Account) -> None:  # noqa: ARG001  # not stored
    """Ask for these scopes on a parent's own page, without a link. Raises NothingAsked.

    The audit log doesn't name the parent: somebody with the database but no keys could see whose answer it is.
    """
    if not scopes or not all(is_scope(scope) for scope in scopes):
        raise NothingAsked
    for scope in sorted(scopes):
        apply(involvement, scope, Event.ASK, by="family")
    audit_log.record("asking.oneself", f"part {involvement.pk}", by="person")


@transaction.atomic
def ask_once_more(involvement: Involvement, *, by: Account, once: str = "") -> str:
    """Ask a second time. Only people who haven't answered or said “not now” are asked again, not after a yes or no.

    The family is told the same in each case. Raises AskedTwice, FormUsedBefore.
    """
    lock_person(involvement.person)
    questions = questions_about([involvement])
    reminder = Reminder.objects.filter(involvement=involvement).first()
    if reminder is not None and not (once and _is_known(_token(involvement, by, once))):
        raise AskedTwice
    if reminder is None:
        Reminder.objects.create(involvement=involvement, by=by)
        for scope in sorted(scopes_of(involvement)):
            apply(involvement, scope, Event.REPEAT, by="family")
    return _link(questions, by=by, once=once, looks=True)


@transaction.atomic
def link_anew(involvement: Involvement, *, by: Account, once: str = "", looks: bool = False) -> str:
    """Make one more link to every question of a person who lost theirs; no new question is asked.

    `looks`: a parent allows them to look at this photograph by it, as by a first link. The same form arriving again
    (`once`) returns the same link. Raises FormUsedBefore.
    """
    lock_person(involvement.person)
    return _link(questions_about([involvement]), by=by, once=once, looks=looks)


def links_made(involvements: Iterable[Involvement], *, by: Account, once: str) -> list[str]:
    """The links to these questions that this form made and nobody has ended since."""
    return [token for involvement in involvements if _is_known(token := _token(involvement, by, once))]


@with_disk_reserve
@transaction.atomic
def end_link(consent_link: ConsentLink, *, by: object) -> None:
    """End this link, for every picture on it; the answers stay.

    The end is also logged beside the keys, so restoring an older copy doesn't bring the link back.
    """
    lock_person(consent_link.involvement.person)
    for row in ConsentLink.objects.filter(token_hash=consent_link.token_hash).order_by("pk"):
        append_refusal(thing_of_link(row.pk), 1)
        EndedLink.objects.get_or_create(consent_link=row.pk)
        audit_log.record("asking.ended", f"asking {row.pk}", by=by)
        row.delete()


def thing_of_link(consent_link: uuid.UUID) -> str:
    """The name of a link in the log beside the keys."""
    return ENDED_LINK.format(consent_link.hex)


def scopes_of(involvement: Involvement) -> list[str]:
    """The scopes for which this person was asked."""
    return list(Answer.objects.filter(involvement=involvement).values_list("scope", flat=True))


def _put(involvements: Collection[Involvement], scopes: Collection[str]) -> list[Question]:
    """Ask about each of these pictures, and put those that are new on every link that grows. Raises NothingAsked."""
    if not scopes or not all(is_scope(scope) for scope in scopes):
        raise NothingAsked
    lock_person(next(iter(involvements)).person)
    found = []
    for question in questions_about(involvements):
        for scope in sorted(scopes):
            apply(question.involvement, scope, Event.ASK, by="family")
        found.append(put_on_links(question))
    return found


def _link(questions: list[Question], *, by: Account, once: str, looks: bool) -> str:
    """A link with these pictures, and as a later link with every other about which this person was asked."""
    involvement = questions[0].involvement
    token = _token(involvement, by, once)
    if _is_known(token):
        return token
    use(token)
    by_parent, made_at = _is_parent(by, involvement), now()
    here = {question.involvement.pk for question in questions}
    others = Involvement.objects.filter(person=involvement.person_id, pk__in=Answer.objects.values("involvement"))
    before = [Question(one, later=True) for one in others.exclude(pk__in=here).order_by("at", "pk")]
    for question in [*questions, *before]:
        made = ConsentLink.objects.create(
            involvement=question.involvement,
            token_hash=token_hash(token),
            made_at=made_at,
            by=by,
            later=question.later or not by_parent,
            by_parent=by_parent,
            grows=True,
        )
        audit_log.record("asking.made", f"asking {made.pk}", by=by)
        _note_parent(question.involvement, by_parent=by_parent)
    if by_parent and looks:  # once for each form, so reloading a page doesn't reopen what was closed since
        for question in questions:
            begin_looking(question.involvement, by=by)
    return token


def _note_parent(involvement: Involvement, *, by_parent: bool) -> None:
    if by_parent:
        ParentAwaited.objects.filter(involvement=involvement).delete()
    else:
        ParentAwaited.objects.get_or_create(involvement=involvement)


def _is_parent(account: Account, involvement: Involvement) -> bool:
    """Whether the account is a parent of the family. Checked where the link is made, so no page can claim it."""
    return Member.objects.filter(
        family=involvement.picture.family_id, account=account, role=Member.Role.PARENT
    ).exists()


def _token(involvement: Involvement, by: Account, once: str) -> str:
    return secret_of(once, DERIVED_CONSENT_LINK, involvement.pk.hex, by.key)


def _is_known(token: str) -> bool:
    return ConsentLink.objects.filter(token_hash=token_hash(token)).exists()
