"""Links that the host makes and hands over: each is shown once, in the response to its form."""

import secrets

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from held import access
from held.access import SignedIn
from held.accounts.one_time_links import form_was_used, have_come_in
from held.families import inviting, recovery
from held.lib.idempotency.used_forms import FormUsedBefore
from held.web.audiences import for_host
from held.web.host.forms import LabelForm
from held.web.linkcard import link_card
from held.web.narrowing import only_narrows
from held.web.notices import saying


@require_http_methods(["GET", "HEAD", "POST"])
@for_host(logged=True)
def new_family(request: HttpRequest, viewer: SignedIn) -> HttpResponse:
    """Make a family, then its one link. The form has an address of its own, so that somebody who returns to it by
    BACK is told that this family has been made, and does not make it twice."""
    form, once = LabelForm(request.POST or None), request.POST.get("once") or request.GET.get("form", "")
    if not once:
        return redirect(f"{reverse('host:new_family')}?form={_once(request)}")
    if request.method != "POST" or not form.is_valid():
        page = "family_already" if form_was_used(once, by=viewer.account) else "new_family"
        return render(request, f"host/{page}.html", {"form": form, "once": once})
    label = form.cleaned_data["label"]
    try:
        family, link, token = inviting.begin_family(label=label, by=viewer.account, once=once)
    except FormUsedBefore:
        return _to_desk("used")
    return _hand_over(request, "family_made", token, family=family, link=link)


@require_http_methods(["GET", "HEAD", "POST"])
@for_host(logged=True)
def first_link(request: HttpRequest, viewer: SignedIn, member_id: int) -> HttpResponse:
    """Make the first link again for somebody of a family that nobody has joined yet. Raises Http404."""
    member = get_object_or_404(access.members_to_host(viewer), pk=member_id)
    if not access.members_to_invite(viewer).filter(pk=member.pk).exists():
        return _to_desk("here")
    if request.method != "POST":
        return render(request, "host/first_link.html", {"member": member, "once": _once(request)})
    try:
        link, token = inviting.invite_again(member, by=viewer.account, once=_once(request))
    except (FormUsedBefore, inviting.AlreadyHere):
        return _to_desk("used")
    return _hand_over(request, "first_link_made", token, member=member, link=link)


@require_http_methods(["GET", "HEAD", "POST"])
@for_host(logged=True)
def new_link(request: HttpRequest, viewer: SignedIn, member_id: int) -> HttpResponse:
    """Somebody lost every key: ask for a link that opens after a day. Raises Http404."""
    member = access.member_to_help(viewer, member_id)
    if member.account == viewer.account or not have_come_in([member.account]):
        return _to_desk("never-here")
    if request.method != "POST":
        asked = access.recoveries_asked_by(viewer).filter(member=member).exists()
        return render(request, "host/new_link.html", {"member": member, "once": _once(request), "asked": asked})
    try:
        made, token = recovery.ask_for_new_link(member, by=viewer.account, once=_once(request))
    except FormUsedBefore:
        return _to_desk("used")
    return _hand_over(request, "new_link_made", token, member=member, link=made.link)


@only_narrows
@require_POST
@for_host(logged=True)
def stop_recovery(_request: HttpRequest, viewer: SignedIn, recovery_id: int) -> HttpResponse:
    """The link that the host asked for never opens anything; or it was used before this came. Raises Http404."""
    if access.recoveries_asked_and_used(viewer).filter(pk=recovery_id).exists():
        return _to_desk("too-late", of=recovery_id)
    recovery.stop(access.recovery_to_stop(viewer, recovery_id), by=viewer.account)
    return _to_desk("stopped")


def _hand_over(request: HttpRequest, page: str, token: str, **words: object) -> HttpResponse:
    return render(request, f"host/{page}.html", {"card": link_card("entrance:link", token), **words})


def _once(request: HttpRequest) -> str:
    """An id for this form: pressed twice, or reloaded, it makes one thing, and shows it again."""
    return request.POST.get("once") or secrets.token_urlsafe(16)


def _to_desk(said: str, *, of: int | None = None) -> HttpResponse:
    desk = reverse("host:desk")
    return HttpResponseRedirect(saying(f"{desk}?of={of}" if of else desk, said), status=303)
