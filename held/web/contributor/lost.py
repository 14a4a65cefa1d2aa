"""For somebody who says that they are in a photograph here, and has no link. No answer reveals whether there is one."""

import uuid

from django import forms
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from held.consent import lost_links
from held.families.who_answers import somebody_answers_lost_links
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


class LostLinkForm(forms.Form):
    """Who they are, and which photograph they mean."""

    use_required_attribute = False
    name = VisibleField(
        label=gettext_lazy("Who are you?"),
        help_text=gettext_lazy("The name the family knows you by."),
        max_length=120,
        widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "name"}),
    )
    words = forms.CharField(
        label=gettext_lazy("Which photograph do you mean, and which family?"),
        help_text=gettext_lazy("You can leave this empty."),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )


def _empty_form(request: HttpRequest) -> HttpResponse:
    """The form was sent from another site."""
    return _page(request, LostLinkForm(), refused=not_said_where_from())


@require_http_methods(["GET", "HEAD", "POST"])
@same_origin(otherwise=_empty_form)  # the form is the same for everyone and carries no token
@for_anyone(logged=False)
def lost(request: HttpRequest) -> HttpResponse:
    """The form; and the same quiet answer to everybody who sends it."""
    answered = somebody_answers_lost_links()
    if request.method != "POST":
        return _page(request, LostLinkForm(), answered=answered)
    return _sent(request, answered=answered)


def _sent(request: HttpRequest, *, answered: bool) -> HttpResponse:
    """The answer to a form. `answered`: somebody here could read it."""
    if why := too_long_to_show(request):
        return _page(request, LostLinkForm(), refused=why)
    form = LostLinkForm(request.POST)
    if not form.is_valid():
        return _page(request, form, refused=what_is_missing(form))
    if not answered:
        return _page(request, form, refused=_nobody(), status=409)
    try:
        _keep(request, form_of(request), dict(form.cleaned_data))
    except rate_limits.TooMany:
        return _page(request, form, refused=too_many_sent(), status=429)
    except lost_links.TooMuchWaits:
        return _page(request, form, refused=_too_much(), status=503)
    except (DatabaseError, OSError) as fault:
        return _page(request, form, refused=not_kept(fault), status=503)
    return render(request, "contributor/lost.html", {"came": True})


def _keep(request: HttpRequest, once: uuid.UUID, given: dict[str, str]) -> None:
    """Store the claim. A form that arrives a second time, because its button was pressed twice, costs nothing."""
    if not lost_links.is_kept(once, given):
        rate_limits.count(request, "claim")
        lost_links.save_request(once, given)


def _too_much() -> str:
    return _(
        "Too many unread messages are waiting, so we couldn’t take yours. It’s not your fault. Your words are "
        "still on this page. Please try again in a few days."
    )


def _nobody() -> str:
    return _(
        "Nobody here can read a message just now, so we couldn’t take yours. Your words are still on this page. "
        "If you know the family, you can tell them yourself."
    )


def _page(
    request: HttpRequest, form: LostLinkForm, refused: str = "", *, status: int = 200, answered: bool = True
) -> HttpResponse:
    context = {"form": form, "once": form_of(request), "refused": refused, "answered": answered}
    return render(request, "contributor/lost.html", context, status=status)
