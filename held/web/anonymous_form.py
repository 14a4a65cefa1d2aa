"""Somebody without an account says who they are, in a form that arrives once and loses no words."""

import uuid
from contextlib import suppress

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext as _

from held.lib.visible import can_be_seen
from held.web.middleware.request_log import tell_fault
from held.web.photograph_request import is_same_origin
from held.web.words_back import fits_on_a_page


def form_of(request: HttpRequest) -> uuid.UUID:
    """The number of the form they sent, by which the same one arriving again is known; a new one for a new form, and
    where nothing shows that a page of ours sent it."""
    with suppress(ValueError):
        if is_same_origin(request):
            return uuid.UUID(request.POST.get("once", ""))
    return uuid.uuid4()


def not_said_where_from() -> str:
    """Why the page shows an empty form, in words, when no page of ours sent it.

    Another site can send a form here with words of its own. Shown on our page, one press would send them for somebody.
    """
    return _(
        "Nothing was sent yet: your browser did not say that this came from our page. If you were writing, your "
        "words are still on the page before this one. Please copy them from there, and send them from here."
    )


def too_long_to_show(request: HttpRequest) -> str:
    """Why the page shows an empty form, in words, when what was sent is too long to send back; else empty."""
    if not fits_on_a_page(request.POST):
        return _(
            "This is much longer than we can take here, and nothing was sent. Your words are still on the page before "
            "this one. Please go back and shorten them."
        )
    return ""


def what_is_missing(form: forms.Form) -> str:
    """Why a form with a `name` cannot be taken as it is, in words for whoever filled it in."""
    if "name" in form.errors and not can_be_seen(form.data.get("name", "")):
        return _("Please say who you are, so that they can tell. Your words are still on this page.")
    return _("This is longer than we can take here. Your words are still on this page; please shorten them.")


def too_many_sent() -> str:
    """What is said when so much came from their network that the next message has to wait."""
    return _(
        "Too many messages came from your network in a short time, so we couldn’t take this one. Your words are still "
        "on this page. Please try again in an hour or two, or from somewhere else."
    )


def not_kept(fault: BaseException) -> str:
    """What is said where the words could not be written down; the fault is noted."""
    tell_fault("in an introduction", fault)
    return _("Your words could not be kept just now. It is our fault, not yours. They are still on this page.")
