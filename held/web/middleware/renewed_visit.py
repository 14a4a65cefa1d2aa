"""Sets the visit again with every answer, so that no browser brings back a page with a photograph."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from held.web.visit import set_visit, visit_cookie, visit_of


class VisitAnew:
    """Whoever carries a visit is given the same bytes anew with every answer.

    Chromium 156 brings a page back on BACK though we said no-store, but for one during or after which a cookie was set.
    The bytes of a picture come after the page they stand on: setting the cookie with them keeps that page from coming
    back in Chromium, also from another site and without scripts. Firefox 153 keeps no page that said no-store.
    WebKit 2.50 keeps those that came by plain http, whatever cookies were set: there `ask-again.js` covers them, and
    without scripts the photograph is seen again. By https it keeps none. tests/browser/three_engines.py walks them all.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self._get_response(request)
        visit = visit_of(request)
        if visit and visit_cookie() not in answer.cookies:
            set_visit(answer, visit)
        return answer
