"""How forms are read: a few at once, each kind of sender from slots of its own, so that none of them waits for another.

Of the server's 64 threads all slots together hold fewer, so that pages always find one
(`tests/web/middleware/test_request_bodies.py`).
"""

from collections.abc import Callable

from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.http.request import RawPostDataException, UnreadablePostError

from held import access
from held.web.audiences import Audience
from held.web.body import body_of
from held.web.network import network_key
from held.web.refusals import came_too_slowly, too_many_sending
from held.web.slots import Slots
from held.web.too_old import PHOTOGRAPHS

Page = Callable[..., HttpResponse]

MOST = 1024 * 1024  # bytes
STEP = 65536  # bytes
DRAINED = 2**31  # bytes of photographs that are not taken, so that our answer arrives
UNAUTHORIZED = 401
MAX_WAIT = 2.0  # seconds that a form waits for a slot, before we ask for it again
SLOT = "held.slot"  # where a request keeps its slot until it is answered

DRAINING = Slots(6, each=4)  # by network
FAMILIES = Slots(8, waiting=2, each=5)  # people who are signed in, by account
# People who were asked about a photograph. No relative, no family and no network takes all of them from the others.
ANSWERS = Slots(6, waiting=2, each={"person": 2, "family": 4, "network": 4})
ENTRANCE = Slots(4, waiting=1, each=2)  # by network, as the next two
STRANGERS = Slots(4, waiting=1, each=2)
SIGNED_OUT = Slots(2, each=1)  # on pages for people who are signed in: words can be saved after a sign-in has ended
FOR_STRANGERS = {Audience.ANYONE, Audience.READER, Audience.CONTRIBUTOR}


def receives(page: Page) -> Page:
    """For the page that reads what it is sent by itself, from slots of its own."""
    page.receives = True  # type: ignore[attr-defined]  # read by LimitConcurrentForms
    return page


def drain(request: HttpRequest, most: int = MOST) -> bool:
    """Read to its end what was sent and throw it away; at most so many bytes. False: something may be left unread."""
    with DRAINING.one(network_key(request)) as free:
        return free and _is_read(request, most)


class DrainBody:
    """Reads to its end what was sent before answering: a connection left with unread words on it breaks, and the
    next thing sent on it, which may be a save, would be lost on the way. Where we cannot, we say that we hang up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self._get_response(request)
        hangs_up = answer.get("Connection") == "close"
        if not hangs_up and _sent_something(request) and not drain(request, _most_to_drain(request, answer)):
            answer["Connection"] = "close"
        return answer


def _most_to_drain(request: HttpRequest, answer: HttpResponse) -> int:
    """Photographs of somebody who has to sign in first are read to their end, until the form's deadline: a browser that
    is still sending shows none of our answer."""
    return DRAINED if answer.status_code == UNAUTHORIZED and request.content_type == PHOTOGRAPHS else MOST


class LimitConcurrentForms:
    """Reads what a form sends before its page is called, within the deadline of `RequestBody`, a few at once.

    One that is too long is not read here: its page says so. Django may read it on the way; it keeps its slot so long.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            return self._get_response(request)
        finally:
            _give_back(request)

    def process_view(
        self, request: HttpRequest, page: Page, _args: object, given: dict[str, str]
    ) -> HttpResponse | None:
        """Called by Django before each page, and before the token of a form is looked for. Raises Http404."""
        if request.method != "POST" or not _sent_something(request) or getattr(page, "receives", False):
            return None
        slots, keys = _slots_for(request, page, given)
        if not slots.take(*keys, wait=MAX_WAIT):
            return too_many_sending(request)
        request.META[SLOT] = (slots, keys)
        return _read_form(request)


def _slots_for(request: HttpRequest, page: Page, given: dict[str, str]) -> tuple[Slots, tuple[str, ...]]:
    """From which slots it is read, and whose share of them it takes. A link to answer by has to be a good one before
    anything is read: whoever has none cannot take a slot from those who have. Raises Http404."""
    try:
        if "asked_token" in given:
            person = access.asking_behind(given["asked_token"]).part.person
            of_them = (f"person {person.pk}", f"family {person.family_id}")
            return ANSWERS, (*of_them, f"network {network_key(request)}")
        if request.user.is_authenticated:
            return FAMILIES, (str(request.user.pk),)
    except DatabaseError:  # the page will meet the same fault, and gives back the words that were sent to it
        pass
    audience = getattr(page, "audience", None)
    others = STRANGERS if audience in FOR_STRANGERS else SIGNED_OUT
    return ENTRANCE if audience == Audience.NEWCOMER else others, (network_key(request),)


def _read_form(request: HttpRequest) -> HttpResponse | None:
    """Nothing, once it is read; the answer to a form that did not come whole: no page is given half of one."""
    body = body_of(request)
    if body is not None and request.META[SLOT][0] is FAMILIES:
        body.allow_a_second_for_each_kilobyte()
    try:
        len(request.body)
    except RequestDataTooBig:
        return None
    except UnreadablePostError:
        _give_back(request)
        return came_too_slowly(request)
    _give_back(request)
    return None


def _give_back(request: HttpRequest) -> None:
    slots, keys = request.META.pop(SLOT, (None, ()))
    if slots is not None:
        slots.give_back(*keys)


def _sent_something(request: HttpRequest) -> bool:
    return request.META.get("CONTENT_LENGTH") not in {None, "", "0"}


def _is_read(request: HttpRequest, most: int) -> bool:
    left, body = most, body_of(request)
    try:
        while left > 0:
            read = len(request.read(STEP))
            if not read:
                return True
            left -= read
    except (RawPostDataException, UnreadablePostError):  # the first: it was read already
        return body is None or not body.was_cut
    return False
