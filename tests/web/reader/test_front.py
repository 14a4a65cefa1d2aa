"""The front page: what this is, what is open to everyone, how to begin."""

import re

from held.lib import markdown
from held.stories.models import Publication
from tests import cast as people


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
    assert "Nothing here yet. There’s no rush." in anyone.get("/").content.decode()


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
