"""Photographs arrive by a link that a family made for one person. The page says what became of theirs, and no
others."""

import uuid
from dataclasses import dataclass
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from held import access
from held.gathering import sending
from held.pictures.intake import Arrived
from held.pictures.recognising import NotKept, Why
from held.web.audiences import for_contributor
from held.web.contributor.envelope import envelope_page, page_after, way_to_it
from held.web.middleware.request_bodies import receives
from held.web.refusals import form_refused
from held.web.same_origin import same_origin
from held.web.sending import DECODED, NOT_KEPT, Outcome, Sending, take_photographs

ARRIVED = _("This one has arrived.")
FULL = _("All that were asked for have come, so this one wasn’t taken. It’s unchanged on your device.")
ENDED = _("This link has ended, so this one wasn’t taken. It’s unchanged on your device.")
NO_ROOM = _(
    "There’s no room left for this one. It’s our fault, not yours. It’s unchanged on your device. Please tell "
    "the person who gave you this link."
)


def _refused(request: HttpRequest, envelope_token: str) -> HttpResponse:
    """What another site sends is not read. Raises Http404."""
    access.envelope_to_send_to(envelope_token)
    return form_refused(request)


@receives
@require_http_methods(["GET", "HEAD", "POST"])
@same_origin(otherwise=_refused)  # the address is a secret, and a page that was open for weeks still sends
@for_contributor(logged=False)
def photographs(request: HttpRequest, envelope_token: str) -> HttpResponse:
    """Keep what they send, in the envelope of this link. Raises Http404."""
    theirs = _Theirs(access.envelope_to_send_to(envelope_token).id)
    if request.method != "POST":
        return way_to_it(envelope_token)
    page = partial(envelope_page, request, envelope_token)
    on = partial(_on, request, envelope_token)
    arriving = partial(sending.arriving_by_link, theirs.envelope)
    return take_photographs(request, Sending(arriving, theirs.keep, theirs.not_kept, page, on))


@dataclass(frozen=True)
class _Theirs:
    """What becomes of a file that comes by this link: the page says the same about each, even one that the family
    already has."""

    envelope: uuid.UUID

    def keep(self, name: str, arrived: Arrived) -> Outcome:
        """It arrived whole: store it, and return what became of it. Raises NotKept, Closed."""
        try:
            message = DECODED.get(sending.receive_by_link(self.envelope, arrived))
        except sending.Full:
            return Outcome(name, kept=False, said=FULL)
        except sending.Ended:
            return Outcome(name, kept=False, said=ENDED)
        return Outcome(name, kept=True, said=message or ARRIVED, plain=message is None)

    def not_kept(self, name: str, reason: NotKept) -> Outcome:
        """It is not kept, for this reason."""
        return Outcome(name, kept=False, said=NO_ROOM if reason.why == Why.NO_ROOM else NOT_KEPT[reason.why])


def _on(request: HttpRequest, token: str, outcomes: list[Outcome]) -> HttpResponse:
    return page_after(request, token, "arrived" if len(outcomes) > 1 else "arrived-one")
