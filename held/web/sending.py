"""Pages to send photographs: each file gets its sentence, for a script as for a person without one."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from held.jail.developing import Closed
from held.pictures.intake import Arrived, Arriving
from held.pictures.models import Picture
from held.pictures.recognising import NotKept, Why
from held.web.body import body_of
from held.web.middleware.request_bodies import DRAINED, drain
from held.web.receiving import Receiving, Sent, upload_slot
from held.web.refusals import wants_json

COME_AGAIN = 5  # seconds

CLOSED = _("Photographs can’t be received here yet. Yours are safe on your device.")
BUSY = _("Everything is still on this device. We’ll try again shortly.")
NOT_WHOLE = _("This didn’t arrive complete. We kept none of it. Yours are unchanged on your device.")
TOO_MANY = _("These are more than we can take at once. Nothing was kept. Please send them in parts.")
NONE_CHOSEN = _("No photograph was chosen.")
NOT_KEPT: dict[Why, object] = {
    Why.EMPTY: _("This file is empty. Yours is unchanged on your device."),
    Why.NOT_OURS: _("We can keep only JPEG, PNG, WebP, AVIF and HEIC. It’s unchanged on your device."),
    Why.TOO_BIG: _("This one is over 60 MB, our limit. It’s unchanged on your device."),
    Why.NO_ROOM: _(
        "There’s no room left for this one. It’s our fault, not yours. It’s unchanged on your device. Please "
        "tell the person who runs this place."
    ),
    Why.LOST: _("This one was lost on its way. It’s unchanged on your device. Please send it again."),
}

ARRIVED = _("This one has arrived, and is kept as it was sent.")
NOT_OPENED = {
    Picture.Decoded.PART: _("Only part of it opens. If you have another copy, please send that one."),
    Picture.Decoded.CUT_OFF: _(
        "The end of this file is missing, so we can’t show it. If you have another copy, please send that one."
    ),
    Picture.Decoded.TOO_LARGE: _("It’s too large for us to open. A smaller copy would work."),
    Picture.Decoded.UNREADABLE: _("We couldn’t open it, so we can’t show it."),
}
DECODED: dict[Picture.Decoded, object] = {
    decoded: format_lazy("{} {}", ARRIVED, why) for decoded, why in NOT_OPENED.items()
}
"""What is said about a photograph that arrived but does not open, or not all of it; to its family and its sender."""

Page = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Outcome:
    """What became of one file: its name on their device, whether we have it now, whether it needs no more words."""

    name: str
    kept: bool
    said: object
    plain: bool = False


@dataclass(frozen=True)
class Sending:
    """One such page: where an arriving file of this name is stored, what is done with it, and how the page is shown."""

    arriving: Callable[[str], Arriving]
    keep: Callable[[str, Arrived], Outcome]  # raises NotKept, Closed
    not_kept: Callable[[str, NotKept], Outcome]
    show: Page  # given `refused` and `outcomes`
    arrived: Callable[[list[Outcome]], HttpResponse]  # when all have arrived and need no more words
    guard: Callable[[Page], Page] = lambda page: page  # checks the form once all of it has been read


def take_photographs(request: HttpRequest, sending: Sending) -> HttpResponse:
    """Keep what is sent, file by file. Its page is `same_origin`: what another site sends is not even read."""
    if body := body_of(request):
        body.expect_a_kilobyte_a_second()
    with upload_slot() as free:
        if free:
            return _receive(request, sending)
    drain(request, DRAINED)
    answer = _tell(request, sending, BUSY, 503)
    answer["Retry-After"] = str(COME_AGAIN)
    return answer


def _receive(request: HttpRequest, sending: Sending) -> HttpResponse:
    with Receiving(sending.arriving) as receiving:
        request.upload_handlers = [receiving]
        try:
            answer = sending.guard(_keep)(request, sending, receiving)
        except SuspiciousOperation:
            return _tell(request, sending, TOO_MANY, 413)
        except (MultiPartParserError, UnreadablePostError, LookupError):  # the last: for an unknown charset
            return _tell(request, sending, NOT_WHOLE, 400)
    body = body_of(request)
    if answer.status_code == 403 and body is not None and body.was_cut:  # the form's token had not arrived yet
        return _tell(request, sending, NOT_WHOLE, 400)
    return answer


def _keep(request: HttpRequest, sending: Sending, receiving: Receiving) -> HttpResponse:
    outcomes = list(_outcomes(receiving.every_file(request), sending))
    if receiving.cut_off:
        return _tell(request, sending, NOT_WHOLE, 400, outcomes)
    if not outcomes:
        return _tell(request, sending, NONE_CHOSEN, 200)
    if wants_json(request) or not all(one.plain for one in outcomes):
        return _tell(request, sending, "", 200, outcomes)
    return sending.arrived(outcomes)


def _outcomes(files: list[Sent], sending: Sending) -> Iterator[Outcome]:
    """One after the other; if the place is closed, the rest is not tried."""
    closed = False
    for sent in files:
        try:
            yield Outcome(sent.name, kept=False, said=CLOSED) if closed else _outcome(sent, sending)
        except Closed:
            closed = True
            yield Outcome(sent.name, kept=False, said=CLOSED)


def _outcome(sent: Sent, sending: Sending) -> Outcome:
    try:
        arrived = sent.take()
        if arrived is None:
            raise sent.refused or NotKept(Why.EMPTY)
        return sending.keep(sent.name, arrived)
    except NotKept as reason:
        return sending.not_kept(sent.name, reason)


def _tell(
    request: HttpRequest, sending: Sending, said: object, status: int, outcomes: list[Outcome] | None = None
) -> HttpResponse:
    if wants_json(request):
        files = [
            {"name": one.name, "kept": one.kept, "plain": one.plain, "said": str(one.said)} for one in outcomes or []
        ]
        return JsonResponse({"said": str(said), "files": files}, status=status)
    answer = sending.show(refused=said, outcomes=outcomes or [])
    answer.status_code = status
    return answer
