"""Photographs that arrive after the sign-in has ended: none is accepted, and the sender is told what to do."""

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from held.web.notices import LINK_GOOD_FOR, marked
from held.web.photograph_request import is_same_origin
from held.web.refusals import wants_json


def sender_signed_out(request: HttpRequest) -> HttpResponse | None:
    """The answer (401) to photographs that a page of ours sent; None for every other request. A script gets the
    sign-in address: it keeps the photographs, and sends them by itself afterwards."""
    page = request.resolver_match.func if request.resolver_match else None
    if request.method != "POST" or not getattr(page, "receives", False) or not is_same_origin(request):
        return None
    sign_in = redirect_to_login(request.path).url
    if wants_json(request):
        said = _("You’re signed out, so this hasn’t arrived yet. Please sign in, then send it again.")
        return JsonResponse(
            {"said": said, "files": [], "sign_in": marked(sign_in, "sends", seconds=LINK_GOOD_FOR)}, status=401
        )
    return render(request, "errors/sender_signed_out.html", {"sign_in": sign_in}, status=401)
