"""The photographs of a story, in words only, and the form by which they are sent."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from held import access
from held.access import Viewer
from held.accounts.models import Account
from held.jail.developing import Closed
from held.pictures.recognising import NotKept, Why
from held.stories import photographs as acts
from held.stories.album import album
from held.stories.models import Story
from held.stories.outline import outline
from held.web.asking import comes_from_here
from held.web.audiences import for_family
from held.web.family.pages import account_of, on_to, show
from held.web.hearing import hear_out, receives
from held.web.receiving import Receiving, Sent, a_place
from held.web.refusals import form_too_old, wants_json

COME_AGAIN = 5  # seconds
HEARD_OUT = 2**31  # bytes of somebody for whom there is no place, so that our answer arrives

ARRIVED = _("This one has arrived, sealed.")
UNOPENED = _("This one has arrived and is kept exactly as you sent it. We cannot show it yet.")
CLOSED = _("Photographs cannot be received here yet. Yours are safe on your phone.")
BUSY = _("Your photographs are still on this phone. They go on in a moment.")
NOT_WHOLE = _("This did not arrive whole. Nothing of it stays here, and the photographs on your phone are unchanged.")
TOO_MANY = _("These are more than we can take at once. Nothing was kept. Please send them in two or three parts.")
NONE_CHOSEN = _("No photograph was chosen, so nothing was sent.")
NOT_KEPT = {
    Why.EMPTY: _("This file is empty: nothing arrived in it. The photograph on your phone is unchanged."),
    Why.NOT_OURS: _(
        "This is not a photograph that we can keep. We can keep JPEG, PNG, WebP, AVIF and HEIC. "
        "The file on your phone is unchanged."
    ),
    Why.TOO_BIG: _("This one is larger than 60 MB, which is too much for us. It is unchanged on your phone."),
    Why.NO_ROOM: _(
        "There is no room left here for this one. It is our fault, not yours. It is unchanged on your phone. "
        "Please tell whoever keeps this place."
    ),
    Why.HERE: _("This one is here already. Nothing was added twice."),
    Why.LOST: _("This one was lost on its way here. It is unchanged on your phone. Please send it once more."),
    Why.REMOVED: _(
        "A parent of your family asked to remove this one. Until it is gone for good a parent can keep it after all."
    ),
}


@dataclass(frozen=True)
class Outcome:
    """What became of one file: its name on the phone, whether we have it now, whether it can be shown."""

    name: str
    kept: bool
    shown: bool
    said: object


@receives
@csrf_exempt  # Django's token stands in the form: to look for it first would be to take every file first
@require_http_methods(["GET", "HEAD", "POST"])
@for_family
def photographs(request: HttpRequest, viewer: Viewer, story_id: int) -> HttpResponse:
    """Every photograph of a story, none of them shown; and more of them arrive. Raises Http404."""
    story = access.story_to_write(viewer, story_id)
    if request.method != "POST":
        return _page(request, viewer, story)
    if not comes_from_here(request):
        return form_too_old(request)
    with a_place() as free:
        if free:
            return _receive(request, viewer, story)
    hear_out(request, HEARD_OUT)
    answer = _tell(request, viewer, story, BUSY, 503)
    answer["Retry-After"] = str(COME_AGAIN)
    return answer


def _receive(request: HttpRequest, viewer: Viewer, story: Story) -> HttpResponse:
    with Receiving(story.family) as receiving:
        request.upload_handlers = [receiving]
        try:
            return _keep(request, viewer, story, receiving)
        except SuspiciousOperation:
            return _tell(request, viewer, story, TOO_MANY, 413)
        except (MultiPartParserError, UnreadablePostError, LookupError):  # the last: of a charset that is none
            return _tell(request, viewer, story, NOT_WHOLE, 400)


@csrf_protect
def _keep(request: HttpRequest, viewer: Viewer, story: Story, receiving: Receiving) -> HttpResponse:
    outcomes = list(_outcomes(receiving.every_file(request), story, account_of(viewer)))
    if receiving.cut_off:
        return _tell(request, viewer, story, NOT_WHOLE, 400, outcomes)
    if not outcomes:
        return _tell(request, viewer, story, NONE_CHOSEN, 200)
    if wants_json(request) or not all(one.shown for one in outcomes):
        return _tell(request, viewer, story, "", 200, outcomes)
    here = reverse("family:photographs", args=[story.pk])
    return on_to(here, "arrived" if len(outcomes) > 1 else "arrived-one")


def _outcomes(files: list[Sent], story: Story, by: Account) -> Iterator[Outcome]:
    """One after the other; where the place is closed, what follows is not tried."""
    closed = False
    for sent in files:
        try:
            yield _not_received(sent) if closed else _outcome(sent, story, by)
        except Closed:
            closed = True
            yield _not_received(sent)


def _outcome(sent: Sent, story: Story, by: Account) -> Outcome:
    arrived = sent.take()
    if arrived is None:
        return _not_kept(sent, sent.why or Why.EMPTY)
    try:
        leaf = acts.receive(story, arrived, by=by)
    except NotKept as reason:
        return _not_kept(sent, reason.why)
    shown = acts.can_be_shown(leaf)
    return Outcome(sent.name, kept=True, shown=shown, said=ARRIVED if shown else UNOPENED)


def _not_kept(sent: Sent, why: Why) -> Outcome:
    return Outcome(sent.name, kept=why == Why.HERE, shown=False, said=NOT_KEPT[why])


def _not_received(sent: Sent) -> Outcome:
    return Outcome(sent.name, kept=False, shown=False, said=CLOSED)


def _tell(
    request: HttpRequest, viewer: Viewer, story: Story, said: object, status: int, outcomes: list[Outcome] | None = None
) -> HttpResponse:
    if wants_json(request):
        files = [{"name": one.name, "kept": one.kept, "said": str(one.said)} for one in outcomes or []]
        return JsonResponse({"said": str(said), "files": files}, status=status)
    answer = _page(request, viewer, story, refused=said, outcomes=outcomes or [])
    answer.status_code = status
    return answer


def _page(request: HttpRequest, viewer: Viewer, story: Story, **more: object) -> HttpResponse:
    return show(
        request,
        viewer,
        "photographs",
        story=outline(story),
        photographs=album(story),
        decides=access.decides(viewer, story.family),
        **more,
    )
