"""Signing in by a one-time link. A GET never uses it up: a preview in a message must not."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods

from held import access
from held.access import SignedIn, Viewer
from held.accounts.models import Link
from held.accounts.one_time_links import (
    CannotBeUsed,
    came_in_by,
    find_link,
    find_link_to_come,
    have_come_in,
    used_a_moment_ago,
)
from held.families.arriving import arrive
from held.stories import writing
from held.web.audiences import for_newcomer
from held.web.entrance import sign_in_limits
from held.web.entrance.signing_in import sign_in
from held.web.entrance.ways import with_next
from held.web.same_origin import same_origin


@csrf_protect
def _by_token(request: HttpRequest, viewer: Viewer, token: str) -> HttpResponse:
    try:
        if request.method != "POST":
            return _before(request, viewer, _usable(request, token))
        used = arrive(token, browser=_browser(request))
    except CannotBeUsed:
        return _closed(request, viewer, token)
    sign_in(request, used.account)
    return HttpResponseRedirect(_way_after(used), status=303)


@require_http_methods(["GET", "HEAD", "POST"])
@for_newcomer(logged=True)
@same_origin(otherwise=_by_token)  # the token is not valid any more if this link was used in another tab
def link(request: HttpRequest, viewer: Viewer, token: str) -> HttpResponse:
    """GET says what will happen and shows one button; POST uses the link up and signs in. Somebody who already came
    in by this link, in another tab of the same browser, goes on from there."""
    used = _is_in_by(token, viewer) if request.method == "POST" else None
    return HttpResponseRedirect(_way_after(used), status=303) if used else _by_token(request, viewer, token)


def _is_in_by(token: str, viewer: Viewer) -> Link | None:
    try:
        return came_in_by(token, viewer.account) if viewer.account else None
    except CannotBeUsed:
        return None


def _usable(request: HttpRequest, token: str) -> Link:
    try:
        return find_link(token)
    except CannotBeUsed:
        return used_a_moment_ago(token, browser=_browser(request))


def _before(request: HttpRequest, viewer: Viewer, found: Link) -> HttpResponse:
    context = {
        "lost_keys": found.purpose == Link.Purpose.RECOVERY and found.used_at is None,
        "first": found.purpose == Link.Purpose.FIRST,
        "again": bool(have_come_in([found.account])),
        "already": viewer.account == found.account,
        "another": viewer.account is not None and viewer.account != found.account,
        "ends_at": found.closes_at(),
    }
    return render(request, "entrance/link.html", context)


def _closed(request: HttpRequest, viewer: Viewer, token: str) -> HttpResponse:
    """One page for every link that opens nothing. Only somebody with the whole secret of a future link is told when
    it opens, and for them it does not count as a wrong one."""
    try:
        opens_at = find_link_to_come(token).opens_at()
    except CannotBeUsed:
        opens_at = None
    try:
        if request.method == "POST" and opens_at is None:
            sign_in_limits.count_wrong_link(request)
    except sign_in_limits.TooMany:
        return render(request, "entrance/link_wait.html", status=429)
    context = {"opens_at": opens_at, "is_in": viewer.account is not None, "is_in_by_it": _is_in_by(token, viewer)}
    return render(request, "entrance/link_closed.html", context, status=404)


def _way_after(used: Link) -> str:
    if used.purpose == Link.Purpose.FIRST:
        return reverse("host:evening")
    viewer, on = SignedIn(used.account), "entrance:arrived"
    if used.purpose == Link.Purpose.INVITATION:
        if access.writes(viewer):
            return _to_write(viewer)
        on = "guardian:name" if access.answers(viewer) else on
    return with_next("entrance:offer", reverse(on))


def _to_write(viewer: SignedIn) -> str:
    """Where somebody invited to write goes first: to an empty page of their own, or to what their family wrote."""
    if access.is_anything_written(viewer):
        return reverse("family:desk")
    return reverse("family:leaf", args=[writing.start(access.families_of(viewer)[0], by=viewer.account).pk])


def _browser(request: HttpRequest) -> str:
    """A secret that only this browser has before anybody is signed in: that of its forms."""
    return request.COOKIES.get(settings.CSRF_COOKIE_NAME, "")
