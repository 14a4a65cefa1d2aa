"""A page is shown before it asks for a key. What was typed or ticked on it comes back after a key was shown.

The choices are stored in the session row, encrypted with a key that is only in memory: they cannot be read from a copy
of the tables, and a restart forgets them. They come back within half an hour, to the account that made them, on the
same page, until its act was done.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from http import HTTPStatus
from secrets import token_bytes
from typing import Any
from urllib.parse import urlsplit

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict

from held.access import KeyNeeded, SignedIn
from held.pictures.ticket import since_start
from held.web.notices import marked
from held.web.photograph_request import is_same_origin
from held.web.too_old import way_to_key
from held.web.words_back import NOT_SENT_AGAIN, fits_on_a_page, page_of_form

Page = Callable[..., HttpResponse]

SHOW_KEY = "show-key"
"""The name of a form's button “Use your key”. It never does the form's act, even if a key was shown since."""

KEPT_FOR = 30 * 60  # seconds
MOST = 4  # pages of one session whose choices are kept; the oldest is forgotten first
LONGEST = 100_000  # characters of one page's choices, sealed, in the session row
_KEPT = "chosen"  # in the session: the path of the page -> its choices, sealed
_NONCE = 12  # bytes
_cipher = AESGCM(AESGCM.generate_key(bit_length=256))


def key_first(page: Page) -> Page:
    """For a page whose POST may raise KeyNeeded: what was sent is kept, and the page shows it again after a key."""

    @wraps(page)
    def answer(request: HttpRequest, viewer: SignedIn, *args: Any, **kwargs: Any) -> HttpResponse:
        asks = asks_for_key(request)
        try:
            done = page(request, replace(viewer, key_shown=False) if asks else viewer, *args, **kwargs)
        except KeyNeeded as needed:
            back = needed.back or page_of_form(request)
            path = urlsplit(back).path
            if request.method != "POST" or not is_same_origin(request) or not keep_choices(request, viewer, path):
                raise
            if viewer.key_shown:
                return HttpResponseRedirect(back, status=303)
            way = way_to_key(back)
            done_nothing = "not-done-kept" if has_choices(request) else "not-done"
            return HttpResponseRedirect(way if asks else marked(way, done_nothing), status=303)
        if request.method == "POST" and done.status_code == HTTPStatus.SEE_OTHER:
            forget_choices(request, request.path)
        return done

    return answer


def asks_for_key(request: HttpRequest) -> bool:
    """Whether “Use your key” was pressed. Then the form's act is not done, whatever it is."""
    return request.method == "POST" and SHOW_KEY in request.POST


def has_choices(request: HttpRequest) -> bool:
    """Whether something was sent that a page can show again."""
    return not request.POST.keys() <= {SHOW_KEY, *NOT_SENT_AGAIN}


def forget_choices(request: HttpRequest, path: str) -> None:
    """Forget what was chosen on this page: its act was done."""
    if path in request.session.get(_KEPT, {}):
        request.session[_KEPT] = _besides(request, path)


def chosen_before(request: HttpRequest, viewer: SignedIn) -> QueryDict | None:
    """What was sent from this page before a key was shown; None if there is nothing."""
    sealed = request.session.get(_KEPT, {}).get(request.path, "") if request.method == "GET" else ""
    return _open(sealed, _about(viewer, request.path)) if sealed else None


def initial_of(form: type[forms.Form], chosen: QueryDict | None) -> dict[str, Any]:
    """The same, as initial values of a form's fields."""
    if chosen is None:
        return {}
    return {name: one.widget.value_from_datadict(chosen, {}, name) for name, one in form.base_fields.items()}


def keep_choices(request: HttpRequest, viewer: SignedIn, path: str) -> bool:
    """Keep the choices for the next visit to this page; returns whether they are kept. A form that is larger than any
    of ours is not."""
    if not fits_on_a_page(request.POST):
        return False
    sent = [[name, values] for name, values in request.POST.lists() if name not in {SHOW_KEY, *NOT_SENT_AGAIN}]
    newest = dict(list(_besides(request, path).items())[-MOST + 1 :])
    sealed = _seal([since_start(), sent], _about(viewer, path))
    if len(sealed) > LONGEST:
        return False
    request.session[_KEPT] = newest | {path: sealed}
    return True


def _besides(request: HttpRequest, path: str) -> dict[str, str]:
    """What is kept of the other pages."""
    return {other: sealed for other, sealed in request.session.get(_KEPT, {}).items() if other != path}


def _seal(told: object, about: bytes) -> str:
    nonce = token_bytes(_NONCE)
    return b64encode(nonce + _cipher.encrypt(nonce, json.dumps(told).encode(), about)).decode()


def _open(sealed: str, about: bytes) -> QueryDict | None:
    told = b64decode(sealed)
    try:
        at, sent = json.loads(_cipher.decrypt(told[:_NONCE], told[_NONCE:], about))
    except InvalidTag:  # sealed before the last start
        return None
    if since_start() - at > KEPT_FOR:
        return None
    chosen = QueryDict(mutable=True)
    for name, values in sent:
        chosen.setlist(name, values)
    return chosen


def _about(viewer: SignedIn, path: str) -> bytes:
    return f"{viewer.account.pk if viewer.account else ''} {path}".encode()
