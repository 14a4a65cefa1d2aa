"""Asking one person about one picture, by a link that needs no account and never ends."""

import uuid
from collections.abc import Collection, Iterable

from django.db import transaction

from held.accounts.models import Account
from held.consent.looking import begin_looking
from held.consent.models import Answer, Asking, EndedLink, ParentAwaited, Part, Repeat
from held.consent.scopes import is_scope
from held.consent.states import Event
from held.consent.transitions import lock, step
from held.families.models import Member
from held.history.noting import note
from held.keyring.refusal_log import append_no
from held.lib.idempotency.used_forms import secret_of, use
from held.lib.stored_strings import DERIVED_CONSENT_LINK, ENDED_LINK
from held.lib.tokens import token_hash
from held.place.disk_reserve import with_disk_reserve


class NothingAsked(Exception):
    """No scope was chosen, or one that is none."""


class AskedTwice(Exception):
    """They were asked once more before. Nobody is asked a third time."""


@transaction.atomic
def ask(part: Part, scopes: Collection[str], *, by: Account, once: str = "") -> str:
    """Ask for these scopes; the secret of a link to hand over, by which they can look. What they answered before stands
    as it is.

    The same form arriving again (`once`) gives the same link. Raises NothingAsked, or FormUsedBefore when that link was
    ended.
    """
    if not scopes or not all(is_scope(scope) for scope in scopes):
        raise NothingAsked
    later = _asked_before(part)
    for scope in sorted(scopes):
        step(part, scope, Event.ASK, by="family")
    return _link(part, by=by, once=once, later=later, looks=True)


@transaction.atomic
def ask_oneself(part: Part, scopes: Collection[str], *, by: Account) -> None:  # noqa: ARG001  # kept in no row
    """A parent wants to answer for these scopes on a page of their own, and needs no link. Raises NothingAsked.

    History does not say by whom: it would say whose answer it is to whoever reads the database without a key.
    """
    if not scopes or not all(is_scope(scope) for scope in scopes):
        raise NothingAsked
    for scope in sorted(scopes):
        step(part, scope, Event.ASK, by="family")
    note("asking.oneself", f"part {part.pk}", by="person")


@transaction.atomic
def ask_once_more(part: Part, *, by: Account, once: str = "") -> str:
    """Whoever has not answered, or said not now, is asked a second time; whoever said yes or no is not. The family is
    told the same in each case. Raises AskedTwice, FormUsedBefore."""
    later = _asked_before(part)
    repeat = Repeat.objects.filter(part=part).first()
    if repeat is not None and not (once and _is_known(_token(part, by, once))):
        raise AskedTwice
    if repeat is None:
        Repeat.objects.create(part=part, by=by)
        for scope in sorted(part_scopes(part)):
            step(part, scope, Event.REPEAT, by="family")
    return _link(part, by=by, once=once, later=later, looks=True)


@transaction.atomic
def link_anew(part: Part, *, by: Account, once: str = "", looks: bool = False) -> str:
    """One more link to the same question, for whoever lost theirs. Nobody is asked anything more by it. `looks`: a
    parent wants them to look at the photograph by it, as by a first link.

    The same form arriving again (`once`) gives the same link. Raises FormUsedBefore.
    """
    return _link(part, by=by, once=once, later=_asked_before(part), looks=looks)


def links_made(parts: Iterable[Part], *, by: Account, once: str) -> list[str]:
    """The links that this very form made to these questions and that nobody has ended since."""
    return [token for part in parts if _is_known(token := _token(part, by, once))]


@with_disk_reserve
@transaction.atomic
def end_link(asking: Asking, *, by: object) -> None:
    """This link shall open nothing any more. What was answered stands.

    It lies beside the keys as well: no copy of before brings the link back.
    """
    append_no(thing_of_link(asking.pk), 1)
    EndedLink.objects.get_or_create(asking=asking.pk)
    note("asking.ended", f"asking {asking.pk}", by=by)
    Asking.objects.filter(pk=asking.pk).delete()


def thing_of_link(asking: uuid.UUID) -> str:
    """How a link is called beside the keys."""
    return ENDED_LINK.format(asking.hex)


def part_scopes(part: Part) -> list[str]:
    """The scopes for which they were asked."""
    return list(Answer.objects.filter(part=part).values_list("scope", flat=True))


def _asked_before(part: Part) -> bool:
    """Whether a link that is made now is a later one: whoever opens it may not be who was asked first."""
    lock(part)
    return (
        part.person.has_account
        or Answer.objects.filter(part=part).exists()
        or Asking.objects.filter(part=part).exists()
    )


def _link(part: Part, *, by: Account, once: str, later: bool, looks: bool) -> str:
    token = _token(part, by, once)
    if _is_known(token):
        return token
    use(token)
    by_parent = _is_parent(by, part)
    asking = Asking.objects.create(part=part, token_hash=token_hash(token), by=by, later=later, by_parent=by_parent)
    note("asking.made", f"asking {asking.pk}", by=by)
    if not by_parent:
        ParentAwaited.objects.get_or_create(part=part)
        return token
    ParentAwaited.objects.filter(part=part).delete()
    if looks:  # once for each form: a page that is loaded again opens nothing that was closed since
        begin_looking(part, by=by)
    return token


def _is_parent(account: Account, part: Part) -> bool:
    """Asked where the link is made, so that no page can say it of itself."""
    return Member.objects.filter(family=part.picture.family_id, account=account, role=Member.Role.PARENT).exists()


def _token(part: Part, by: Account, once: str) -> str:
    return secret_of(once, DERIVED_CONSENT_LINK, part.pk.hex, by.key)


def _is_known(token: str) -> bool:
    return Asking.objects.filter(token_hash=token_hash(token)).exists()
