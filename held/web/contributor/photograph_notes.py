"""Who took each photograph and who is in it, in the words of its sender: when they like, or never."""

import uuid

from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from held import access
from held.gathering import sending
from held.keyring.text import CannotOpen
from held.lib.visible import seen_or_empty
from held.web.audiences import for_contributor
from held.web.contributor.envelope import envelope_page, page_after, way_to_it
from held.web.refusals import form_refused
from held.web.same_origin import same_origin

Words = dict[str, str]
DIFFERS = gettext_lazy(
    "You wrote something else on another page, and it’s kept. Both are below. Press again to keep what is in the "
    "fields."
)


def refused_elsewhere(request: HttpRequest, envelope_token: str) -> HttpResponse:
    """A page of another site sent it. Raises Http404."""
    access.sent_to_speak_of(envelope_token)
    return form_refused(request)


@require_http_methods(["GET", "HEAD", "POST"])
@same_origin(otherwise=refused_elsewhere)  # the address is a secret, and a page that was open for weeks still saves
@for_contributor(logged=False)
def words(request: HttpRequest, envelope_token: str) -> HttpResponse:
    """Keep what they say about all of theirs. Raises Http404."""
    theirs = access.sent_to_speak_of(envelope_token)
    if request.method != "POST":
        return way_to_it(envelope_token)
    return keep_words(request, envelope_token, theirs, then_says="said")


def keep_words(request: HttpRequest, envelope_token: str, theirs: list[uuid.UUID], *, then_says: str) -> HttpResponse:
    """Keep what the form says about these photographs; what can't be kept comes back as they typed it.

    `then_says`: the word for what was done. Raises Http404.
    """
    told = "" if then_says == "said" else then_says
    typed = {str(sent): _typed(request, str(sent)) for sent in theirs if f"seen-{sent}" in request.POST}
    if any(len(text) > sending.LONGEST for given in typed.values() for text in given.values()):
        longer = _("This is longer than we can take. Nothing is kept yet; please shorten it below.")
        return envelope_page(request, envelope_token, refused=longer, retyped=typed, said=told)
    left = _left_after_saying(request, theirs, typed)
    if not left:
        return page_after(request, envelope_token, then_says)
    return envelope_page(request, envelope_token, refused=DIFFERS, retyped=left, said=told)


def _left_after_saying(request: HttpRequest, theirs: list[uuid.UUID], typed: dict[str, Words]) -> dict[str, Words]:
    """What could not be kept, because a newer page says otherwise. Words about a photograph that is gone for good
    are not kept."""
    left = {}
    for sent in theirs:
        given = typed.get(str(sent))
        try:
            if given is not None:
                sending.say(sent, given, fingerprint=request.POST.get(f"seen-{sent}", ""))
        except sending.SaidMeanwhile:
            left[str(sent)] = given or {}
        except (CannotOpen, ObjectDoesNotExist):
            continue
    return left


def _typed(request: HttpRequest, which: str) -> dict[str, str]:
    return {what: seen_or_empty(request.POST.get(f"{what}-{which}", "").strip()) for what in sending.SAID}
