"""People to talk to: the host writes them, says when they were checked, and takes them away."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from held import access
from held.access import SignedIn
from held.place.help_contacts import as_shown, confirm_contact, remove_contact, save_contact
from held.place.models import HelpContact
from held.web.audiences import for_host
from held.web.host.word_forms import HelpContactForm
from held.web.notices import said_in, saying

COLUMNS = {one: one for one in ("name", "phone", "web_address", "hours")} | {"spoken": "language"}
"""The column of each field. No two forms use one field name for different words (`held.web.words_back.TYPED`)."""


@require_safe
@for_host(logged=True)
def help_contacts(request: HttpRequest, viewer: SignedIn) -> HttpResponse:
    """Everyone on the list, as readers see them, with what can be done."""
    contacts = [(contact, as_shown(contact)) for contact in access.help_contacts_to_host(viewer)]
    return render(request, "host/help_contacts.html", {"contacts": contacts, "said": said_in(request)})


@require_http_methods(["GET", "HEAD", "POST"])
@for_host(logged=True)
def new_help_contact(request: HttpRequest, viewer: SignedIn) -> HttpResponse:
    """Add somebody to the list."""
    return _write(request, viewer, None)


@require_http_methods(["GET", "HEAD", "POST"])
@for_host(logged=True)
def help_contact(request: HttpRequest, viewer: SignedIn, contact_id: int) -> HttpResponse:
    """Change somebody on the list. Raises Http404."""
    return _write(request, viewer, access.help_contact_to_host(viewer, contact_id))


@require_POST
@for_host(logged=True)
def confirming_help_contact(_request: HttpRequest, viewer: SignedIn, contact_id: int) -> HttpResponse:
    """The host looked it up today, and it is still right. Raises Http404."""
    confirm_contact(access.help_contact_to_host(viewer, contact_id), by=viewer.account)
    return _to_list("checked")


@require_POST
@for_host(logged=True)
def removing_help_contact(_request: HttpRequest, viewer: SignedIn, contact_id: int) -> HttpResponse:
    """Nobody reads it any more. Raises Http404."""
    remove_contact(access.help_contact_to_host(viewer, contact_id), by=viewer.account)
    return _to_list("removed")


def _write(request: HttpRequest, viewer: SignedIn, contact: HelpContact | None) -> HttpResponse:
    written = {name: getattr(contact, column) for name, column in COLUMNS.items()} if contact else {}
    form = HelpContactForm(request.POST or None, initial=written)
    if request.method != "POST" or not form.is_valid():
        return render(request, "host/help_contact.html", {"form": form, "contact": contact})
    given = {column: form.cleaned_data[name] for name, column in COLUMNS.items()}
    save_contact(contact, given, by=viewer.account)
    return _to_list("checked")


def _to_list(said: str) -> HttpResponse:
    return HttpResponseRedirect(saying(reverse("host:help_contacts"), said), status=303)
