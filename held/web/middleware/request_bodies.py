"""Reads forms, a few at once, each kind of sender from its own slots, so that no kind waits for another.

All slots together are fewer than the server's 64 threads, so that pages always find one
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
DRAINED = 2**31  # bytes of photographs that are not kept, read so that our answer arrives
UNAUTHORIZED = 401
MAX_WAIT = 2.0  # seconds that a form waits for a slot, before we ask for it again
SLOT = "held.slot"  # the key under which a request stores its slot until it is answered

DRAINING = Slots(6, each=4)  # by network
FAMILIES = Slots(8, waiting=2, each=5)  # people who are signed in, by account
# People who were asked about a photograph. No person, family or network takes all of these slots from the others.
ANSWERS = Slots(6, waiting=2, each={"person": 2, "family": 4, "network": 4})
ENTRANCE = Slots(4, waiting=1, each=2)  # by network, as the next two
STRANGERS = Slots(4, waiting=1, each=2)
SIGNED_OUT = Slots(2, each=1)  # on pages for people who are signed in: words can be saved after a sign-in has ended
FOR_STRANGERS = {Audience.ANYONE, Audience.READER, Audience.CONTRIBUTOR}


def receives(page: Page) -> Page:
    """For a page that reads its request body itself, from its own slots."""
    page.receives = True  # type: ignore[attr-defined]  # read by LimitConcurrentForms
    return page


def drain(request: HttpRequest, most: int = MOST) -> bool:
    """Read the request body to its end and discard it; at most `most` bytes. False: something may be left unread."""
    with DRAINING.one(network_key(request)) as free:
        return free and _is_read(request, most)


class DrainBody:
    """Reads the request body to its end before answering: a connection with unread bytes breaks, and the next
    request on it, which may be a save, would be lost. If that is not possible, the response says that we close the
    connection."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self._get_response(request)
        hangs_up = answer.get("Connection") == "close"
        if not hangs_up and _sent_something(request) and not drain(request, _most_to_drain(request, answer)):
            answer["Connection"] = "close"
        return answer


def _most_to_drain(request: HttpRequest, answer: HttpResponse) -> int:
    """The body with photographs is read to its end if their sender has to sign in first, until the form's deadline:
    a browser that is still sending does not show our response."""
    return DRAINED if answer.status_code == UNAUTHORIZED and request.content_type == PHOTOGRAPHS else MOST


class LimitConcurrentForms:
    """Reads a form before its page is called, within the deadline of `RequestBody`, a few at once.

    A form that is too long is not read here: its page says so. If Django then reads it, it keeps its slot for as long.
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
        """Called by Django before each page, and before the check of the form's token. Raises Http404."""
        if request.method != "POST" or not _sent_something(request) or getattr(page, "receives", False):
            return None
        slots, keys = _slots_for(request, page, given)
        if not slots.take(*keys, wait=MAX_WAIT):
            return too_many_sending(request)
        request.META[SLOT] = (slots, keys)
        return _read_form(request)


def _slots_for(request: HttpRequest, page: Page, given: dict[str, str]) -> tuple[Slots, tuple[str, ...]]:
    """The slots for this form, and the keys whose share it takes. A link to answer by has to be valid before
    anything is read: somebody without one cannot take a slot from people who have one. Raises Http404."""
    try:
        if "asked_token" in given:
            person = access.consent_links_behind(given["asked_token"])[0].involvement.person
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
    """None once the form is read; the response to a form that did not come whole: no page is given half a form."""
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
    except (RawPostDataException, UnreadablePostError):  # the first: it was already read
        return body is None or not body.was_cut
    return False
