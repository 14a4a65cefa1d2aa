"""A link that a family made for one named person: looked at it shows a button, pressed it leads to the story."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from held import access
from held.stories.naming import mark_used, reading_of
from held.web.asking import comes_from_here
from held.web.audiences import for_anyone
from held.web.named import let_read


@require_http_methods(["GET", "HEAD", "POST"])
@csrf_exempt  # looking at it sets no cookie, so the form carries no token: comes_from_here asks instead
@for_anyone
def named(request: HttpRequest, named_token: str) -> HttpResponse:
    """GET uses nothing: a preview in a message must not. POST lets this browser read from now on. Raises Http404."""
    found, address = access.named_to_read(named_token)
    if request.method != "POST" or not comes_from_here(request):
        return render(request, "reader/named.html")
    mark_used(found)
    answer = HttpResponseRedirect(reverse("reader:story", args=[address]), status=303)
    let_read(request, answer, reading_of(named_token))
    return answer
