"""The visit: none before the first request for a photograph; then the same bytes with every response, until the
browser is closed."""

import pytest
from django.test import Client

from held.stories.models import Publication
from tests import cast as people
from tests.photographs import photograph

VISIT = "AbCdEfGhIjKlMnOpQrSt_-"
PAGES = [
    "/",
    "/stories/noor/",
    "/stories/noor/words/",
    "/help/",
    "/never-was",
    "/p/never-was",
    "/family/",
    "/entrance/",
]


@pytest.fixture
def opened(cast):
    story = people.write_story(cast)
    photograph(cast, story)
    people.open_to(story, Publication.Circle.EVERYONE, by=cast.ana, wished="noor")


@pytest.mark.parametrize("path", PAGES)
def test_who_has_asked_for_nothing_is_given_none(opened, anyone, path):
    assert "visit" not in anyone.get(path).cookies


@pytest.mark.parametrize("path", PAGES)
def test_who_carries_one_is_given_the_same_anew(opened, anyone, path):
    anyone.cookies["visit"] = VISIT
    anew = anyone.get(path).cookies["visit"]
    assert anew.value == VISIT
    assert (anew["path"], anew["max-age"], anew["expires"], anew["samesite"]) == ("/", "", "", "Strict")
    assert anew["httponly"]


def test_the_desk_of_a_family_gives_it_anew_too(opened, cast, signed_in):
    ana = signed_in(cast.ana)
    assert "visit" not in ana.get("/family/").cookies
    ana.cookies["visit"] = VISIT
    assert ana.get("/family/").cookies["visit"].value == VISIT


@pytest.mark.parametrize(
    "garbage", ["", "x", VISIT + "x", VISIT[:-1], VISIT[:-1] + " ", "<script>", "é" * 22, "a" * 4000]
)
def test_garbage_in_it_is_nothing(opened, anyone, garbage):
    anyone.defaults["HTTP_COOKIE"] = f"visit={garbage}"
    assert "visit" not in anyone.get("/stories/noor/").cookies


@pytest.mark.parametrize("path", [path for path in PAGES if path != "/entrance/"])  # its form has a token
def test_no_page_differs_by_it(opened, anyone, path):
    carrying = Client(headers={"host": "localhost"})
    carrying.cookies["visit"] = VISIT
    with_it, without = carrying.get(path), anyone.get(path)
    assert with_it.content == without.content
    assert dict(with_it.headers) == dict(without.headers)


def test_with_https_it_is_taken_from_this_host_only(opened, anyone, settings):
    settings.SESSION_COOKIE_SECURE = True
    anyone.cookies["visit"] = anyone.cookies["__Host-visit"] = VISIT
    answer = anyone.get("/")
    assert set(answer.cookies) == {"__Host-visit"}
    assert answer.cookies["__Host-visit"]["secure"]
