"""How a photograph is sent to a browser: each rendition at its own address, for one minute, to one visit, once."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse

from held.access import PhotographToShow
from held.pictures.reveal import CannotBeShown, RenditionRef, reveal
from held.pictures.ticket import NotGood, Peeked, tickets
from held.web.photograph_request import is_prefetch
from held.web.visit import visit_of

SHOWN_FOR = 60  # seconds in which a browser fetches what a page of ours shows
SHOWN_SMALL_FOR = 300  # the same, for many at once on a slow line
IN_HAND = 1080  # px, the width of most phones


@dataclass(frozen=True)
class Source:
    """One rendition: its format, its address, and whether it is for a hand-held device."""

    format: str
    address: str
    in_hand: bool


@dataclass(frozen=True)
class PictureToLookAt:
    """What `_picture.html` shows: its size, and addresses that work once, last the one that every browser
    understands."""

    sources: tuple[Source, ...]
    address: str
    width: int
    height: int
    whole: bool  # else only this part of the photograph opens


def picture_to_look_at(shown: PhotographToShow, address_of: Callable[[RenditionRef], str]) -> PictureToLookAt | None:
    """The picture, with every rendition that opens at its own address; None if nothing opens.

    A browser should choose once. If it chose by width, it would choose again when the phone is turned or the text is
    enlarged, from addresses that no longer work, and the picture would disappear. The kind of device does not change.
    """
    chosen = _chosen([one for one in shown.renditions if one.format == "avif"])
    chosen += _chosen([one for one in shown.renditions if one.format != "avif"])
    if not chosen:
        return None
    last = chosen[-1][0]
    sources = tuple(Source(rendition.format, address_of(rendition), in_hand) for rendition, in_hand in chosen[:-1])
    return PictureToLookAt(sources, address_of(last), last.width, last.height, shown.whole)


def small_picture(renditions: Iterable[RenditionRef], address_of: Callable[[RenditionRef], str]) -> PictureToLookAt:
    """The same, for one of many small pictures: the renditions are not opened here, which would take as long as to send
    them. A damaged one is told by its words."""
    ordered = sorted(renditions, key=lambda rendition: rendition.format != "avif")
    last = ordered[-1]
    sources = tuple(Source(one.format, address_of(one), in_hand=False) for one in ordered[:-1])
    return PictureToLookAt(sources, address_of(last), last.width, last.height, last.whole)


def ticket_for(
    request: HttpRequest, rendition: RenditionRef, *, thing: str, through: str = "", seconds: int = SHOWN_FOR
) -> str:
    """A ticket for the bytes of one rendition. `thing` is what this visit asked for a moment ago, in one word."""
    return tickets.give(f"{thing} {_rendition(rendition)}", visit=visit_of(request), through=through, seconds=seconds)


@dataclass(frozen=True)
class AskedRendition:
    """The thing that was asked for, which rendition of it, and its ticket."""

    thing: str
    rendition: str
    ticket: Peeked


def peek_ticket(request: HttpRequest, ticket: str) -> AskedRendition:
    """What this visit was given this ticket for. Raises Http404.

    It makes no database query: a forged, expired or used ticket is answered before any query.
    """
    try:
        peeked = tickets.peek(ticket, visit=visit_of(request))
        thing, box, kind = peeked.thing.split(" ")
    except (NotGood, ValueError):
        raise Http404 from None
    return AskedRendition(thing, f"{box} {kind}", peeked)


def picture_answer(
    request: HttpRequest, asked: AskedRendition, renditions: Iterable[RenditionRef], *, through: Iterable[str] = ("",)
) -> HttpResponse:
    """The bytes, for an image on a page of this visit; uses its ticket up. Raises Http404.

    `renditions` and `through`: what access allowed just now for `asked.thing`.
    """
    if request.method != "GET" or is_prefetch(request) or not _is_for_our_image(request):
        raise Http404
    rendition = next((rendition for rendition in renditions if _rendition(rendition) == asked.rendition), None)
    if rendition is None:
        raise Http404
    try:
        tickets.take_peeked(asked.ticket, through=list(through))
        answer = HttpResponse(reveal(rendition), content_type=f"image/{rendition.format}")
    except (NotGood, CannotBeShown):
        raise Http404 from None
    answer["Content-Disposition"] = 'inline; filename="picture"'
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def _is_for_our_image(request: HttpRequest) -> bool:
    """Browsers that send Sec-Fetch headers send them with every request; old ones send none."""
    dest, site = request.headers.get("Sec-Fetch-Dest", "image"), request.headers.get("Sec-Fetch-Site", "same-origin")
    return (dest, site) == ("image", "same-origin")


def _chosen(renditions: list[RenditionRef]) -> list[tuple[RenditionRef, bool]]:
    """The renditions offered in one format. Only those that are chosen are opened; if one is damaged, the choice is
    made again without it."""
    left, opens = list(renditions), dict[RenditionRef, bool]()
    while chosen := _for_each_device(left):
        opens |= {rendition: _opens(rendition) for rendition in dict(chosen) if rendition not in opens}
        if all(opens[rendition] for rendition, _in_hand in chosen):
            return chosen
        left = [rendition for rendition in left if opens.get(rendition, True)]
    return []


def _opens(rendition: RenditionRef) -> bool:
    """A damaged rendition is not offered: a browser would show a broken image."""
    try:
        return bool(reveal(rendition))
    except CannotBeShown:
        return False


def _for_each_device(renditions: list[RenditionRef]) -> list[tuple[RenditionRef, bool]]:
    """For a hand-held device the largest rendition that is not larger than a phone can show; for all others the
    largest."""
    ordered = sorted(renditions, key=lambda rendition: rendition.box)
    in_hand = [rendition for rendition in ordered if rendition.box <= IN_HAND] or ordered
    return [(in_hand[-1], True), (ordered[-1], False)] if ordered else []


def _rendition(rendition: RenditionRef) -> str:
    return f"{rendition.box} {rendition.format}"
