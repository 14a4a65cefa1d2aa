"""A named person's link reveals the address of a story only after its button was pressed in this browser."""

import pytest
from django.test import Client

from held.publishing import named_readers
from held.publishing.addresses import addresses_of
from held.publishing.models import NamedReader
from held.stories.models import Publication
from tests import cast as people

OURS = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def story(cast):
    story = people.write_story(cast)
    people.open_to(story, Publication.Circle.NAMED, by=cast.ana)
    return story


def link_for(story, cast, name: str) -> str:
    return f"/n/{named_readers.name_reader(story, name, by=cast.ana)[1]}"


def look(link: str, cookie: str):
    browser = Client(headers={"host": "localhost"})
    led = browser.post(link, headers=OURS)  # the button redirects to a marked address
    browser.cookies.clear()
    browser.cookies["named"] = cookie
    return browser.get(led["Location"], headers=OURS)


def test_a_cookie_that_is_not_of_this_link_tells_no_address(cast, story):
    link, other = link_for(story, cast, "Nele"), link_for(story, cast, "Omar")
    of_another = named_readers.reading_of(other.rpartition("/")[2])
    for cookie in ("x" * 43, link.rpartition("/")[2], of_another, ".".join(["x" * 43, of_another])):
        answer = look(link, cookie)
        assert answer.status_code == 200
        assert addresses_of(story)["NAMED"] not in answer.content.decode() + str(answer.headers)
    assert not NamedReader.objects.filter(used=True).exists()


def test_the_cookie_of_this_link_among_others_leads_on(cast, story):
    link = link_for(story, cast, "Nele")
    own = named_readers.reading_of(link.rpartition("/")[2])
    answer = look(link, ".".join(["x" * 43, own]))
    assert (answer.status_code, answer["Location"]) == (303, f"/stories/{addresses_of(story)['NAMED']}/")
