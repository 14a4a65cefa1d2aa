"""Setup on the first evening: six questions, one on a page, each with “later”; the same pages change an answer
later."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from held import access
from held.access import SignedIn
from held.accounts import sign_in_keys
from held.accounts.models import Account
from held.families.inviting import begin_own_family
from held.place import setup as told
from held.place.models import Place
from held.place.time_zone import time_zone_of
from held.web.audiences import for_host
from held.web.host.forms import (
    NOT_AN_ADDRESS,
    TROUBLES,
    AddressForm,
    KeptForForm,
    NameForm,
    SecondCopyForm,
    TimeZoneForm,
)
from held.web.host.word_forms import KeeperForm

Answers = dict[str, str]


@dataclass(frozen=True)
class Question:
    """One question: whom it may be asked, its form, what an answer does, the current answer."""

    place: Callable[[SignedIn], Place]
    form: type[forms.Form]
    tell: Callable[[Answers, Account], None]
    now: Callable[[Place], Answers]
    page: str


@require_safe
@for_host(logged=True)
def evening(request: HttpRequest, viewer: SignedIn) -> HttpResponse:
    """The first question that was not asked yet; after the last, what can be done next."""
    place = access.place_to_host(viewer)
    if place.asked_up_to < told.QUESTIONS:
        return redirect("host:question", place.asked_up_to + 1)
    has_key = sign_in_keys.has_key(viewer.account)
    words = {
        "place": place,
        "time_zone": time_zone_of(place),
        "time_zone_is_set": bool(settings.HELD_TIME_ZONE),
        "has_key": has_key,
    }
    return render(request, "host/evening_end.html", words)


@require_http_methods(["GET", "HEAD", "POST"])
@for_host(logged=True)
def question(request: HttpRequest, viewer: SignedIn, number: int) -> HttpResponse:
    """One question and its answer. Raises Http404; to change an address that was set before, KeyNeeded."""
    asked = QUESTIONS.get(number)
    if asked is None:
        raise Http404
    place = asked.place(viewer)
    if number > place.asked_up_to + 1:
        return redirect("host:evening")
    form = asked.form(request.POST or None, initial=asked.now(place))
    if request.method != "POST":
        return _ask(request, number, place, form)
    if "later" in request.POST:
        told.leave_for_later(number, by=viewer.account)
        return _on(place)
    doubt = _doubt(request, number, place, form) if form.is_valid() else ""
    if doubt:
        return _ask(request, number, place, form, doubt=doubt)
    return _on(place) if _tell(asked, form, viewer.account) else _ask(request, number, place, form)


def _tell(asked: Question, form: forms.Form, by: Account) -> bool:
    if not form.is_valid():
        return False
    try:
        asked.tell(form.cleaned_data, by)
    except told.NotAnAddress:
        form.add_error("answer", NOT_AN_ADDRESS)
    except told.CannotKeepThere as reason:
        form.add_error("answer", TROUBLES[reason.trouble])
    return not form.errors


def _doubt(request: HttpRequest, number: int, place: Place, form: forms.Form) -> str:
    """The word for a doubt about an answer that may be meant or may be a mistake; the page asks once."""
    answer = form.cleaned_data.get("answer", "")
    if "sure" in request.POST:
        return ""
    try:
        if number == told.ADDRESS and place.address and told.read_as_address(answer) != place.address:
            return "moves"
        if number == told.SECOND_COPY and not told.is_on_another_disk(told.folder_for_copies(answer)):
            return "same-disk"
    except (told.NotAnAddress, told.CannotKeepThere):
        pass  # the message is beside the field, when the answer is stored
    return ""


def _ask(request: HttpRequest, number: int, place: Place, form: forms.Form, *, doubt: str = "") -> HttpResponse:
    words = {
        "form": form,
        "number": number,
        "of": told.QUESTIONS,
        "place": place,
        "time_zone": time_zone_of(place),
        "doubt": doubt,
        "changing": place.asked_up_to >= told.QUESTIONS,
        "given": _given(number, place),
        "has_passkeys": number == told.ADDRESS and sign_in_keys.anybody_has_passkey(),
    }
    return render(request, f"host/{QUESTIONS[number].page}.html", words)


def _given(number: int, place: Place) -> str:
    """The answer that the configuration already gives, so that nothing is asked."""
    if number == told.ADDRESS and not place.address:
        return settings.HELD_ADDRESS
    return settings.HELD_TIME_ZONE if number == told.TIME_ZONE else ""


def _on(before: Place) -> HttpResponse:
    """During setup to the next question; later, back to the desk."""
    asked_all = before.asked_up_to >= told.QUESTIONS
    return HttpResponseRedirect(reverse("host:desk" if asked_all else "host:evening"), status=303)


def _tell_kept_for(answer: str, by: Account) -> None:
    if answer == Place.KeptFor.OWN:
        begin_own_family(by=by)
    told.keep_it_for(Place.KeptFor(answer), by=by)


def _tell_keeper(given: Answers, by: Account) -> None:
    told.say_who_keeps_it(given["keeper"], mail=given["mail"], phone=given["phone"], hours=given["hours"], by=by)


def _keeper_now(place: Place) -> Answers:
    return {
        "keeper": place.keeper,
        "mail": place.keeper_mail,
        "phone": place.keeper_phone,
        "hours": place.keeper_hours,
    }


def _with_one_answer(
    page: str,
    form: type[forms.Form],
    tell: Callable[[str, Account], None],
    now: Callable[[Place], str],
    place: Callable[[SignedIn], Place] = access.place_to_host,
) -> Question:
    return Question(place, form, lambda given, by: tell(given["answer"], by), lambda it: {"answer": now(it)}, page)


QUESTIONS = {
    told.NAME: _with_one_answer("name", NameForm, lambda a, by: told.set_name(a, by=by), lambda place: place.name),
    told.ADDRESS: _with_one_answer(
        "address",
        AddressForm,
        lambda a, by: told.set_address(a, by=by),
        lambda place: place.address,
        access.place_to_move,
    ),
    told.KEPT_FOR: _with_one_answer("kept_for", KeptForForm, _tell_kept_for, lambda place: place.kept_for),
    told.SECOND_COPY: _with_one_answer(
        "second_copy",
        SecondCopyForm,
        lambda a, by: told.keep_second_copy_in(a, by=by),
        lambda place: place.second_copy,
    ),
    told.TIME_ZONE: _with_one_answer(
        "time_zone", TimeZoneForm, lambda a, by: told.show_times_in(a, by=by), time_zone_of
    ),
    told.KEEPER: Question(access.place_to_host, KeeperForm, _tell_keeper, _keeper_now, "keeper"),
}
