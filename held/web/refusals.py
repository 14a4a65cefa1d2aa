"""Pages for requests that cannot be answered, in words that blame nobody."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from held.web.allowed_hosts import our_address
from held.web.photograph_request import page_before
from held.web.reasons import Reason, is_opened_locally, reason_of
from held.web.too_old import press_once_more
from held.web.words_back import CHOSEN, FORM, TYPED, words_sent

COME_AGAIN = 5  # seconds
SAID_TO_SCRIPT = {
    Reason.OLD: gettext_lazy(
        "We couldn’t accept this. Somebody may have signed in or out since. Please open the page again."
    ),
    Reason.COOKIES: gettext_lazy(
        "We couldn’t accept this. Please allow cookies, or open this page in your usual browser."
    ),
    Reason.ADDRESS: gettext_lazy(
        "You opened this place at another address, so we didn’t accept this. Please open {our_address} and try there."
    ),
    Reason.ORIGIN_HIDDEN: gettext_lazy(
        "We couldn’t accept this. A privacy setting in your browser is in the way. Please try another browser."
    ),
    Reason.FRONT: gettext_lazy(
        "We couldn’t accept this. It’s our mistake: something is set up wrongly. Please tell the person who runs "
        "this place."
    ),
}
"""The same reasons in words for a script, which reads no pages. Its page keeps what was written or chosen."""

AT_A_LINK = gettext_lazy(
    "You opened this place at another address, so we didn’t accept this. Please open your link at {our_address}."
)
"""The words for Reason.ADDRESS, for somebody with a link of their own."""


def not_here(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001  # Django's form
    """For everything one may not see, and everything that does not exist: the same bytes."""
    return HttpResponse(get_template("errors/404.html").render(), status=404)


def our_fault(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  # Django's form
    """Something went wrong on our side; what was written is safe."""
    return HttpResponse(get_template("errors/500.html").render(), status=500)


def form_refused(request: HttpRequest, reason: object = "", exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001  # Django's form
    """A form that cannot be accepted: nothing has changed. Its page says the true reason; too old is one of five."""
    why = reason_of(request, reason) if isinstance(reason, str) else Reason.OLD
    if wants_json(request):
        by_link = request.resolver_match is not None and request.resolver_match.namespace == "contributor"
        words = AT_A_LINK if by_link and why is Reason.ADDRESS else SAID_TO_SCRIPT[why]
        said = str(words).format(our_address=our_address())
        return JsonResponse({"said": said}, status=403)
    if why is Reason.OLD and (answer := press_once_more(request, str(reason))):
        return answer
    told = {
        "our_address": our_address(),
        "is_opened_locally": is_opened_locally(request),
        "sent": words_sent(request),
        "had_words": _had_words(request),
        "link": request.path if _is_at_a_link(request) else "",
        "back": page_before(request),
    }
    return render(request, f"errors/{why.value}.html", told, status=403)


def not_heard(request: HttpRequest, page: HttpResponse) -> HttpResponse:
    """The answer to a form that `is_same_origin` refused, on a route whose `page` has a button to press again.

    A browser that sends Sec-Fetch-Site is accepted when that button is pressed. One that does not would be refused
    again, and send somebody in a circle: it is told why.
    """
    return page if "Sec-Fetch-Site" in request.headers else form_refused(request)


def too_many_sending(request: HttpRequest) -> HttpResponse:
    """No slot is free to read a form: nothing was read, and we close the connection."""
    if wants_json(request):
        said = _("Too many people are sending just now. Your words are still on your page.")
        answer: HttpResponse = JsonResponse({"said": said}, status=503)
    else:
        answer = HttpResponse(get_template("errors/503.html").render(), status=503)
    answer["Connection"], answer["Retry-After"] = "close", str(COME_AGAIN)
    return answer


def came_too_slowly(request: HttpRequest) -> HttpResponse:
    """A form did not come whole before its deadline (408, RFC 9110 15.5.9): none of it was kept."""
    if wants_json(request):
        said = _("This didn’t reach us in time, and nothing was changed. Your words are still on your page.")
        answer: HttpResponse = JsonResponse({"said": said}, status=408)
    else:
        answer = HttpResponse(get_template("errors/408.html").render(), status=408)
    answer["Connection"] = "close"
    return answer


def wants_json(request: HttpRequest) -> bool:
    """Whether a script sent the request; a script reads no pages."""
    return "application/json" in request.headers.get("Accept", "")


def _had_words(request: HttpRequest) -> bool:
    """Whether somebody wrote in this form, no matter where it came from."""
    if request.content_type != FORM:
        return False
    values = [value for name in TYPED for value in request.POST.getlist(name)]
    return any(value.strip() and value not in CHOSEN for value in values)


def _is_at_a_link(request: HttpRequest) -> bool:
    """Whether this is the button of a link that lets somebody in: the same address shows that button again."""
    return request.resolver_match is not None and request.resolver_match.view_name == "entrance:link"
