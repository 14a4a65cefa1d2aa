"""What feed readers get."""

from pathlib import Path
from xml.etree import ElementTree

import pytest
from lxml import etree

from held.access.open_stories import A_PAGE
from held.accounts.models import Account
from held.place.models import Hosting, Place
from held.publishing import publication
from held.stories.models import Publication
from tests import cast as people
from tests.counting import counting
from tests.many import many_open

ATOM = "{http://www.w3.org/2005/Atom}"
SCHEMA = etree.RelaxNG(etree.parse(Path(__file__).parent / "atom.rng"))
FIRST_LINES = [
    '<img src="https://elsewhere.example/x.png"> & 1 < 2',
    "&lt;b&gt; &amp;amp;",
    "14. March\n---\n* 2024 † 2024",
]


def open_to_everyone(cast, **written):
    people.open_to(people.write_story(cast, **written), Publication.Circle.EVERYONE, by=cast.ana, wished="noor")


def read(browser):
    return ElementTree.fromstring(browser.get("/stories.atom").content)


def faults(browser):
    """What violates the schema of RFC 4287."""
    SCHEMA.validate(etree.fromstring(browser.get("/stories.atom").content))
    return [str(fault) for fault in SCHEMA.error_log]


def test_the_feed_has_title_first_line_and_address_and_no_more(cast, anyone):
    open_to_everyone(cast, body=people.ESSAY + "\n\nThe third paragraph stays in the story.")
    entry = read(anyone).find(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == people.TITLE
    assert entry.find(f"{ATOM}link").get("href").endswith("/stories/noor/")
    assert people.CANARY in entry.findtext(f"{ATOM}summary")


@pytest.mark.parametrize("line", FIRST_LINES)
def test_a_first_line_is_text_and_no_reader_loads_what_is_named_in_it(cast, anyone, line):
    open_to_everyone(cast, body=line)
    summary = read(anyone).find(f"{ATOM}entry/{ATOM}summary")
    assert summary.get("type") == "text"
    assert summary.text.split() == line.split()


@pytest.mark.parametrize("title", ["\x00\x0b<&>", "a]]>b", "🕯️ ﷽", "\ufffe", ""])
def test_the_feed_keeps_to_its_schema_whatever_a_title_is(cast, anyone, title):
    Place.objects.update(name=title)
    open_to_everyone(cast, title=title)
    assert not faults(anyone)


def test_an_empty_feed_keeps_to_its_schema(anyone, db):
    assert not faults(anyone)


def test_the_schema_finds_what_django_would_write_by_itself(cast, anyone):
    open_to_everyone(cast)
    html = anyone.get("/stories.atom").content.replace(b'type="text"', b'type="html"')
    assert not SCHEMA.validate(etree.fromstring(html))
    no_day = anyone.get("/stories.atom").content.replace(b"tag:localhost,", b"tag:localhost:")
    assert not SCHEMA.validate(etree.fromstring(no_day))


def test_an_id_stays_when_a_story_is_taken_back_and_opened_again(cast, anyone):
    story = people.write_story(cast)
    ids = []
    for _ in range(2):
        people.open_to(story, Publication.Circle.EVERYONE, by=cast.ana, wished="noor")
        ids.append([one.text for one in read(anyone).iter(f"{ATOM}id")])
        publication.take_back(story, by=cast.ana)
    began = Hosting.objects.get().at
    assert ids[0] == ids[1] == [f"tag:localhost,{began:%Y-%m-%d}:/{end}" for end in ("stories.atom", "stories/noor/")]


def test_another_host_later_changes_no_id(cast, anyone):
    before = read(anyone).findtext(f"{ATOM}id")
    Hosting.objects.create(account=Account.objects.create())
    assert read(anyone).findtext(f"{ATOM}id") == before


def ways(browser, query: str) -> dict[str, str]:
    """The links of the feed itself: to this page of it, to the first and the next."""
    feed = ElementTree.fromstring(browser.get(f"/stories.atom{query}").content)
    return {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}


def test_the_feed_goes_on_in_pages_with_the_same_id(cast, anyone):
    many_open(cast, A_PAGE + 2)
    here = "http://localhost:8000/stories.atom"
    page = {"alternate": "http://localhost:8000/", "self": here}
    older = f"{here}?before=told-2"
    assert ways(anyone, "") == {**page, "next": older}
    assert ways(anyone, "?before=told-2") == {**page, "self": older, "first": here}
    first, second = (anyone.get(f"/stories.atom{query}").content for query in ("", "?before=told-2"))
    ids = [[one.text for one in ElementTree.fromstring(one).iter(f"{ATOM}id")] for one in (first, second)]
    assert ids[0][0] == ids[1][0], "both are pages of one feed"
    assert len({*ids[0], *ids[1]}) == 1 + A_PAGE + 2
    assert ids[1][1].endswith(":/stories/told-1/")
    for content in (first, second):
        assert SCHEMA.validate(etree.fromstring(content)), SCHEMA.error_log


def test_a_feed_of_many_stories_has_no_more_statements(cast, anyone):
    many_open(cast, 2)
    with counting() as few:
        read(anyone)
    many_open(cast, A_PAGE, called="later")
    with counting() as many:
        read(anyone)
    assert many.statements == few.statements
