"""The friend's desk: people who ask to read, one after the other, and the friend's name."""

from collections import Counter
from dataclasses import dataclass

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from held import access
from held.access import LostLinkRequestsAlike, SignedIn
from held.accounts.account_name import call_account
from held.consent.models import LostLinkRequest
from held.consent.shown import as_shown
from held.families.models import Person
from held.keyring.text import opened_or
from held.publishing.models import AccessRequest
from held.stories.models import Words
from held.web.audiences import for_guardian
from held.web.notices import said_in, saying
from held.web.visible_field import VisibleField

SAID = {
    "put-away": _("Put away. They aren’t told."),
    "answered": _("Somebody else in the family has already answered."),
    "let-in-since": _(
        "Too late: somebody has let them in, so they can read now. Their message is still here. A parent "
        "can end their link."
    ),
    "claim-put-away": _("Put away. They aren’t told."),
    "not-as-shown": _(
        "Nothing was put away. You can answer only words that you could read, and these are still waiting."
    ),
    "no-reach": _("The family gave no address for them, so no link was made."),
    "named": _("Your name is saved."),
}


class NameForm(forms.Form):
    """The friend's name."""

    use_required_attribute = False
    name = VisibleField(
        label=_("What shall we call you?"),
        help_text=_("The family sees this."),
        required=False,
        strip=False,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "nickname"}),
    )


@dataclass(frozen=True)
class AccessRequestOnDesk:
    """Somebody who asks to read, in their own words; empty if these cannot be decrypted."""

    access_request: AccessRequest
    words: Words


@dataclass(frozen=True)
class LostLinkRequestOnDesk:
    """Somebody who says that they are in a photograph; and the people the family asked, with or without an address.

    `again`: it came more than once, in nearly the same words; `wordings`: those that differ from the first; `shown`:
    which words this page shows, sent by its buttons.
    """

    lost_link_request: LostLinkRequest
    words: Words
    again: bool
    wordings: list[Words]
    shown: str
    persons: list[tuple[Person, str, bool]]

    @property
    def reachable(self) -> bool:
        """Whether the family gave an address for one of them, so that a link can be made."""
        return any(has_reach for _person, _name, has_reach in self.persons)


@require_safe
@for_guardian(logged=True)
def desk(request: HttpRequest, viewer: SignedIn) -> HttpResponse:
    """Everybody who waits for an answer."""
    requests = [AccessRequestOnDesk(one, _words(one)) for one in access.access_requests_to_answer(viewer)]
    lost_link_requests, more_lost_link_requests = access.lost_link_requests_alike_to_answer(viewer)
    context = {
        "access_requests": requests,
        "lost_link_requests": [_lost_link_request(viewer, alike) for alike in lost_link_requests],
        "more_lost_link_requests": more_lost_link_requests,
        "said": SAID.get(said_in(request)),
        "writes": access.writes(viewer),
        "answers_readers": access.answers_readers(viewer),
    }
    return render(request, "guardian/desk.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_guardian(logged=True)
def name(request: HttpRequest, viewer: SignedIn) -> HttpResponse:
    """The friend's name; it can stay empty."""
    if request.method == "POST":
        call_account(viewer.account, request.POST.get("name", ""))
        return on_to_desk("named")
    return render(request, "guardian/name.html", {"form": NameForm({"name": viewer.account.name})})


def on_to_desk(message: str) -> HttpResponseRedirect:
    """After an act: the desk, with a sentence about it."""
    return HttpResponseRedirect(saying(reverse("guardian:desk"), message), status=303)


def _lost_link_request(viewer: SignedIn, alike: LostLinkRequestsAlike) -> LostLinkRequestOnDesk:
    persons = access.persons_to_reach(viewer, alike.first)
    known = [(person, access.called(person), access.reach_of(person)) for person in persons]
    names = Counter(name for _person, name, _reach in known)
    people = [(person, _told_apart(name, reach, names[name]), bool(reach)) for person, name, reach in known]
    read = [(lost_link_request, _words(lost_link_request)) for lost_link_request in (alike.first, *alike.others)]
    words = read[0][1]
    wordings: list[Words] = []
    for _other, given in read[1:]:
        if given != words and given not in wordings:
            wordings.append(given)
    return LostLinkRequestOnDesk(alike.first, words, bool(alike.others), wordings, as_shown(read), people)


def _told_apart(name: str, reach: str, how_many: int) -> str:
    """Two people with the same name are shown with the address the family gave, so that a new link goes to the right
    one. The friend sees that address with the link anyway."""
    name = name or gettext("somebody whose name we can’t open just now")
    return f"{name} ({reach})" if how_many > 1 and reach else name


def _words(message: AccessRequest | LostLinkRequest) -> Words:
    return opened_or({}, message.read)
