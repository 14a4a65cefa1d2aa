"""The front page: what this is, what is open to everyone, how to begin."""

import re

import pytest

from held.access.open_stories import A_PAGE
from held.lib import markdown
from held.place.models import Place
from held.publishing.models import Indexing
from held.stories.models import Publication
from tests import cast as people
from tests.many import many_open


def test_only_stories_open_to_everyone_are_listed(cast, anyone):
    people.open_to(people.write_story(cast, title="For everyone"), Publication.Circle.EVERYONE, by=cast.ana)
    people.open_to(people.write_story(cast, title="By link"), Publication.Circle.LINK, by=cast.ana)
    people.write_story(cast, title="Only ours")
    page = anyone.get("/").content.decode()
    assert "For everyone" in page
    assert "By link" not in page
    assert "Only ours" not in page


def test_the_front_page_lists_the_newest_opened_story_first(cast, anyone):
    first, second = people.write_story(cast, title="Written first"), people.write_story(cast, title="Written second")
    people.open_to(second, Publication.Circle.EVERYONE, by=cast.ana)
    people.open_to(first, Publication.Circle.EVERYONE, by=cast.ana)
    page = anyone.get("/").content.decode()
    assert page.index("Written first") < page.index("Written second")


def test_the_front_page_names_the_place_only_once(cast, anyone):
    body = anyone.get("/").content.decode().partition("<body")[2]
    assert body.count("The Lantern") == 1
    assert "<h1>" in body
    assert body.count("<svg") == 1


def test_an_excerpt_ends_where_a_sentence_ends(cast, anyone):
    told = (
        "Noor came on a Tuesday in March, before the lamps went out. We met Dr. Mika there. "
        + "And then it rained. " * 9
    )
    people.open_to(people.write_story(cast, body=told), Publication.Circle.EVERYONE, by=cast.ana)
    excerpt = re.search(r'</h3>\s*<p dir="auto">(.*?)</p>', anyone.get("/").content.decode())[1]
    assert told.startswith(excerpt + " ")
    assert excerpt.endswith("it rained.")
    assert len(excerpt) <= 160


def test_an_empty_front_page_says_so_kindly(anyone, db):
    assert "Nothing here yet." in anyone.get("/").content.decode()


def test_a_list_of_stories_makes_no_page_of_any_of_them(cast, anyone, monkeypatch):
    work = []
    really = markdown._reader().parse
    for _ in range(3):
        story = people.write_story(cast, body="[" * 100_000 + "She came on a Tuesday. " * 20_000)
        people.open_to(story, Publication.Circle.EVERYONE, by=cast.ana)
    monkeypatch.setattr(markdown._reader(), "parse", lambda text: work.append(len(text)) or really(text))
    for page in ("/", "/stories.atom"):
        work.clear()
        assert anyone.get(page).status_code == 200
        assert sum(work) <= 3 * 4_000, page


@pytest.mark.parametrize("page", ["/", "/stories/"])
def test_older_and_newer_stories_are_a_link_away(cast, anyone, page):
    many_open(cast, 2 * A_PAGE + 1)
    first = anyone.get(page).content.decode()
    assert links_of(first) == [("next", f"?before=told-{A_PAGE + 1}#stories", "Older stories")]
    second = anyone.get(f"{page}?before=told-{A_PAGE + 1}").content.decode()
    assert links_of(second) == [
        ("next", "?before=told-1#stories", "Older stories"),
        ("prev", f"?after=told-{A_PAGE}#stories", "Newer stories"),
    ]
    last = anyone.get(f"{page}?before=told-1").content.decode()
    assert links_of(last) == [("prev", "?after=told-0#stories", "Newer stories")]
    assert 'id="stories"' in last
    assert "told 0" in last
    assert "told 1" not in last


def links_of(page: str) -> list[tuple[str, ...]]:
    return re.findall(r'rel="(next|prev)" href="([^"]*)">([^<]*)</a>', page)


@pytest.mark.parametrize("page", ["/", "/stories/", "/stories.atom"])
@pytest.mark.parametrize("asked", ["before=never", "after=", "before=%00", "before=%ff", "before=1&before=2", "page=7"])
def test_what_names_no_place_in_the_list_gives_its_first_page(cast, anyone, page, asked):
    many_open(cast, A_PAGE + 1)
    assert anyone.get(f"{page}?{asked}").content == anyone.get(page).content


def test_a_front_page_that_may_be_listed_goes_on_with_what_may_be(cast, anyone):
    stories = many_open(cast, 2 * A_PAGE + 4)
    Indexing.objects.bulk_create(Indexing(story=story) for story in stories[::2])
    Place.objects.update(front_may_be_listed=True, description="Where families write.")
    page = anyone.get("/?before=told-4")
    assert "noindex" not in page["X-Robots-Tag"]
    assert re.findall(r"told \d+", page.content.decode()) == ["told 2", "told 0"]
