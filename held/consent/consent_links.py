"""Ask one person about one picture, by a link that needs no account and never expires."""

import uuid
from collections.abc import Collection, Iterable

from django.db import transaction

from held.accounts.models import Account
from held.consent.looking import begin_looking
from held.consent.models import Answer, ConsentLink, EndedLink, Involvement, ParentAwaited, Reminder
from held.consent.scopes import is_scope
from held.consent.states import Event
from held.consent.transitions import apply, lock
from held.families.models import Member
from held.history import audit_log
from held.keyring.refusal_log import append_refusal
from held.lib.idempotency.used_forms import secret_of, use
from held.lib.stored_strings import DERIVED_CONSENT_LINK, ENDED_LINK
from held.lib.tokens import token_hash
from held.place.disk_reserve import with_disk_reserve


class NothingAsked(Exception):
    """No scope was chosen, or one of them is not a scope."""


class AskedTwice(Exception):
    """They have already been asked once more; nobody is asked a third time."""


@transaction.atomic
def ask(involvement: Involvement, scopes: Collection[str], *, by: Account, once: str = "") -> str:
    """Ask for these scopes; returns the token of a link by which they can also look. Earlier answers don't change.

    The same form arriving again (`once`) returns the same link. Raises NothingAsked, or FormUsedBefore if that link was
    ended.
    """
    if not scopes or not all(is_scope(scope) for scope in scopes):
        raise NothingAsked
    later = _asked_before(involvement)
    for scope in sorted(scopes):
        apply(involvement, scope, Event.ASK, by="family")
    return _link(involvement, by=by, once=once, later=later, looks=True)


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
    later = _asked_before(involvement)
    reminder = Reminder.objects.filter(involvement=involvement).first()
    if reminder is not None and not (once and _is_known(_token(involvement, by, once))):
        raise AskedTwice
    if reminder is None:
        Reminder.objects.create(involvement=involvement, by=by)
        for scope in sorted(scopes_of(involvement)):
            apply(involvement, scope, Event.REPEAT, by="family")
    return _link(involvement, by=by, once=once, later=later, looks=True)


@transaction.atomic
def link_anew(involvement: Involvement, *, by: Account, once: str = "", looks: bool = False) -> str:
    """Make one more link to the same question, for a person who lost theirs; no new question is asked.

    `looks`: a parent allows them to look at the photograph by it, as by a first link. The same form arriving again
    (`once`) returns the same link. Raises FormUsedBefore.
    """
    return _link(involvement, by=by, once=once, later=_asked_before(involvement), looks=looks)


def links_made(involvements: Iterable[Involvement], *, by: Account, once: str) -> list[str]:
    """The links to these questions that this form made and nobody has ended since."""
    return [token for involvement in involvements if _is_known(token := _token(involvement, by, once))]


@with_disk_reserve
@transaction.atomic
def end_link(consent_link: ConsentLink, *, by: object) -> None:
    """End this link; the answers stay.

    The end is also logged beside the keys, so restoring an older copy doesn't bring the link back.
    """
    append_refusal(thing_of_link(consent_link.pk), 1)
    EndedLink.objects.get_or_create(consent_link=consent_link.pk)
    audit_log.record("asking.ended", f"asking {consent_link.pk}", by=by)
    ConsentLink.objects.filter(pk=consent_link.pk).delete()


def thing_of_link(consent_link: uuid.UUID) -> str:
    """The name of a link in the log beside the keys."""
    return ENDED_LINK.format(consent_link.hex)


def scopes_of(involvement: Involvement) -> list[str]:
    """The scopes for which this person was asked."""
    return list(Answer.objects.filter(involvement=involvement).values_list("scope", flat=True))


def _asked_before(involvement: Involvement) -> bool:
    """Whether a link made now is a later one; another person than the one first asked may open it."""
    lock(involvement)
    return (
        involvement.person.has_account
        or Answer.objects.filter(involvement=involvement).exists()
        or ConsentLink.objects.filter(involvement=involvement).exists()
    )


def _link(involvement: Involvement, *, by: Account, once: str, later: bool, looks: bool) -> str:
    token = _token(involvement, by, once)
    if _is_known(token):
        return token
    use(token)
    by_parent = _is_parent(by, involvement)
    consent_link = ConsentLink.objects.create(
        involvement=involvement, token_hash=token_hash(token), by=by, later=later, by_parent=by_parent
    )
    audit_log.record("asking.made", f"asking {consent_link.pk}", by=by)
    if not by_parent:
        ParentAwaited.objects.get_or_create(involvement=involvement)
        return token
    ParentAwaited.objects.filter(involvement=involvement).delete()
    if looks:  # once for each form, so reloading a page doesn't reopen what was closed since
        begin_looking(involvement, by=by)
    return token


def _is_parent(account: Account, involvement: Involvement) -> bool:
    """Whether the account is a parent of the family. Checked where the link is made, so no page can claim it."""
    return Member.objects.filter(
        family=involvement.picture.family_id, account=account, role=Member.Role.PARENT
    ).exists()


def _token(involvement: Involvement, by: Account, once: str) -> str:
    return secret_of(once, DERIVED_CONSENT_LINK, involvement.pk.hex, by.key)


def _is_known(token: str) -> bool:
    return ConsentLink.objects.filter(token_hash=token_hash(token)).exists()
