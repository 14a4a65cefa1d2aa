"""Sets the visit again with every response, so that no browser brings back a page with a photograph."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from held.web.visit import set_visit, visit_cookie, visit_of


class VisitAnew:
    """A request with a visit gets the same cookie again with every response.

    Chromium 156 brings a page back on BACK although we sent no-store, unless a cookie was set with it or after it. The
    bytes of a picture come after their page: setting the cookie with them keeps Chromium from bringing that page back,
    even from another site and without scripts. Firefox 153 keeps no page sent with no-store. WebKit 2.50 keeps pages
    that came by plain http, no matter what cookies were set: there `ask-again.js` covers them, and without scripts the
    photograph is seen again. By https it keeps none. tests/browser/three_engines.py tests them all.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self._get_response(request)
        visit = visit_of(request)
        if visit and visit_cookie() not in answer.cookies:
            set_visit(answer, visit)
        return answer
