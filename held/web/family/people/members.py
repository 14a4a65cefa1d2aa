"""The members of the family: inviting somebody, and a new link for somebody who lost every key."""

import secrets

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from held import access
from held.access import SignedIn
from held.accounts.one_time_links import have_come_in
from held.actions.uninviting import uninvite
from held.families import inviting, recovery
from held.families.models import Family, Member, Recovery
from held.lib.idempotency.used_forms import FormUsedBefore
from held.web.audiences import for_family
from held.web.family.pages import redirect_with, show
from held.web.linkcard import link_card
from held.web.narrowing import only_narrows
from held.web.notices import said_in

TOO_LATE = "stopped-too-late"


@require_safe
@for_family(logged=True)
def people(request: HttpRequest, viewer: SignedIn) -> HttpResponse:
    """All members of the viewer's families, and who has come in."""
    families = [
        (
            family,
            access.members_to_see(viewer, family),
            access.decides(viewer, family),
            access.links_given(viewer, family),
            _awaited(viewer, family),
        )
        for family in access.families_of(viewer)
    ]
    came = have_come_in([member.account for _family, members, *_rest in families for member in members])
    me = viewer.account
    too_late = _used(viewer, request.GET.get("of", "")) if said_in(request) == TOO_LATE else None
    words = {"came": came | {me.pk}, "me": me, "once": _once(), "too_late": too_late}
    return show(request, viewer, "people", families=families, **words)


@require_http_methods(["GET", "HEAD", "POST"])
@for_family(logged=True)
def asking(request: HttpRequest, viewer: SignedIn, family_id: int, role: Member.Role) -> HttpResponse:
    """Invite somebody, as a parent or a friend: GET explains, POST shows the link, once. Raises Http404, KeyNeeded."""
    find = access.family_to_invite_into if request.method == "POST" else access.family_to_decide
    family = find(viewer, family_id)
    if request.method != "POST":
        return show(request, viewer, "asking", family=family, role=role, once=_once())
    try:
        link, token = inviting.invite(family, role, by=viewer.account, once=request.POST.get("once", ""))
    except FormUsedBefore:
        return redirect_with(reverse("family:people"), "link-used")
    return _hand_over(request, viewer, "invited", token, link=link, role=role)


@require_http_methods(["GET", "HEAD", "POST"])
@for_family(logged=True)
def asking_again(request: HttpRequest, viewer: SignedIn, member_id: int) -> HttpResponse:
    """A new first link for somebody who never came in; the old one opens nothing. Raises Http404, KeyNeeded."""
    find = access.member_to_invite_again if request.method == "POST" else access.member_of_family
    member = find(viewer, member_id)
    if have_come_in([member.account]):
        return redirect_with(reverse("family:people"), "already-here")
    if request.method != "POST":
        return show(request, viewer, "asking_again", member=member, once=_once())
    try:
        link, token = inviting.invite_again(member, by=viewer.account, once=request.POST.get("once", ""))
    except (FormUsedBefore, inviting.AlreadyHere):
        return redirect_with(reverse("family:people"), "already-here")
    return _hand_over(request, viewer, "invited", token, link=link, role=member.role)


@require_POST  # not only_narrows: it also removes unanswered questions, which cannot be put back
@for_family(logged=True)
def asking_ending(_request: HttpRequest, viewer: SignedIn, member_id: int) -> HttpResponse:
    """Take back an invitation that nobody has used. Raises Http404."""
    member = access.member_of_family(viewer, member_id)
    try:
        uninvite(member, by=viewer.account)
    except inviting.AlreadyHere:
        return redirect_with(reverse("family:people"), "already-here")
    return redirect_with(reverse("family:people"), "invitation-ended")


@require_http_methods(["GET", "HEAD", "POST"])
@for_family(logged=True)
def new_link(request: HttpRequest, viewer: SignedIn, member_id: int) -> HttpResponse:
    """For somebody who lost every key: GET says what a new link means, POST shows the link, once. Raises Http404."""
    member = access.member_of_family(viewer, member_id)
    if member.account_id == viewer.account.pk or not have_come_in([member.account]):
        raise Http404
    if request.method != "POST":
        return show(request, viewer, "new_link", member=member, once=_once())
    try:
        asked, token = recovery.ask_for_new_link(member, by=viewer.account, once=request.POST.get("once", ""))
    except FormUsedBefore:
        return redirect_with(reverse("family:people"), "link-used")
    return _hand_over(request, viewer, "new_link_made", token, link=asked.link, member=member)


@only_narrows
@require_POST
@for_family(logged=True)
def stopping(_request: HttpRequest, viewer: SignedIn, recovery_id: int) -> HttpResponse:
    """The requested link never opens anything; or it was used before this came. Raises Http404."""
    if _used(viewer, str(recovery_id)):
        return redirect_with(reverse("family:people"), TOO_LATE, of=recovery_id)
    recovery.stop(access.recovery_to_stop(viewer, recovery_id), by=viewer.account)
    return redirect_with(reverse("family:desk"), "stopped")


@require_POST
@for_family(logged=True)
def putting_away(_request: HttpRequest, viewer: SignedIn, recovery_id: int) -> HttpResponse:
    """The family has seen that a new link was used. Raises Http404."""
    recovery.put_away(access.recovery_to_put_away(viewer, recovery_id), by=viewer.account)
    return redirect_with(reverse("family:desk"), "seen")


def _used(viewer: SignedIn, recovery_id: str) -> Recovery | None:
    """A new link in the viewer's families that was used before somebody stopped it."""
    used = access.recoveries_to_see(viewer).filter(link__used_at__isnull=False)
    return next((one for one in used if str(one.pk) == recovery_id), None)


def _awaited(viewer: SignedIn, family: Family) -> list[tuple[str, str, int | None]]:
    """Who needs a link from a parent: the page on which it is made, their name, the number of the photograph."""
    found = [
        (involvement, access.leaf_of_picture(viewer, involvement.picture_id))
        for involvement in access.involvements_that_await_a_parent(viewer, family)
    ]
    return [
        (reverse("family:pictured", args=[leaf.pk]), access.called(involvement.person), leaf.number)
        for involvement, leaf in found
    ]


def _hand_over(request: HttpRequest, viewer: SignedIn, page: str, token: str, **words: object) -> HttpResponse:
    """The only page that shows the link."""
    return show(request, viewer, page, card=link_card("entrance:link", token), **words)


def _once() -> str:
    """An id for this form, so that a button pressed twice makes one link."""
    return secrets.token_hex(16)
