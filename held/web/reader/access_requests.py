"""Somebody who has the address of a story but was not named asks to read it."""

from django import forms
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from held import access
from held.publishing import access_requests
from held.web import rate_limits
from held.web.anonymous_form import (
    form_of,
    not_kept,
    not_said_where_from,
    too_long_to_show,
    too_many_sent,
    what_is_missing,
)
from held.web.audiences import for_anyone
from held.web.same_origin import same_origin
from held.web.visible_field import VisibleField

LONGEST = 2000  # characters


class AccessRequestForm(forms.Form):
    """Who asks, and what they say to the family."""

    use_required_attribute = False
    name = VisibleField(
        label=gettext_lazy("Who are you?"),
        max_length=120,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "name"}),
    )
    words = forms.CharField(
        label=gettext_lazy("What would you like to say?"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )
    reach = VisibleField(
        label=gettext_lazy("How can they reach you?"),
        help_text=gettext_lazy("For a link. Only they see this."),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "email"}),
    )


def access_request_page(request: HttpRequest, address: str) -> HttpResponse:
    """The form, for somebody who may not read at this address. Raises Http404 if nobody can ask."""
    return _page(request, access.story_to_request(address).address, AccessRequestForm())


def _empty_form(request: HttpRequest, address: str) -> HttpResponse:
    """The form was sent from another site. Raises Http404."""
    where = access.story_to_request(address).address
    return _page(request, where, AccessRequestForm(), refused=not_said_where_from())


@require_POST
@same_origin(otherwise=_empty_form)  # the form is the same for everyone and carries no token
@for_anyone(logged=True)
def request_access(request: HttpRequest, address: str) -> HttpResponse:
    """Store what they wrote for the people who answer; the page never tells what becomes of it. Raises Http404."""
    found = access.story_to_request(address)
    story, where = found.story, found.address
    if why := too_long_to_show(request):
        return _page(request, where, AccessRequestForm(), refused=why)
    form = AccessRequestForm(request.POST)
    if not form.is_valid():
        return _page(request, where, form, refused=what_is_missing(form))
    try:
        if not access_requests.is_kept(story, form_of(request)):
            rate_limits.count(request, "knock")
        access_requests.request_access(story, form_of(request), dict(form.cleaned_data))
    except rate_limits.TooMany:
        return _page(request, where, form, refused=too_many_sent(), status=429)
    except access_requests.TooManyWait:
        full = _("Many people asked just now, so we can’t take more. Your words are still on this page.")
        return _page(request, where, form, refused=full, status=429)
    except (DatabaseError, OSError) as fault:
        return _page(request, where, form, refused=not_kept(fault), status=503)
    return render(request, "reader/access_request.html", {"address": where, "came": True})


def _page(
    request: HttpRequest, where: str, form: AccessRequestForm, refused: str = "", status: int = 200
) -> HttpResponse:
    context = {"address": where, "form": form, "once": form_of(request), "refused": refused}
    return render(request, "reader/access_request.html", context, status=status)
