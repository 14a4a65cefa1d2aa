"""People a family names as readers: who they are, a link for each, and taking one back."""

import secrets
import uuid

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from held import access
from held.access import SignedIn
from held.desk.outline import without_words
from held.families.who_answers import answer_no_more, answer_too
from held.keyring.text import opened_or
from held.lib.idempotency.used_forms import FormUsedBefore
from held.publishing import named_readers
from held.publishing.addresses import addresses_of
from held.publishing.models import NamedReader
from held.stories.models import Publication
from held.web.audiences import for_family
from held.web.family.key_first import chosen_before, initial_of, key_first
from held.web.family.pages import redirect_with, show
from held.web.family.writing.forms import NamedForm
from held.web.linkcard import link_card
from held.web.narrowing import only_narrows, only_narrows_when


@require_safe
@for_family(logged=True)
def named(request: HttpRequest, viewer: SignedIn, story_id: int) -> HttpResponse:
    """Everybody the family named for this story, and whether their link was used. Raises Http404."""
    story = access.story_to_decide(viewer, story_id)
    answering = access.who_answers(viewer, story.family)
    address = addresses_of(story).get(Publication.Circle.NAMED)
    return show(
        request,
        viewer,
        "named",
        story=without_words(story),
        people=[(person, _called(person)) for person in access.named_to_see(viewer, story)],
        answering=answering,
        answers=answering.filter(account=viewer.account).exists(),
        card=link_card("reader:story", address) if address else None,
    )


def _called(person: NamedReader) -> str:
    """The family's name for them; empty if it cannot be decrypted: their link can still be taken back."""
    return opened_or("", lambda: person.name)


@only_narrows_when(lambda sent: sent.get("too") != "yes")
@require_POST
@for_family(logged=True)
def answering(request: HttpRequest, viewer: SignedIn, story_id: int) -> HttpResponse:
    """Choose whether requests to read also come to the viewer. Raises Http404."""
    story = access.story_to_decide(viewer, story_id)
    if request.POST.get("too") == "yes" and not viewer.key_shown:
        raise access.KeyNeeded(reverse("family:named", args=[story.pk]))
    member, too = access.membership_to_answer(viewer, story.family), request.POST.get("too") == "yes"
    (answer_too if too else answer_no_more)(member, by=viewer.account)
    return redirect_with(reverse("family:named", args=[story.pk]), "answers" if too else "answers-not")


@require_http_methods(["GET", "HEAD", "POST"])
@for_family(logged=True)
@key_first
def naming_one(request: HttpRequest, viewer: SignedIn, story_id: int) -> HttpResponse:
    """Name one more person; then shows their link, once. Raises Http404, KeyNeeded."""
    find = access.story_to_open if request.method == "POST" else access.story_to_decide
    story = find(viewer, story_id)
    form = NamedForm(request.POST or None, initial=initial_of(NamedForm, chosen_before(request, viewer)))
    if request.method == "POST" and form.is_valid():
        try:
            once = request.POST.get("once", "")
            person, token = named_readers.name_reader(story, form.cleaned_data["name"], by=viewer.account, once=once)
        except FormUsedBefore:
            return redirect_with(reverse("family:named", args=[story.pk]), "named-ended")
        card = link_card("reader:named", token)
        return show(request, viewer, "named_made", story=without_words(story), person=person, card=card)
    refused = _("Please write who it’s for, to tell the links apart. No link is made yet.")
    context = {"story": without_words(story), "form": form, "once": request.POST.get("once") or secrets.token_hex(16)}
    return show(request, viewer, "naming_one", refused=refused if request.method == "POST" else "", **context)


@only_narrows
@require_POST
@for_family(logged=True)
def ending(_request: HttpRequest, viewer: SignedIn, named_id: uuid.UUID) -> HttpResponse:
    """Their link opens nothing, and a page they have open closes with the next request. Raises Http404."""
    person = access.named_to_take_back(viewer, named_id)
    named_readers.take_name_back(person, by=viewer.account)
    return redirect_with(reverse("family:named", args=[person.story_id]), "named-ended")
