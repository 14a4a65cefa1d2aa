"""Forms stay valid in a real browser when a link to this place is pressed on another site, or somebody signs in."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browsing import watched
from tests.drawn import drawn_png
from tests.inside import inside
from tests.running import Running
from tests.seeding import seed

pytestmark = pytest.mark.browser
OPENED = """
    from held.accounts.models import Account, Link
    from held.accounts.one_time_links import make_link
    from held.stories.models import Publication, Story
    from tests.cast import open_to
    ana = next(one for one in Account.objects.all() if one.name == "Ana")
    open_to(Story.objects.get(pk={story}), Publication.Circle.LINK, by=ana)
    print(make_link(ana, purpose=Link.Purpose.INVITATION, by="program")[1])
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    data = tmp_path_factory.mktemp("place") / "data"
    running = Running(data)
    known = seed(data)
    running.story, running.ana = known["story"], known["cookies"]["ana"]
    running.link = inside(data, OPENED.format(story=running.story))
    with running:
        yield running


@contextmanager
def another_site(link: str) -> Iterator[str]:
    """A page with a link to us, at an IP address: for a browser `localhost` is a different site from 127.0.0.1."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(f'<a href="{link}">a letter</a>'.encode())

        def log_message(self, *_said: object) -> None:
            """Log nothing."""

    server = HTTPServer(("127.0.0.1", 0), Page)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def token_cookie(context: BrowserContext, place: Running) -> str:
    return next(one["value"] for one in context.cookies(place.url) if one["name"] == "form")


def send(page: Page, name: str, hue: int) -> None:
    page.set_input_files("#photographs", [{"name": name, "mimeType": "image/png", "buffer": drawn_png(hue=hue)}])
    arrived = page.locator("[data-files] li", has_text=name).locator("span")
    expect(arrived).to_have_text("This one has arrived, sealed.", timeout=20_000)


def test_open_forms_stay_good_whatever_other_tab_is_opened(browser, place):
    story = f"{place.url}/family/stories/{place.story}/"
    with watched(browser, place.url, session=place.ana) as seen, another_site(f"{place.url}/family/people/") as site:
        welcome, taking_back, sending, letter = seen.page, *[seen.page.context.new_page() for _tab in range(3)]
        seen.look("/family/welcome/")
        taking_back.goto(story)
        sending.goto(f"{story}photographs/")
        before = token_cookie(seen.page.context, place)

        letter.goto(site)
        letter.get_by_role("link", name="a letter").click()
        expect(letter).to_have_url(f"{place.url}/family/people/")
        assert token_cookie(seen.page.context, place) == before
        send(sending, "one.png", 11)
        welcome.get_by_label("What shall we call you?").fill("Ana R.")
        welcome.get_by_role("button", name="Save these names").click()
        expect(welcome.get_by_text("The names are saved.")).to_be_visible()

        welcome.goto(f"{place.url}/family/welcome/")
        invitation = [seen.page.context.new_page() for _tab in range(2)]
        for tab in invitation:
            tab.goto(f"{place.url}/entrance/link/{place.link}/")
        for tab in invitation:
            tab.get_by_role("button", name="Sign in").click()
            expect(tab).to_have_url(f"{place.url}/family/")
        assert token_cookie(seen.page.context, place) != before

        send(sending, "two.png", 12)
        welcome.get_by_label("What shall we call you?").fill("Ana Ruth")
        welcome.get_by_role("button", name="Save these names").click()
        expect(welcome.get_by_role("heading", level=1)).to_have_text("Nothing was lost. Please press once more.")
        expect(welcome.get_by_label("What shall we call you?")).to_have_value("Ana Ruth")
        assert (seen.axe(), seen.too_wide()) == ([], 0)
        welcome.get_by_role("button", name="Send this as Ana R.").click()
        expect(welcome.get_by_text("The names are saved.")).to_be_visible()
        taking_back.get_by_role("button", name="Take the story back").click()
        expect(taking_back.get_by_text("Taken back.")).to_be_visible()
