"""Why a form was refused: the one true reason among five, so that its page can say what helps."""

from enum import Enum

from django.conf import settings
from django.http import HttpRequest

from held.web.allowed_hosts import our_address
from held.web.reverse_proxy import LOCAL, host_name, log_daily, origin_of, parts_of

OF_THE_TOKEN = "CSRF "  # noqa: S105  # how Django's reasons begin once it knows where a form came from


class Reason(Enum):
    """Why a form was refused; the value names its page in `templates/errors`."""

    OLD = "403_csrf"  # the page was open for long, or somebody signed in or out meanwhile
    COOKIES = "403_cookies"  # sent from our page, without any of our cookies
    ADDRESS = "403_address"  # sent from a page at another address
    ORIGIN_HIDDEN = "403_origin_hidden"  # the browser did not say from which page
    FRONT = "403_front"  # sent from our page, and a web server in front removed or changed the header that says so


def reason_of(request: HttpRequest, told: str) -> Reason:
    """Why this form is refused, judged by its headers and Django's reason. A front at fault is logged once a day."""
    if told.startswith(OF_THE_TOKEN):
        cookies = {settings.CSRF_COOKIE_NAME, settings.SESSION_COOKIE_NAME}
        return Reason.OLD if cookies & request.COOKIES.keys() else Reason.COOKIES
    site = request.headers.get("Sec-Fetch-Site", "")
    sent_from = request.headers.get("Origin", "") or origin_of(request.headers.get("Referer", ""))
    if site == "same-origin" and _is_changed(request, sent_from):
        log_daily(request, origin_of(our_address()), "removes or changes Origin")
        return Reason.FRONT
    if sent_from in {"", "null"} and site in {"", "same-origin"}:
        return Reason.ORIGIN_HIDDEN
    return Reason.ADDRESS


def is_opened_locally(request: HttpRequest) -> bool:
    """Whether it was opened on this machine while our cookies are for https only: some browsers then keep none."""
    return bool(settings.CSRF_COOKIE_SECURE) and not request.is_secure()


def _is_changed(request: HttpRequest, sent_from: str) -> bool:
    """A browser that sends Sec-Fetch-Site sends Origin with every form. If no Origin arrives, or at our address that
    of the inner machine, it was removed or changed on the way."""
    is_inner = host_name(parts_of(sent_from).netloc) in LOCAL and origin_of(our_address()) == _asked_for(request)
    return not sent_from or is_inner


def _asked_for(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"
