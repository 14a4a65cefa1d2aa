"""What web servers in front pass on about the address: one table of header sets, and the pages requested with each.

The same table is used inside the test process (tests/web/test_reverse_proxy.py) and through a real nginx and a real
Caddy that pass on these headers (tests/deploy/test_header_sets.py).
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from tests.forms import Form, forms_on
from tests.promises.asking import images_on, veil_path

NAME = "our-place.example"
ADDRESS = f"https://{NAME}"
ELSEWHERE = "elsewhere.example"
PASSED_ON = ("X-Forwarded-Proto", "X-Forwarded-Host", "X-Forwarded-For", "Forwarded")


@dataclass(frozen=True)
class HeaderSet:
    """The headers that reach the place in addition to the browser's, and whether pages open and forms work."""

    name: str
    host: str
    headers: dict[str, str] = field(default_factory=dict)
    works: bool = True


_FOR = {"X-Forwarded-For": "192.0.2.7"}
SETS = (
    HeaderSet("the shipped files", NAME, _FOR | {"X-Forwarded-Proto": "https"}),
    HeaderSet("no scheme", NAME, _FOR),
    HeaderSet("no scheme, no address of the visitor", NAME),
    HeaderSet("scheme in capitals", NAME, _FOR | {"X-Forwarded-Proto": "HTTPS"}),
    HeaderSet("scheme twice", NAME, _FOR | {"X-Forwarded-Proto": "https,https"}),
    HeaderSet("two schemes", NAME, _FOR | {"X-Forwarded-Proto": "https, http"}),
    HeaderSet("wrong scheme", NAME, _FOR | {"X-Forwarded-Proto": "http"}),
    HeaderSet("only Forwarded", NAME, {"Forwarded": f"for=192.0.2.7;proto=https;host={NAME}"}),
    HeaderSet("host with port", f"{NAME}:443", _FOR | {"X-Forwarded-Proto": "https"}),
    HeaderSet("host with port, no scheme", f"{NAME}:443", _FOR),
    HeaderSet("host with the inner port", f"{NAME}:8000", _FOR | {"X-Forwarded-Proto": "https"}),
    HeaderSet("host in capitals", NAME.upper(), _FOR | {"X-Forwarded-Proto": "https"}),
    HeaderSet("host not passed on", "127.0.0.1:8000", _FOR | {"X-Forwarded-Proto": "https"}),
    HeaderSet("host not passed on, nothing else either", "127.0.0.1:8000"),
    HeaderSet("host not passed on, by name", "localhost:8000", _FOR),
    HeaderSet("host in X-Forwarded-Host", "127.0.0.1:8000", _FOR | {"X-Forwarded-Host": NAME}),
    HeaderSet("host in Forwarded", "localhost:8000", {"Forwarded": f'for=192.0.2.7;host="{NAME}:443";proto=https'}),
    HeaderSet("spoofed name beside the host", NAME, _FOR | {"X-Forwarded-Host": ELSEWHERE}),
    HeaderSet("spoofed name beside no host", "127.0.0.1:8000", _FOR | {"X-Forwarded-Host": ELSEWHERE}),
    HeaderSet("spoofed Forwarded", NAME, {"Forwarded": f"for=192.0.2.7;host={ELSEWHERE};proto=http"}),
    HeaderSet("name of the inner machine", "held:8000", _FOR, works=False),
    HeaderSet("inner machine and X-Forwarded-Host", "held:8000", _FOR | {"X-Forwarded-Host": NAME}, works=False),
    HeaderSet("spoofed host", ELSEWHERE, _FOR | {"X-Forwarded-Host": NAME}, works=False),
)


@dataclass(frozen=True)
class Page:
    """A response."""

    status: int
    text: str
    location: str
    headers: dict[str, str]


class Browser(Protocol):
    """A browser that says where its forms come from, and keeps cookies."""

    def open(self, path: str) -> Page:
        """Load a page."""
        ...

    def send(self, path: str, fields: dict[str, list[str]]) -> Page:
        """Send a form; redirects are not followed."""
        ...


@dataclass(frozen=True)
class People:
    """One browser for each person, and the addresses of what is theirs."""

    browsers: dict[str, Browser]  # of a reader, of Ana and of Hilde
    story: str  # the secret of its address
    photograph: str  # its name in that story
    leaf: int
    asked: str  # the link by which Mika answers


def _sent(browser: Browser, path: str, *, holds: str, **given: str) -> Page:
    """The form of a page that has this field, filled in and sent."""
    page = browser.open(path)
    form = next((form for form in forms_on(page.text) if _holds(form, holds)), None)
    return browser.send(form.action or path, form.filled(**given)) if form else page


def _holds(form: Form, name: str) -> bool:
    return form.method == "post" and name in dict(form.fields)


def front_page(people: People) -> bool:
    """Whether it opens, and names no address but ours."""
    page = people.browsers["reader"].open("/")
    return page.status == 200 and ELSEWHERE not in page.text


def story(people: People) -> bool:
    """Whether a reader reads it, and it names no address but ours."""
    page = people.browsers["reader"].open(f"/stories/{people.story}/")
    return page.status == 200 and ELSEWHERE not in page.text


def asking(people: People) -> bool:
    """Whether a reader who asks for a photograph sees it."""
    path, reader = veil_path(people.story, people.photograph), people.browsers["reader"]
    return reader.send(path, {}).status == 303 and bool(images_on(reader.open(path).text))


def entrance(people: People) -> bool:
    """Whether a code is checked, and not the form refused."""
    sheet = secrets.token_hex(4)  # tries are counted by sheet
    page = _sent(people.browsers["reader"], "/entrance/", holds="code", sheet=sheet, code="00000000")
    return page.status == 200 and "isn’t on that sheet" in page.text


def writing(people: People) -> bool:
    """Whether what Ana writes is kept."""
    path = f"/family/leaves/{people.leaf}/"
    return _sent(people.browsers["ana"], path, holds="body", body="The quince stands in the rain.").status == 303


def consent(people: People) -> bool:
    """Whether a person's no is kept."""
    sent = people.browsers["reader"].send(f"/c/a/{people.asked}/answer", {"scope": ["link"], "answer": ["not-now"]})
    return sent.status == 200 and "Your “not now” is saved." in sent.text  # without a cookie the page answers


def host(people: People) -> bool:
    """Whether Hilde can rename the place."""
    return _sent(people.browsers["hilde"], "/host/evening/1/", holds="answer", answer="The Lantern").status == 303


PAGES: tuple[Callable[[People], bool], ...] = (front_page, story, asking, entrance, writing, consent, host)


def not_as_told(people: People, one: HeaderSet) -> list[str]:
    """Names of the pages whose response differs from the table."""
    return [page.__name__ for page in PAGES if page(people) is not one.works]
