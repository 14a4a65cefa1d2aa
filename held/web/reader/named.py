"""A link that a family made for one named person: a GET shows a button, pressing it leads to the story.

A browser that sent no such cookie before is first redirected back here: if it kept none, this page says so. The address
of the story, which people copy for each other, never carries that mark.
"""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from held import access
from held.publishing.named_readers import mark_used, reading_of
from held.web.audiences import for_anyone
from held.web.cookies import marked_as_given, was_just_given
from held.web.named_reader_cookie import keeps, keeps_any, let_read
from held.web.refusals import not_heard
from held.web.same_origin import same_origin


def _button_again(request: HttpRequest, named_token: str) -> HttpResponse:
    """The button was pressed on another site. Raises Http404."""
    access.named_to_read(named_token)
    return not_heard(request, render(request, "reader/named.html"))


@require_http_methods(["GET", "HEAD", "POST"])
@same_origin(otherwise=_button_again)  # viewing the page sets no cookie, so the form carries no token
@for_anyone(logged=False)
def named(request: HttpRequest, named_token: str) -> HttpResponse:
    """A preview in a message uses nothing up. POST lets this browser read from now on; the link counts as used once
    the browser has sent its cookie back. Raises Http404."""
    found = access.named_to_read(named_token)
    story, here = reverse("reader:story", args=[found.address]), reverse("reader:named", args=[named_token])
    if request.method != "POST":
        given = was_just_given(request)
        if not given or not keeps(request, reading_of(named_token)):  # any other cookie can be forged
            return render(request, "reader/named.html", {"cookies_needed": given})
        mark_used(found.id)
        return HttpResponseRedirect(story, status=303)
    has_cookies = keeps_any(request)
    if has_cookies:
        mark_used(found.id)
    answer = HttpResponseRedirect(story if has_cookies else marked_as_given(here), status=303)
    let_read(request, answer, reading_of(named_token))
    return answer
