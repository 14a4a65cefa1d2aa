"""Whom a page is for. Every page carries one audience; a page without one is never answered."""

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
KEY_SHOWN_FOR = timedelta(minutes=15)  # long enough to open a story without hurry, short for a tablet left lying


class Audience(Enum):
    """Whom a page is for."""

    ANYONE = "anyone"  # no sign-in, no cookie
    READER = "reader"  # anyone; and people whom a family named, by what their own link left in their browser
    CONTRIBUTOR = "contributor"  # whoever holds a link that was made for them; no sign-in
    NEWCOMER = "newcomer"  # somebody at the entrance
    ACCOUNT = "account"  # anybody signed in
    FAMILY = "family"  # a member of some family; which one, access decides
    WRITER = "writer"  # the same; and whoever sends a signed sheet, also when their sign-in has ended meanwhile
    GUARDIAN = "guardian"  # a friend who reads first what others send; a parent who asked to answer as well
    HOST = "host"  # whoever runs the place


# Pages that are not ours, each with its audience. None so far: of allauth we use the forms and the ceremonies, and
# mount no page. What stands in no table is never answered.
OF_OTHERS: dict[str, Audience] = {}


@dataclass(frozen=True)
class NoAudience(Exception):
    """A page that does not say whom it is for."""

    page: str


def viewer_of(request: HttpRequest) -> Viewer:
    """Whoever asks, and whether they showed a key within the last quarter hour."""
    account = request.user
    if not isinstance(account, Account):
        return access.ANYONE
    records = get_authentication_records(request, account)
    shown = [_shown_at(record) for record in records if record.get("method") == "mfa"]
    return SignedIn(account, key_shown=any(not has_ended(at.after(KEY_SHOWN_FOR)) for at in shown))


def for_anyone(*, logged: bool) -> Decorator:
    """For anyone; the page is not told who asks, so that it cannot differ by it.

    `logged`, here and below: whether the log has a line about a request to this page
    (`held/web/middleware/request_log.py`). A page that is about a photograph, or about somebody who is in one or was
    asked for some, has none.
    """
    return lambda page: _mark(page, Audience.ANYONE, logged=logged)


def for_reader(*, logged: bool) -> Decorator:
    """For anyone, and for people whom a family named; the page is told what their browser keeps, and no more."""

    def _decorate(page: Page) -> Page:
        @wraps(page)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            return page(request, reader_of(request), *args, **kwargs)

        return _mark(answer, Audience.READER, logged=logged)

    return _decorate


def for_contributor(*, logged: bool) -> Decorator:
    """For whoever holds a link that was made for them: the secret in it is all that the page is told, and access
    decides by it."""
    return lambda page: _mark(page, Audience.CONTRIBUTOR, logged=logged)


def for_newcomer(*, logged: bool) -> Decorator:
    """For somebody at the entrance, signed in or not; the page is given the viewer."""

    def _decorate(page: Page) -> Page:
        @wraps(page)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            return page(request, viewer_of(request), *args, **kwargs)

        return _mark(answer, Audience.NEWCOMER, logged=logged)

    return _decorate


def for_account(*, logged: bool) -> Callable[[SignedInPage[P]], Answer[P]]:
    """For anybody signed in; others are led to the entrance. The page is given the viewer, as the next ones are."""
    return lambda page: _mark(_signed_in(page, lambda _viewer: True), Audience.ACCOUNT, logged=logged)


def for_family(*, logged: bool) -> Callable[[SignedInPage[P]], Answer[P]]:
    """For members of a family; for others signed in there is no such page."""
    return lambda page: _mark(_signed_in(page, access.writes), Audience.FAMILY, logged=logged)


def for_writer(
    *, save: Callable[Concatenate[HttpRequest, Viewer, P], HttpResponse], logged: bool
) -> Callable[[SignedInPage[P]], Answer[P]]:
    """To look at: for members of a family. To save on: `save` is given the viewer, signed in or not, and itself checks
    the signature of the sheet, because words are taken even when the sign-in has ended."""

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
    """For whoever answers for a family; for others signed in there is no such page."""
    return lambda page: _mark(_signed_in(page, access.answers), Audience.GUARDIAN, logged=logged)


def for_host(*, logged: bool) -> Callable[[SignedInPage[P]], Answer[P]]:
    """For whoever runs the place; for others signed in there is no such page."""
    return lambda page: _mark(_signed_in(page, access.is_host), Audience.HOST, logged=logged)


def audience_of(page: object, name: str) -> Audience:
    """Whom a page is for. Raises NoAudience."""
    found = getattr(page, "audience", None) or OF_OTHERS.get(name)
    if not isinstance(found, Audience):
        raise NoAudience(name)
    return found


def is_logged(page: object) -> bool:
    """Whether the log has a line about a request to this page: only if its audience says so."""
    return getattr(page, "logged", False) is True


def _shown_at(record: dict[str, Any]) -> Moment:
    """When a key was shown. The version before noted no uptime; it was shown before any was counted."""
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
