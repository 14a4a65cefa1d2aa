"""The stories open to everyone, for programs that read feeds (Atom, RFC 4287)."""

from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import require_safe

from held import access
from held.place.first_host import begun_on, name_of_place
from held.web.allowed_hosts import our_address
from held.web.audiences import for_anyone

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


class FeedOfTexts(Atom1Feed):
    """A feed in pages (RFC 5005, section 3): all have the same id.

    Its date does not move with the clock: an empty feed has the oldest date, not that of the request.
    """

    def latest_post_date(self) -> datetime:
        """When the newest story in it was opened."""
        return super().latest_post_date() if self.items else LONG_AGO

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        """What is said of the feed, and where its first page and the next one are."""
        super().add_root_elements(handler)
        for way in ("first", "next"):
            if self.feed[way]:
                handler.addQuickElement("link", "", {"rel": way, "href": self.feed[way]})

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        """One story. Its first line is text. Django would mark it as HTML, and feed readers would load a picture
        from an address that somebody wrote in it."""
        super().add_item_elements(handler, {**item, "description": None})
        if item["description"]:
            handler.addQuickElement("summary", item["description"], {"type": "text"})


@require_safe
@for_anyone(logged=True)
def feed(request: HttpRequest) -> HttpResponse:
    """Stories open to everyone as an Atom feed: title, first line and address, no more. `before` asks for a page."""
    site, began, name = our_address(), begun_on(), _sayable(name_of_place()) or _("Stories here")
    found, whole = access.stories_open_to_everyone(before=request.GET.get("before", "")), f"{site}{request.path}"
    atom = FeedOfTexts(
        title=name,
        link=f"{site}/",
        feed_url=f"{whole}?{urlencode({'before': found.before})}" if found.before else whole,
        feed_guid=_tag(site, began, request.path),
        description="",
        author_name=name,
        first=whole if found.before else "",
        next=f"{whole}?{urlencode({'before': found.older})}" if found.older else "",
    )
    for story in found.stories:
        quiet = story.summary.quiet or not story.summary.title
        path = reverse("reader:story", args=[story.address])
        atom.add_item(
            title=_("A story") if quiet else _sayable(story.summary.title),
            link=f"{site}{path}",
            unique_id=_tag(site, began, path),
            description="" if quiet else _sayable(story.summary.first_line),
            updateddate=story.opened_at,
        )
    return HttpResponse(atom.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def _tag(site: str, began: date, path: str) -> str:
    """The id of what is at a path (RFC 4151): our host name, a day on which it was ours, the path.

    It stays the same while the name does, even after a story was taken back and opened again.
    """
    return f"tag:{urlsplit(site).hostname},{began:%Y-%m-%d}:{path}"


def _sayable(words: str) -> str:
    """The text without control characters, which XML 1.0 cannot express; everything else is unchanged."""
    return "".join(letter for letter in words if (letter >= " " or letter in "\t\n\r") and letter not in "\ufffe\uffff")
