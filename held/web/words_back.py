"""The words of a form that was refused come back, to be copied; a few forms can be sent once more from there.

A form is refused as too old when its token is not valid: somebody signed in since, in any tab. Nothing was changed
then, and nothing is lost. A form that opens or decides something is sent only from its own page: that page says what
its button does. The page is shown only if a page of ours sent the form (`is_same_origin`): another site cannot put
words on it. Photographs are not given back: they are still on the device.
"""

from dataclasses import dataclass

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from held.place.models import Place
from held.web.photograph_request import is_same_origin, page_before

TYPED = {
    "name": _("Name"),
    "label": _("What this family is called"),
    "reach": _("How to reach them"),
    "purpose": _("What you are asking for"),
    "wished": _("How the address ends"),
    "outlet": _("A newspaper, broadcaster or journal"),
    "answer": _("Your answer"),
    "keeper": _("Who keeps this place?"),
    "description": _("What is this place?"),
    "mail": _("Your email address"),
    "phone": _("Telephone number"),
    "web_address": _("Web address"),
    "called": _("Which family?"),
    "hours": _("When they answer"),
    "spoken": _("Which language they speak"),
    "shows": _("What it shows"),
    "more": _("More about this photograph"),
    "took-name": _("Who took it"),
    "took-reach": _("How to reach them"),
    "in-name": _("Who is in it"),
    "in-reach": _("How to reach them"),
    "left": _("Left"),
    "top": _("Top"),
    "right": _("Right"),
    "bottom": _("Bottom"),
    "cut-left": _("Left"),
    "cut-top": _("Top"),
    "cut-right": _("Right"),
    "cut-bottom": _("Bottom"),
}
"""The text fields of every form behind a sign-in that the token protects."""

CHOSEN = frozenset({"yes", "no", "not-now", "withdraw", "tells", "tells-not", *Place.KeptFor.values})
"""What a button or a choice sends as `answer`. Nobody typed it, and it is decided again on its own page."""

NOT_SENT_AGAIN = {"csrfmiddlewaretoken", "code", "sheet", "credential"}
"""The old token; and keys, which are valid once and are shown on no other page."""

SENT_AGAIN = {
    "family:welcome": {
        "name": _("What shall we call you?"),
        "label": _("What do you call your family?"),
    },
    "family:person": {"name": _("Their name"), "reach": _("How you reach them")},
    "guardian:name": {"name": _("What shall we call you?")},
}
"""The forms that can be sent once more from the page with their words, each with the labels it has itself.

They neither open, nor make a link, nor decide anything: tests/promises/test_11_sent_again_widens_nothing.py.
`family:naming_person` is not one of them: it can name the person who sends it.
"""

FORM = "application/x-www-form-urlencoded"
SHORT = 120  # characters that fit on one line
MOST = 100_000  # characters of a form that a page gives back; ours have a fiftieth. HTML writes “'” in six characters


@dataclass(frozen=True)
class Written:
    """What somebody wrote in one field."""

    name: str
    label: object
    words: str

    @property
    def is_long(self) -> bool:
        """Whether it needs more than one line."""
        return len(self.words) > SHORT or "\n" in self.words


@dataclass(frozen=True)
class SentWords:
    """What a form sent: the words that somebody wrote in it, and all its other fields.

    `page` is the page with its button. `may_be_sent` says whether it can be sent once more from another page.
    """

    address: str
    page: str
    may_be_sent: bool
    written: tuple[Written, ...]
    more: tuple[tuple[str, str], ...]


def words_sent(request: HttpRequest) -> SentWords | None:
    """The words that somebody wrote in this form of ours; None if there are none, another site sent it, or it is
    longer than any form of ours."""
    if request.method != "POST" or request.content_type != FORM or not is_same_origin(request):
        return None
    if not fits_on_a_page(request.POST):
        return None
    every = [(name, value) for name, values in request.POST.lists() for value in values if name not in NOT_SENT_AGAIN]
    labels = TYPED | SENT_AGAIN.get(_name_of_page(request), {})
    written = tuple(Written(name, labels[name], value) for name, value in every if _is_written(name, value))
    more = tuple((name, value) for name, value in every if name not in {one.name for one in written})
    may_be_sent = _name_of_page(request) in SENT_AGAIN
    return SentWords(request.get_full_path(), page_of_form(request), may_be_sent, written, more) if written else None


def page_of_form(request: HttpRequest) -> str:
    """The page with the button that sent this form. An address that ends in / is a page, any other is an act."""
    here = request.get_full_path()
    return here if request.path.endswith("/") else page_before(request) or reverse("entrance:arrived")


def _name_of_page(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""


def fits_on_a_page(sent: QueryDict) -> bool:
    """Whether everything that was sent, names and values, fits on a page that gives it back. Without a limit a
    stranger would get six bytes for each byte that they send."""
    return sum(len(name) + len(value) for name, values in sent.lists() for value in values) <= MOST


def _is_written(name: str, value: str) -> bool:
    return name in TYPED and bool(value.strip()) and value not in CHOSEN
