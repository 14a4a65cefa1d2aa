"""Whatever goes wrong while words are being saved, they come back to their writer."""

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import get_template
from django.utils.translation import gettext_lazy as _

from held.web.family.writing.forms import CHOSEN, is_field, name_of_field
from held.web.middleware.request_log import tell_fault
from held.web.photograph_request import is_same_origin
from held.web.refusals import wants_json
from held.web.words_back import TYPED

NOT_WORDS = {"base", "hand", "turn", "draft", "settled", "stop", "see", "csrfmiddlewaretoken"}
TOO_LONG = _(
    "This is too long to send at once. Nothing was saved or changed. Your words are still on the page you came "
    "from: please go back, and save them in two parts."
)
CANNOT_KEEP = _("We can’t save anything just now. It’s our fault, not yours. Your words are on this page.")
NOT_TAKEN = _("These words couldn’t be saved from this page. They’re below, just as you wrote them.")
NOT_SHOWN = _(
    "This couldn’t be saved, and nothing was changed. Your words are still on the previous page: please go back "
    "and copy them to a safe place."
)
MOST = 1_000_000  # characters that come back on a page: a long book. HTML writes some characters in six bytes
IN_PLACE = {  # said to the script, while the page with the words is still open
    "too_long": _(
        "This is too long to send whole. Your words are still on this page. Please move half of them: on the "
        "story’s page, press “Write something more”."
    ),
    "not_taken": _(
        "This page can’t save any more. Your words are still here. Please copy them to a safe place, then press "
        "“Save” to see what helps."
    ),
}


class NotTaken(Exception):
    """The form that sent the words is not valid for them any more."""


def words_come_back(page: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer a save that failed, for whatever cause, with the words that were sent."""
    return words_come_back_to(None)(page)


def words_come_back_to(
    save_at: Callable[..., str] | None,
) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """The same, for a page with more on it than words. `save_at`: given the arguments of the page, the address at which
    its words alone are saved; None: the page's own."""

    def _decorate(page: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(page)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method != "POST":
                return page(request, *args, **kwargs)
            address = save_at(*args, **kwargs) if save_at else request.path
            try:
                return page(request, *args, **kwargs)
            except Http404:
                raise
            except RequestDataTooBig:
                return _tell(request, "too_long", TOO_LONG, 413)
            except NotTaken:
                return _give_back(request, "not_taken", NOT_TAKEN, 409, address)
            except Exception as fault:  # noqa: BLE001  # whatever it is, it must not cost anybody their words
                tell_fault("in a save", fault)
                return _give_back(request, "cannot_keep", CANNOT_KEEP, 503, address)

        return answer

    return _decorate


def _give_back(request: HttpRequest, page: str, message: object, status: int, address: str) -> HttpResponse:
    """The words on a page of ours, if a page of ours sent them: another site cannot put its words there."""
    if not is_same_origin(request) or sum(map(len, request.POST.values())) > MOST:
        return _tell(request, "not_shown", NOT_SHOWN, status, address=address)
    to_copy_by_hand = status == 409
    words = [
        (name, name_of_field(name) if is_field(name) else TYPED.get(name, name), written)
        for name, written in _written(request, address)
        if not (to_copy_by_hand and name in CHOSEN)
    ]
    form = {name: request.POST.get(name, "") for name in ("base", "hand", "turn", "draft")}
    return _tell(request, page, message, status, words=words, form=form, address=address)


def _tell(request: HttpRequest, page: str, message: object, status: int, **more: object) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"said": str(IN_PLACE.get(page, message))}, status=status)
    # Rendering without the request makes no database query: it may be the database that failed.
    return HttpResponse(get_template(f"family/{page}.html").render({"sentence": message, **more}), status=status)


def _written(request: HttpRequest, address: str) -> Iterator[tuple[str, str]]:
    for name, value in request.POST.items():
        is_written = address == request.path or is_field(name) or name in TYPED
        if is_written and name not in NOT_WORDS and str(value).strip():
            yield name, str(value).replace("\r\n", "\n")
