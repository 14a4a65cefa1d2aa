"""A link to hand over: its address, the words that go with it, and the ways to send it."""

from dataclasses import dataclass
from urllib.parse import quote

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from held.web.allowed_hosts import our_address

WORDS: dict[str, str | Promise] = {
    "entrance:link": _("I’ve made a link for you. It’s for you alone, and works once. There’s no rush."),
    "contributor:asked": _("I’d like to ask you something. There’s no rush, and any answer is fine."),
    "contributor:envelope": _("I’d like to ask you for something. There’s no rush, and it’s fine to say no."),
    "reader:named": _("Here’s something you can read. The link is for you alone. There’s no rush."),
    "reader:story": _("Here’s something you can read. There’s no rush."),
}
"""The words sent with a link, by the page it opens. Anybody may see a message on a phone, so the words do not say what
the link is about, and have no name in them: a family may call somebody “Noor’s grandmother”."""


@dataclass(frozen=True)
class LinkCard:
    """What `_link_ways.html` and `_link_card.html` show."""

    address: str
    words: str

    @property
    def text_message(self) -> str:
        """Opens a text message with these words and the link. Phones differ in whether a `?` or a `&` comes first."""
        return f"sms:?&body={self._body}"

    @property
    def mail(self) -> str:
        """Opens a mail with these words and the link."""
        return f"mailto:?subject={quote(gettext('A link for you'), safe='')}&body={self._body}"

    @property
    def square(self) -> SafeString:
        """The QR code as a drawing inside the page, because our pages load no data: address. It is drawn only where a
        template shows it, which takes a while; nothing is stored, and no other site is asked."""
        return _drawn(self.address)

    @property
    def _body(self) -> str:
        return quote(f"{self.words}\n\n{self.address}", safe="")


def link_card(page: str, token: str) -> LinkCard:
    """The card of a link to this page. Every link that a page shows comes from here."""
    words = str(WORDS[page])
    return LinkCard(our_address() + reverse(page, args=[token]), words)


def _drawn(address: str) -> SafeString:
    import qrcode  # noqa: PLC0415  # it loads Pillow, 80 ms, and few pages show a link

    code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_M)
    code.add_data(address)
    rows = code.get_matrix()  # with its quiet zone
    dots = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    return format_html(
        '<svg viewBox="0 0 {size} {size}" role="img" aria-label="{words}" focusable="false" '
        'shape-rendering="crispEdges"><path d="{dots}"/></svg>',
        size=len(rows),
        words=gettext("A square that a phone’s camera can read: the link"),
        dots=dots,
    )
