"""Whom a page is for. Every page has one audience; a page without one is never answered."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from allauth.account.authentication import get_authentication_records
from django.http import Http404, HttpRequest, HttpResponse

from held import access
from held.access import SignedIn, Viewer
from held.accounts.models import Account
from held.uptime.moments import Moment, has_ended
from held.web.named_reader_cookie import reader_of
from held.web.sender_signed_out import sender_signed_out
from held.web.too_old import ask_for_key, signed_out_meanwhile

Page = Callable[..., HttpResponse]
P = ParamSpec("P")
SignedInPage = Callable[Concatenate[HttpRequest, SignedIn, P], HttpResponse]
Decorator = Callable[[Page], Page]
Answer = Callable[Concatenate[HttpRequest, P], HttpResponse]
KEY_SHOWN_FOR = timedelta(minutes=15)  # long enough to open a story without hurry, short for a tablet left unattended


class Audience(Enum):
    """Whom a page is for."""

    ANYONE = "anyone"  # no sign-in, no cookie
    READER = "reader"  # anyone; and people a family named, recognized by a cookie from their own link
    CONTRIBUTOR = "contributor"  # a person with a link that was made for them; no sign-in
    NEWCOMER = "newcomer"  # somebody who is signing in
    ACCOUNT = "account"  # anybody signed in
    FAMILY = "family"  # a member of some family; access decides which
    WRITER = "writer"  # the same; and the sender of a signed form, even if their sign-in has ended meanwhile
    GUARDIAN = "guardian"  # a friend who reads first what others send; a parent who chose to answer too
    HOST = "host"  # the person who runs this installation


# Pages that are not ours, each with its audience. None so far: we use allauth's forms and ceremonies, and mount none of
# its pages. A page that is in no table is never answered.
OF_OTHERS: dict[str, Audience] = {}


@dataclass(frozen=True)
class NoAudience(Exception):
    """A page that does not say whom it is for."""

    page: str


def viewer_of(request: HttpRequest) -> Viewer:
    """The viewer of this request, and whether they showed a key within the last quarter hour."""
    account = request.user
    if not isinstance(account, Account):
        return access.ANYONE
    records = get_authentication_records(request, account)
    shown = [_shown_at(record) for record in records if record.get("method") == "mfa"]
    return SignedIn(account, key_shown=any(not has_ended(at.after(KEY_SHOWN_FOR)) for at in shown))


def for_anyone(*, logged: bool) -> Decorator:
    """For anyone. The page is not given the viewer, so it cannot differ by viewer.

    `logged`, here and below: whether the request log has a line about a request to this page
    (`held/web/middleware/request_log.py`). It has none for a page about a photograph, or about somebody who is in one
    or was asked for some.
    """
    return lambda page: _mark(page, Audience.ANYONE, logged=logged)


def for_reader(*, logged: bool) -> Decorator:
    """For anyone, and for people a family named; the page is given only what their browser's cookies say."""

    def _decorate(page: Page) -> Page:
        @wraps(page)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            return page(request, reader_of(request), *args, **kwargs)

        return _mark(answer, Audience.READER, logged=logged)

    return _decorate


def for_contributor(*, logged: bool) -> Decorator:
    """For a person with a link that was made for them. The page is given only the secret in the link, and access
    decides by it."""
    return lambda page: _mark(page, Audience.CONTRIBUTOR, logged=logged)


def for_newcomer(*, logged: bool) -> Decorator:
    """For somebody who is signing in, signed in already or not; the page is given the viewer."""

    def _decorate(page: Page) -> Page:
        @wraps(page)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            return page(request, viewer_of(request), *args, **kwargs)

        return _mark(answer, Audience.NEWCOMER, logged=logged)

    return _decorate


def for_account(*, logged: bool) -> Callable[[SignedInPage[P]], Answer[P]]:
    """For anybody signed in; others are redirected to sign in. The page is given the viewer, as the next ones are."""
    return lambda page: _mark(_signed_in(page, lambda _viewer: True), Audience.ACCOUNT, logged=logged)


def for_family(*, logged: bool) -> Callable[[SignedInPage[P]], Answer[P]]:
    """For members of a family; for anyone else who is signed in the page does not exist."""
    return lambda page: _mark(_signed_in(page, access.writes), Audience.FAMILY, logged=logged)


def for_writer(
    *, save: Callable[Concatenate[HttpRequest, Viewer, P], HttpResponse], logged: bool
) -> Callable[[SignedInPage[P]], Answer[P]]:
    """GET: for members of a family. POST: `save` is given the viewer, signed in or not, and checks the form's
    signature itself, because words are accepted even after the sign-in has ended."""

    def _decorate(page: SignedInPage[P]) -> Answer[P]:
        looked_at = _signed_in(page, access.writes)

        @wraps(page)
        def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if request.method == "POST":
                return save(request, viewer_of(request), *args, **kwargs)
            return looked_at(request, *args, **kwargs)

        return _mark(answer, Audience.WRITER, logged=logged)

    return _decorate


def for_guardian(*, logged: bool) -> Callable[[SignedInPage[P]], Answer[P]]:
    """For people who answer for a family; for anyone else who is signed in the page does not exist."""
    return lambda page: _mark(_signed_in(page, access.answers), Audience.GUARDIAN, logged=logged)


def for_host(*, logged: bool) -> Callable[[SignedInPage[P]], Answer[P]]:
    """For the host; for anyone else who is signed in the page does not exist."""
    return lambda page: _mark(_signed_in(page, access.is_host), Audience.HOST, logged=logged)


def audience_of(page: object, name: str) -> Audience:
    """The audience of a page. Raises NoAudience."""
    found = getattr(page, "audience", None) or OF_OTHERS.get(name)
    if not isinstance(found, Audience):
        raise NoAudience(name)
    return found


def is_logged(page: object) -> bool:
    """Whether the request log has a line about a request to this page: only if its audience says so."""
    return getattr(page, "logged", False) is True


def _shown_at(record: dict[str, Any]) -> Moment:
    """When a key was shown. The previous version stored no uptime; its keys were shown before any uptime was
    counted."""
    return Moment(datetime.fromtimestamp(record["at"], UTC), record.get("uptime", 0))


def _signed_in(page: SignedInPage[P], may: Callable[[Viewer], bool]) -> Answer[P]:
    @wraps(page)
    def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        viewer = viewer_of(request)
        if not isinstance(viewer, SignedIn):
            return sender_signed_out(request) or signed_out_meanwhile(request)
        if not may(viewer):
            raise Http404
        try:
            return page(request, viewer, *args, **kwargs)
        except access.KeyNeeded as needed:
            return ask_for_key(request, needed.back)

    return answer


def _mark(page: Callable[P, HttpResponse], audience: Audience, *, logged: bool) -> Callable[P, HttpResponse]:
    @wraps(page)
    def answer(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        return page(*args, **kwargs)

    vars(answer).update(audience=audience, logged=logged)  # read by audience_of and is_logged
    return answer
