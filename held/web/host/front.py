"""What the front page says about this place, and whether search engines may list it."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from held import access
from held.access import SignedIn
from held.place.front_page import NothingToList, set_front_page
from held.web.audiences import for_host
from held.web.host.word_forms import FrontPageForm
from held.web.notices import saying


@require_http_methods(["GET", "HEAD", "POST"])
@for_host(logged=True)
def front(request: HttpRequest, viewer: SignedIn) -> HttpResponse:
    """Change either."""
    place = access.place_to_host(viewer)
    now = {"description": place.description, "may_be_listed": place.front_may_be_listed}
    form = FrontPageForm(request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            set_front_page(given["description"], may_be_listed=given["may_be_listed"], by=viewer.account)
        except NothingToList:
            form.add_error("description", _("Please say what this place is, so that people who find it know."))
        else:
            return HttpResponseRedirect(saying(reverse("host:desk"), "front"), status=303)
    return render(request, "host/front.html", {"form": form})
