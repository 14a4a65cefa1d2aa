"""A link to hand over: shown once, as text to copy, as a QR code, and on a page to print."""

from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString


@dataclass(frozen=True)
class LinkCard:
    """What `_link_card.html` shows."""

    address: str
    square: SafeString


def link_card(address: str) -> LinkCard:
    """The card for this whole address. It is drawn here: nothing is stored, and no other site is asked."""
    return LinkCard(address, _drawn(address))


def _drawn(address: str) -> SafeString:
    """The QR code as a drawing inside the page, because our pages load no data: address."""
    import qrcode  # noqa: PLC0415  # it loads Pillow, 80 ms, and few pages show a link

    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M)
    code.add_data(address)
    rows = code.get_matrix()  # with its quiet zone
    dots = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    return format_html(
        '<svg viewBox="0 0 {size} {size}" aria-hidden="true" focusable="false" shape-rendering="crispEdges">'
        '<path d="{dots}"/></svg>',
        size=len(rows),
        dots=dots,
    )
