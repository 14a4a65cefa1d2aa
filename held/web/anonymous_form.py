"""Forms for people without an account: they say who they are, a form counts once, and no words are lost."""

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
    """The id of the form that was sent, to recognize it if it arrives again. A new id for a new form, and for a form
    that no page of ours is known to have sent."""
    with suppress(ValueError):
        if is_same_origin(request):
            return uuid.UUID(request.POST.get("once", ""))
    return uuid.uuid4()


def not_said_where_from() -> str:
    """The sentence that explains why the form is empty, when no page of ours sent it.

    Another site can send a form here with its own words. If our page showed them, one press would send them in
    somebody's name.
    """
    return _(
        "Nothing has been sent yet: your browser didn’t say that this came from our page. Your words are still "
        "on the page before. Please copy them, and send them from here."
    )


def too_long_to_show(request: HttpRequest) -> str:
    """The sentence that explains why the form is empty, when what was sent is too long to send back; else empty."""
    if not fits_on_a_page(request.POST):
        return _(
            "This is longer than we can take, and nothing was sent. Your words are still on the previous page. "
            "Please go back and shorten them."
        )
    return ""


def what_is_missing(form: forms.Form) -> str:
    """The sentence that says why a form with a `name` cannot be accepted as it is."""
    if "name" in form.errors and not can_be_seen(form.data.get("name", "")):
        return _("Please say who you are. Your words are still on this page.")
    return _("This is longer than we can take. Your words are still on this page; please shorten them.")


def too_many_sent() -> str:
    """The sentence for when so much came from the sender's network that the next message has to wait."""
    return _(
        "Too many messages came from your network, so we couldn’t take this one. Your words are still on this "
        "page. Please try again in an hour or two, or from somewhere else."
    )


def not_kept(fault: BaseException) -> str:
    """The sentence for when the words could not be stored; the fault is logged."""
    tell_fault("in an introduction", fault)
    return _("We couldn’t keep your words just now. It’s our fault, not yours. They’re still on this page.")
