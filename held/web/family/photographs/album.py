"""The photographs of a story, in words only, and the form to send more."""

from dataclasses import dataclass
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods

from held import access
from held.access import SignedIn
from held.accounts.models import Account
from held.actions.taking_out import TakenBack, take_out_what_we_sent_too
from held.desk.album import album
from held.desk.arrivals import with_arrivals
from held.desk.enclosed import envelopes_on_desk
from held.desk.outline import without_words
from held.pictures.intake import Arrived, Arriving
from held.pictures.models import Picture
from held.pictures.recognising import NotKept, Why
from held.publishing.fingerprint import fingerprint_of
from held.stories import photographs as acts
from held.stories.models import Story
from held.web.audiences import for_family
from held.web.family.pages import redirect_with, show
from held.web.middleware.request_bodies import receives
from held.web.refusals import form_refused
from held.web.same_origin import same_origin
from held.web.sending import DECODED, NOT_KEPT, Outcome, Sending, take_photographs

ARRIVED = _("This one has arrived, sealed.")
OURS = {
    Why.HERE: _("This one is here already."),
    Why.REMOVED: _("A parent asked to remove this one. Until it’s gone for good, a parent can keep it."),
}
WAITED = _("This one came in an envelope before. It’s here once.")
WAITED_ELSEWHERE = _("This one came in an envelope for another story. It’s with that story, once.")


def _refused(request: HttpRequest, viewer: SignedIn, story_id: int) -> HttpResponse:
    """What another site sends is not read. Raises Http404."""
    access.story_to_write(viewer, story_id)
    return form_refused(request)


@receives
@require_http_methods(["GET", "HEAD", "POST"])
@for_family(logged=True)
@same_origin(otherwise=_refused)  # then by Django's token, once the files are read: it is in the same form
def photographs(request: HttpRequest, viewer: SignedIn, story_id: int) -> HttpResponse:
    """Every photograph of a story, none of them shown; POST adds more. Raises Http404."""
    story = access.story_to_write(viewer, story_id)
    page = partial(_page, request, viewer, story)
    if request.method != "POST":
        return page()
    ours = _Ours(story, viewer.account)
    sending = Sending(
        partial(Arriving, story.family), ours.keep, ours.not_kept, page, partial(_on, story), guard=csrf_protect
    )
    return take_photographs(request, sending)


@dataclass(frozen=True)
class _Ours:
    """What becomes of a file that somebody of the family sends."""

    story: Story
    by: Account

    def keep(self, name: str, arrived: Arrived) -> Outcome:
        """It arrived whole: store it, and return what became of it. Raises NotKept, Closed."""
        leaf = acts.receive(self.story, arrived, by=self.by)
        message = DECODED.get(Picture.Decoded(leaf.picture.decoded)) if leaf.picture else None
        return Outcome(name, kept=True, said=message or ARRIVED, plain=message is None)

    def not_kept(self, name: str, reason: NotKept) -> Outcome:
        """It is not kept, for this reason; or was kept before."""
        try:
            leaf = take_out_what_we_sent_too(self.story, reason.known, by=self.by) if reason.known else None
        except TakenBack:
            return Outcome(name, kept=False, said=NOT_KEPT[Why.LOST])
        if leaf:
            here = leaf.story_id == self.story.pk
            return Outcome(name, kept=True, said=WAITED if here else WAITED_ELSEWHERE)
        return Outcome(name, kept=reason.why == Why.HERE, said=OURS.get(reason.why) or NOT_KEPT[reason.why])


def _on(story: Story, outcomes: list[Outcome]) -> HttpResponse:
    here = reverse("family:photographs", args=[story.pk])
    return redirect_with(here, "arrived" if len(outcomes) > 1 else "arrived-one")


def _page(request: HttpRequest, viewer: SignedIn, story: Story, **more: object) -> HttpResponse:
    envelopes, photographs = envelopes_on_desk(access.envelopes_to_see(viewer, story)), album(story)
    return show(
        request,
        viewer,
        "photographs",
        story=without_words(story),
        photographs=with_arrivals(photographs, viewer.account),
        shows_small=any(one.can_be_shown and one.gone_after is None for one in photographs),
        envelopes=envelopes,
        waits=any(one.waiting for one in envelopes),
        decides=access.decides(viewer, story.family),
        fingerprint=fingerprint_of(story),
        **more,
    )
