"""The setting for the walks in three engines: one place by http and one by https, each behind a proxy that counts
requests, and a new browser window for each walk."""

import json
import ssl
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser

from tests.deploy.fronts import make_certificate
from tests.engines.chromium import Chromium
from tests.engines.engine import Engine
from tests.engines.firefox import Firefox, FirefoxProcess
from tests.engines.packages import skip_without
from tests.engines.passing import Passing, passing
from tests.engines.webkit import Display, WebKit
from tests.inside import inside
from tests.running import Running
from tests.seeding import seed

ENGINES = ("Chromium", "Firefox", "WebKit")
QUESTIONS = 30  # each walk that answers has its own
LINKS = """
import json
from datetime import timedelta
from types import SimpleNamespace
from held.accounts import sign_in_keys
from held.consent import consent_links
from held.consent import involved
from held.families.persons import add_person
from held.place.models import Hosting
from held.gathering.envelopes import Asked, make_envelope
from held.stories.models import Publication, Story
from held.publishing.named_readers import name_reader
from tests import cast as people
from tests.photographs import photograph
story = Story.objects.get(pk={story})
ana = story.made_by
people.open_to(story, Publication.Circle.EVERYONE, by=ana, wished="noor")
other = photograph(SimpleNamespace(ana=ana, family=story.family), story)
asked = []
for number in range({questions}):
    mika = add_person(story.family, f"Mika {{number}}", "the house beside", by=ana)
    involvement = involved.name_person(other.leaf.picture, mika, in_it=True, took_it=False, by=ana)
    asked.append("/c/a/" + consent_links.ask(involvement, ["link"], by=ana))
wanted = Asked("Nele", "The pictures you took on the Sunday", most_pictures=100, lasts=timedelta(days=30))
hilde = Hosting.objects.get().account
print(json.dumps({{
    "asked": asked,
    "envelope": "/c/" + make_envelope(story, wanted, by=ana)[1],
    "named": "/n/" + name_reader(story, "Nele", by=ana)[1],
    "sheet": hilde.handle,
    "codes": sign_in_keys.write_codes(hilde),
}}))
"""


@dataclass
class Seen:
    """One place as browsers reach it, with its links and codes."""

    data: Path
    proxy: Passing
    session: str
    leaf: int
    links: dict = field(default_factory=dict)

    @property
    def url(self) -> str:
        """Its address, without a slash at the end."""
        return self.proxy.url

    def question(self) -> str:
        """A question that nobody has answered yet."""
        return str(self.links["asked"].pop())

    def code(self) -> str:
        """A paper code that nobody has used yet."""
        return str(self.links["codes"].pop())


class Scene:
    """The places, made when they are first needed, and the one open window."""

    def __init__(self, browser: Browser, folder: Path, closing: ExitStack) -> None:
        self._browser, self._folder, self._closing = browser, folder, closing
        self._places: dict[bool, Seen] = {}
        self._firefox: FirefoxProcess | None = None
        self._display: Display | None = None
        self._window = ExitStack()

    def place(self, *, secure: bool = False) -> Seen:
        """The place by http, or the one by https. Its requests keep all their headers."""
        if secure not in self._places:
            self._places[secure] = self._made(secure=secure)
        seen = self._places[secure]
        seen.proxy.without = ()
        return seen

    def window(self, engine: str, **kind: bool) -> Engine:
        """A window that knows nothing about the one before, which is closed. `kind`: arguments of the engine's
        class."""
        skip_without(engine)
        self.close_window()
        opened = self._opened(engine, kind)
        self._window.callback(opened.close)
        return opened

    def close_window(self) -> None:
        """Close the one that is open, if there is one."""
        self._window.close()

    def _opened(self, engine: str, kind: dict[str, bool]) -> Engine:
        if engine == "Chromium":
            return Chromium(self._browser, **kind)
        if engine == "Firefox":
            if not self._firefox:
                self._firefox = FirefoxProcess()
                self._closing.callback(self._firefox.close)
            return Firefox(self._firefox, **kind)
        if not self._display:
            self._display = Display()
            self._closing.callback(self._display.close)
        return WebKit(self._display, **kind)

    def _made(self, *, secure: bool) -> Seen:
        data = self._folder / ("https" if secure else "http")
        known = seed(data, photographs=2)
        links = json.loads(inside(data, LINKS.format(story=known["story"], questions=QUESTIONS)))
        proxy = self._closing.enter_context(passing(tls=_certificate(self._folder) if secure else None))
        address = {"HELD_ADDRESS": proxy.url} if secure else {}
        proxy.to = self._closing.enter_context(Running(data, **address)).port
        return Seen(data, proxy, known["cookies"]["ana"], known["leaf"], links)


@contextmanager
def scene(browser: Browser, folder: Path) -> Iterator[Scene]:
    """Everything ends with it."""
    with ExitStack() as closing:
        made = Scene(browser, folder, closing)
        try:
            yield made
        finally:
            made.close_window()


def _certificate(folder: Path) -> ssl.SSLContext:
    make_certificate(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "fullchain.pem", folder / "privkey.pem")
    return context
