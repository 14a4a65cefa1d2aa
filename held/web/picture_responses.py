"""How a photograph goes out to a browser: by an address for each rendition, for one minute, to one visit, once."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse

from held.access import PhotographToShow
from held.pictures.reveal import CannotBeShown, RenditionRef, reveal
from held.pictures.ticket import NotGood, Peeked, tickets
from held.web.photograph_request import is_prefetch
from held.web.visit import visit_of

SHOWN_FOR = 60  # seconds in which a browser fetches what a page of ours shows
IN_HAND = 1080  # px, as many as most phones have across


@dataclass(frozen=True)
class Source:
    """One rendition: its format, its address, and whether it is for a device that is held in the hand."""

    format: str
    address: str
    in_hand: bool


@dataclass(frozen=True)
class PictureToLookAt:
    """What `_picture.html` shows: addresses that are good once, the one for every browser last, and its size."""

    sources: tuple[Source, ...]
    address: str
    width: int
    height: int
    whole: bool  # else only this part of the photograph opens


def picture_to_look_at(shown: PhotographToShow, address_of: Callable[[RenditionRef], str]) -> PictureToLookAt | None:
    """Everything of the picture that opens, each rendition at an address of its own; None where nothing opens.

    A browser is to choose once. Whichever it chose by width it would choose anew when the phone is turned or the
    letters are made larger, from addresses that are good no more, and the picture would go. What it is held in stays.
    """
    chosen = _chosen([one for one in shown.sights if one.format == "avif"])
    chosen += _chosen([one for one in shown.sights if one.format != "avif"])
    if not chosen:
        return None
    last = chosen[-1][0]
    sources = tuple(Source(sight.format, address_of(sight), in_hand) for sight, in_hand in chosen[:-1])
    return PictureToLookAt(sources, address_of(last), last.width, last.height, shown.whole)


def ticket_for(request: HttpRequest, sight: RenditionRef, *, thing: str, through: str = "") -> str:
    """A ticket for the bytes of one rendition. `thing` is what this visit asked for a moment ago, in one word."""
    return tickets.give(f"{thing} {_rendition(sight)}", visit=visit_of(request), through=through, seconds=SHOWN_FOR)


@dataclass(frozen=True)
class AskedRendition:
    """Of which thing a rendition is asked for, which one, and the ticket that was given for it."""

    thing: str
    rendition: str
    ticket: Peeked


def peek_ticket(request: HttpRequest, ticket: str) -> AskedRendition:
    """What this visit was given this ticket for. Raises Http404.

    It asks no table: what is forged, ended or used is answered before one is asked.
    """
    try:
        peeked = tickets.peek(ticket, visit=visit_of(request))
        thing, box, kind = peeked.thing.split(" ")
    except (NotGood, ValueError):
        raise Http404 from None
    return AskedRendition(thing, f"{box} {kind}", peeked)


def picture_answer(
    request: HttpRequest, asked: AskedRendition, sights: Iterable[RenditionRef], *, through: Iterable[str] = ("",)
) -> HttpResponse:
    """The bytes, for an image on a page of this visit, which used its ticket by this. Raises Http404.

    `sights` and `through`: what access allowed just now for `asked.thing`.
    """
    if request.method != "GET" or is_prefetch(request) or not _is_for_our_image(request):
        raise Http404
    sight = next((sight for sight in sights if _rendition(sight) == asked.rendition), None)
    if sight is None:
        raise Http404
    try:
        tickets.take_peeked(asked.ticket, through=list(through))
        answer = HttpResponse(reveal(sight), content_type=f"image/{sight.format}")
    except (NotGood, CannotBeShown):
        raise Http404 from None
    answer["Content-Disposition"] = 'inline; filename="picture"'
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def _is_for_our_image(request: HttpRequest) -> bool:
    """Browsers that say what a request is for and from where say so of every request; old ones say nothing."""
    dest, site = request.headers.get("Sec-Fetch-Dest", "image"), request.headers.get("Sec-Fetch-Site", "same-origin")
    return (dest, site) == ("image", "same-origin")


def _chosen(sights: list[RenditionRef]) -> list[tuple[RenditionRef, bool]]:
    """What is offered of one format. Only what is chosen is opened; where that is damaged, the choice is made again
    without it."""
    left, opens = list(sights), dict[RenditionRef, bool]()
    while chosen := _for_each_device(left):
        opens |= {sight: _opens(sight) for sight in dict(chosen) if sight not in opens}
        if all(opens[sight] for sight, _in_hand in chosen):
            return chosen
        left = [sight for sight in left if opens.get(sight, True)]
    return []


def _opens(sight: RenditionRef) -> bool:
    """A damaged rendition is not offered: a browser would show it as a torn page."""
    try:
        return bool(reveal(sight))
    except CannotBeShown:
        return False


def _for_each_device(sights: list[RenditionRef]) -> list[tuple[RenditionRef, bool]]:
    """For the hand the largest that is not larger than a phone can show; for everything else the largest."""
    ordered = sorted(sights, key=lambda sight: sight.box)
    in_hand = [sight for sight in ordered if sight.box <= IN_HAND] or ordered
    return [(in_hand[-1], True), (ordered[-1], False)] if ordered else []


def _rendition(sight: RenditionRef) -> str:
    return f"{sight.box} {sight.format}"
