"""Whoever sends us something is heard out, also where the answer is no; by few threads at once."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from django.core.exceptions import RequestDataTooBig
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.http.request import RawPostDataException, UnreadablePostError

from held.web.refusals import too_many_sending

Page = Callable[..., HttpResponse]

MOST = 1024 * 1024  # bytes
STEP = 65536  # bytes
PATIENCE = 2.0  # seconds that a form waits for a place, before we ask for it again
TURN = "held.turn"  # where a request notes the place it keeps until it is answered


class Places:
    """So many at once and no more, in the memory of this process."""

    def __init__(self, most: int) -> None:
        self._free = BoundedSemaphore(most)

    def take(self, *, wait: float = 0) -> bool:
        """Whether a place became free within so many seconds; then `give_back` it."""
        return self._free.acquire(timeout=wait)

    def give_back(self) -> None:
        """It is free for the next one."""
        self._free.release()

    @contextmanager
    def one(self) -> Iterator[bool]:
        """A place for as long as the block lasts, however it ends; False: there is none just now."""
        got = self.take()
        try:
            yield got
        finally:
            if got:
                self.give_back()


class Turns:
    """So many places, and so many more who may wait for one: whoever waits holds a thread too."""

    def __init__(self, most: int, *, waiting: int) -> None:
        self._places, self._waiting = Places(most), Places(waiting)

    def take(self) -> bool:
        """Whether there is a place, now or within PATIENCE; then `give_back` it."""
        return self._places.take() or self._waited_for()

    def give_back(self) -> None:
        """It is free for the next one."""
        self._places.give_back()

    def _waited_for(self) -> bool:
        with self._waiting.one() as may_wait:
            return may_wait and self._places.take(wait=PATIENCE)


# Of the server's 64 threads 16 receive photographs, and all of these leave some that nobody who sends can hold.
LISTENERS = Places(16)
FAMILIES = Turns(16, waiting=4)  # whoever is signed in: slow strangers never keep them from taking back
OTHERS = Turns(8, waiting=2)


def receives(page: Page) -> Page:
    """For the page that reads what it is sent by itself, from places of its own."""
    page.receives = True  # type: ignore[attr-defined]  # read by FormsInTurn
    return page


def hear_out(request: HttpRequest, most: int = MOST) -> bool:
    """Read to its end what was sent and throw it away; at most so many bytes. False: something may be left unread."""
    with LISTENERS.one() as listens:
        return listens and _is_read(request, most)


class HearOut:
    """Reads to its end what was sent before answering: a connection left with unread words on it breaks, and the
    next thing sent on it, which may be a save, would be lost on the way. Where we cannot, we say that we hang up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self._get_response(request)
        hangs_up = answer.get("Connection") == "close"
        if not hangs_up and _sent_something(request) and not hear_out(request):
            answer["Connection"] = "close"
        return answer


class FormsInTurn:
    """Reads what a form sends before its page is called, a few at once: a form that comes slowly holds a thread.

    One that is too long is not read here: its page says so. Django may read it on the way; it keeps its place so long.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            return self._get_response(request)
        finally:
            if turns := request.META.pop(TURN, None):
                turns.give_back()

    def process_view(self, request: HttpRequest, page: Page, _args: object, _kwargs: object) -> HttpResponse | None:
        """Called by Django before each page, and before the token of a form is looked for."""
        if request.method != "POST" or not _sent_something(request) or getattr(page, "receives", False):
            return None
        turns = FAMILIES if _is_known(request) else OTHERS
        if not turns.take():
            return too_many_sending(request)
        if _was_short_enough(request):
            turns.give_back()
        else:
            request.META[TURN] = turns
        return None


def _sent_something(request: HttpRequest) -> bool:
    return request.META.get("CONTENT_LENGTH") not in {None, "", "0"}


def _is_known(request: HttpRequest) -> bool:
    try:
        return request.user.is_authenticated
    except DatabaseError:
        return False  # the page will meet the same fault, and gives back the words that were sent to it


def _was_short_enough(request: HttpRequest) -> bool:
    try:
        len(request.body)
    except RequestDataTooBig:
        return False
    except UnreadablePostError:
        return True  # whoever sent it is gone
    return True


def _is_read(request: HttpRequest, most: int) -> bool:
    left = most
    try:
        while left > 0:
            read = len(request.read(STEP))
            if not read:
                return True
            left -= read
    except (RawPostDataException, UnreadablePostError):
        return True  # it was read already, or whoever sent it is gone
    return False
