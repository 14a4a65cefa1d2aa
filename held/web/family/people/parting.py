"""Leaving a family, and ending the membership of a friend who helped it."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from held import access
from held.access import SignedIn
from held.accounts.sign_in_keys import has_key
from held.actions.friends import leave_family, let_friend_go
from held.families.parting import LastParent
from held.web.audiences import for_account, for_family
from held.web.family.pages import redirect_with, show
from held.web.narrowing import only_narrows


@require_http_methods(["GET", "HEAD", "POST"])
@for_account(logged=True)
def leaving(request: HttpRequest, viewer: SignedIn, own_id: int) -> HttpResponse:
    """GET says what one no longer sees, and that leaving erases nothing; POST leaves. Raises Http404, KeyNeeded."""
    member = (access.membership_to_leave if request.method == "POST" else access.own_membership)(viewer, own_id)
    last = False
    if request.method == "POST":
        try:
            leave_family(member, by=viewer.account)
            return redirect_with(reverse("entrance:arrived"))
        except LastParent:
            last = True
    free = {} if has_key(viewer.account) else {"show_key": ""}  # somebody without a key is not asked for one
    answer = show(request, viewer, "leaving", member=member, last=last, **free)
    answer.status_code = 409 if last else 200
    return answer


@only_narrows
@require_http_methods(["GET", "HEAD", "POST"])
@for_family(logged=True)
def letting_go(request: HttpRequest, viewer: SignedIn, friend_id: int) -> HttpResponse:
    """GET explains; POST ends a friend's membership. Raises Http404."""
    member = access.member_to_let_go(viewer, friend_id)
    if request.method != "POST":
        return show(request, viewer, "letting_go", member=member)
    let_friend_go(member, by=viewer.account)
    return redirect_with(reverse("family:people"), "let-go")
