"""Which photographs of a story were shown small: to one account, by one press, for a quarter of an hour.

It is stored nowhere. The page's form carries the photographs in a ticket, so that an act can show the same ones
again, and never one that arrived after the press.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Collection

from django.http import HttpRequest

from held.access import SignedIn
from held.pictures.ticket import NotGood, tickets
from held.stories.models import Story
from held.web.visit import visit_of

COVERED_AFTER = 900  # seconds
SHEET, FORM = "sheet", "form"  # what a ticket shows: the page once, or the form that was on it


def asked_for(story: Story, viewer: SignedIn, numbers: Collection[int]) -> str:
    """What a visit asks for by the press: these photographs, by their numbers in the story."""
    return _thing(SHEET, story, viewer, numbers)


def numbers_asked_for(thing: str, story: Story, viewer: SignedIn) -> set[int]:
    """The numbers in what was asked for; none if it was for another account, another story or another page."""
    return _numbers(thing, SHEET, story, viewer)


def form_ticket(request: HttpRequest, story: Story, viewer: SignedIn, numbers: Collection[int]) -> str:
    """A ticket for the form on the page; it may be sent several times until it expires."""
    return tickets.give(_thing(FORM, story, viewer, numbers), visit=visit_of(request), seconds=COVERED_AFTER)


def numbers_on_form(request: HttpRequest, story: Story, viewer: SignedIn) -> set[int]:
    """The numbers of the photographs that the form was shown with; none if its time is over, or it isn't theirs."""
    try:
        thing = tickets.look(request.POST.get("shown", ""), visit=visit_of(request))
    except NotGood:
        return set()
    return _numbers(thing, FORM, story, viewer)


def _thing(what: str, story: Story, viewer: SignedIn, numbers: Collection[int]) -> str:
    return f"{what}.{story.pk}.{viewer.account.pk}.{_packed(numbers)}"


def _numbers(thing: str, what: str, story: Story, viewer: SignedIn) -> set[int]:
    beginning = _thing(what, story, viewer, ())
    return _unpacked(thing.removeprefix(beginning)) if thing.startswith(beginning) else set()


def _packed(numbers: Collection[int]) -> str:
    """One bit for each number, so that thousands fit into a ticket."""
    bits = sum(1 << number for number in set(numbers))
    packed = bits.to_bytes((bits.bit_length() + 7) // 8, "little")
    return urlsafe_b64encode(packed).decode().rstrip("=")


def _unpacked(packed: str) -> set[int]:
    bits = int.from_bytes(urlsafe_b64decode(packed + "=" * (-len(packed) % 4)), "little")
    return {number for number in range(bits.bit_length()) if bits >> number & 1}
