"""The page for `held check --address`, asked from outside: which headers a web server in front passes on."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from held.place import probing
from held.web import reverse_proxy
from held.web.allowed_hosts import our_address, put_our_address_in
from held.web.audiences import for_anyone
from held.web.same_origin import with_secret


@require_POST
@with_secret  # sent by the command, which has no page of ours
@for_anyone(logged=True)
def address_check(request: HttpRequest) -> HttpResponse:
    """A fixed word for each header about the address, for the sender of this minute's secret. Raises Http404."""
    if not probing.use(request.POST.get("secret", "")):
        raise Http404
    ours = reverse_proxy.origin_of(our_address())
    arrived = reverse_proxy.shapes(request, ours, made_up=request.POST.get("made_up", ""))
    put_our_address_in(request)  # the response then has every header that our responses have there
    cookies = "https alone" if settings.SESSION_COOKIE_SECURE else "any"
    address = "same" if request.POST.get("address") == ours else "another"
    return JsonResponse({"arrived": arrived, "cookies": cookies, "address": address})
