"""The pages anyone may open. They are the same bytes for everyone, and reading leaves no trace."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from held import access
from held.access import Reader
from held.place.help_contacts import people_to_talk_to
from held.web.allowed_hosts import our_address
from held.web.audiences import for_anyone, for_reader
from held.web.reader.access_requests import access_request_page
from held.web.this_place import front_page_of

MAY_BE_LISTED = "noarchive, noimageindex, noai, noimageai"  # without noindex


@require_safe
@for_anyone(logged=True)
def front(request: HttpRequest) -> HttpResponse:
    """What this installation is, a page of the stories open to everyone, who keeps it, and how to begin.

    If search engines may list it, it names only stories that they may list too.
    """
    page = front_page_of(request)
    context = {
        "list": _page_of_stories(request, only_listed=page.may_be_listed),
        "may_be_listed": page.may_be_listed,
        "description": page.description,
        "site": our_address(),
        "people_to_talk_to": people_to_talk_to(),
    }
    answer = render(request, "reader/front.html", context)
    if page.may_be_listed:
        answer["X-Robots-Tag"] = MAY_BE_LISTED
    return answer


@require_safe
@for_anyone(logged=True)
def stories(request: HttpRequest) -> HttpResponse:
    """The stories open to everyone, a page at a time. No search engine may list these pages."""
    return render(request, "reader/stories.html", {"list": _page_of_stories(request)})


@require_safe
@for_reader(logged=True)
def story(request: HttpRequest, reader: Reader, address: str) -> HttpResponse:
    """A story in words; in place of a photograph, words say what it shows. Raises Http404."""
    try:
        found = access.story_to_read(address, reader)
    except Http404:
        return access_request_page(request, address)
    answer = render(request, "reader/story.html", {"story": found, "page": found.page, "site": our_address()})
    if found.may_be_listed:
        answer["X-Robots-Tag"] = MAY_BE_LISTED
    return answer


@require_safe
@for_reader(logged=True)
def words(request: HttpRequest, reader: Reader, address: str) -> HttpResponse:
    """The same story without any veil, for somebody who does not want to be asked. Raises Http404."""
    found = access.story_to_read(address, reader)
    context = {"story": found, "page": found.page, "site": our_address(), "without_photographs": True}
    return render(request, "reader/words.html", context)


@require_safe
@for_anyone(logged=True)
def quiet(request: HttpRequest) -> HttpResponse:
    """A calm page, with nothing on it about loss."""
    return render(request, "reader/quiet.html", {"people_to_talk_to": people_to_talk_to()})


@require_safe
@for_anyone(logged=True)
def help_page(request: HttpRequest) -> HttpResponse:
    """Help, and people to talk to."""
    return render(request, "reader/help.html", {"people_to_talk_to": people_to_talk_to()})


def _page_of_stories(request: HttpRequest, *, only_listed: bool = False) -> access.PageOfStories:
    """The page that the address names, by a story beside it; the newest stories if it names none of the list."""
    before, after = request.GET.get("before", ""), request.GET.get("after", "")
    return access.stories_open_to_everyone(only_listed=only_listed, before=before, after=after)
