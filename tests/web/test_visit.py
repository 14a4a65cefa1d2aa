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
def test_a_reader_who_asked_for_no_photo_gets_no_visit(opened, anyone, path):
    assert "visit" not in anyone.get(path).cookies


@pytest.mark.parametrize("path", PAGES)
def test_a_visit_cookie_is_sent_again_unchanged(opened, anyone, path):
    anyone.cookies["visit"] = VISIT
    renewed = anyone.get(path).cookies["visit"]
    assert renewed.value == VISIT
    assert (renewed["path"], renewed["max-age"], renewed["expires"], renewed["samesite"]) == ("/", "", "", "Strict")
    assert renewed["httponly"]


def test_the_family_desk_sends_the_visit_again_too(opened, cast, signed_in):
    ana = signed_in(cast.ana)
    assert "visit" not in ana.get("/family/").cookies
    ana.cookies["visit"] = VISIT
    assert ana.get("/family/").cookies["visit"].value == VISIT


@pytest.mark.parametrize(
    "garbage", ["", "x", VISIT + "x", VISIT[:-1], VISIT[:-1] + " ", "<script>", "é" * 22, "a" * 4000]
)
def test_an_invalid_visit_cookie_is_ignored(opened, anyone, garbage):
    anyone.defaults["HTTP_COOKIE"] = f"visit={garbage}"
    assert "visit" not in anyone.get("/stories/noor/").cookies


@pytest.mark.parametrize("path", [path for path in PAGES if path != "/entrance/"])  # its form has a token
def test_pages_are_the_same_with_a_visit_cookie(opened, anyone, path):
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
