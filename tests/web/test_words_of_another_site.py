"""Another site can make a browser send its own words here. No page of ours shows them, so no press sends them on.

Words come back only if the browser says that a page of ours sent them: by Sec-Fetch-Site, else Origin, else Referer.
"""

import pytest
from django.db import OperationalError
from django.urls import reverse

from held.consent.models import LostLinkRequest
from held.families.models import Member
from held.place.models import Place
from held.publishing.addresses import addresses_of
from held.publishing.models import AccessRequest
from held.stories.models import Leaf, Publication
from tests import cast as people
from tests.web.family.conftest import LeafForm

ADDRESS = "https://our-place.example"
HOST = {"host": "our-place.example"}
THEIRS = "Call this number at once about your baby"
ONCE = "11111111-1111-4111-8111-111111111111"
ELSEWHERE = [
    {},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "none"},
    {"Sec-Fetch-Site": "cross-site", "Origin": ADDRESS},
    {"Origin": "http://our-place.example"},
    {"Origin": "https://our-place.example:8443"},
    {"Origin": "https://elsewhere.example"},
    {"Origin": "null"},
    {"Origin": "null", "Referer": f"{ADDRESS}/"},
    {"Referer": "https://elsewhere.example/"},
    {"Referer": "https://our-place.example.elsewhere.example/"},
]
OURS = [{"Sec-Fetch-Site": "same-origin"}, {"Origin": ADDRESS}, {"Referer": f"{ADDRESS}/anything"}]


@pytest.fixture
def leaf(cast, settings):
    """A leaf of a story that named people read; a friend answers those who ask."""
    settings.HELD_ADDRESS = ADDRESS
    Place.objects.update(address="")
    people.friend(cast, "Gwen", Member.Role.GUARDIAN)
    story = people.write_story(cast)
    people.open_to(story, Publication.Circle.NAMED, by=cast.ana)
    return Leaf.objects.get(story=story, kind=Leaf.Kind.ENTRY)


def page_of(browser, path: str, sent: dict, says: dict) -> str:
    return browser.post(path, sent, headers=HOST | says).content.decode()


def forms_of_strangers(leaf) -> list[str]:
    return ["/c/lost/", f"/stories/{addresses_of(leaf.story)['NAMED']}/knock"]


@pytest.mark.parametrize("says", ELSEWHERE, ids=str)
def test_no_form_for_strangers_shows_words_of_another_site(anyone, leaf, says):
    for path in forms_of_strangers(leaf):
        page = page_of(anyone, path, {"name": "The hospital", "words": THEIRS, "reach": "here", "once": ONCE}, says)
        assert "Nothing has been sent yet" in page
        assert "<form" in page
        assert not [one for one in (THEIRS, "The hospital", ONCE) if one in page], path
    assert not LostLinkRequest.objects.exists()
    assert not AccessRequest.objects.exists()


@pytest.mark.parametrize("says", ELSEWHERE, ids=str)
def test_no_leaf_shows_words_of_another_site(anyone, signed_in, cast, leaf, says, monkeypatch):
    def full(*_args, **_kwargs):
        raise OperationalError

    path = reverse("family:leaf", args=[leaf.pk])
    for browser in (anyone, signed_in(cast.ana)):
        assert THEIRS not in page_of(browser, path, {"draft": "made up", "body": THEIRS}, says)
    monkeypatch.setattr("held.web.audiences.viewer_of", full)
    assert THEIRS not in page_of(anyone, path, {"draft": "made up", "body": THEIRS}, says)


@pytest.mark.parametrize("says", OURS, ids=str)
def test_words_that_a_page_of_ours_sent_come_back(anyone, leaf, says):
    for path in forms_of_strangers(leaf):
        assert THEIRS in page_of(anyone, path, {"name": "", "words": THEIRS}, says)
    address = reverse("family:leaf", args=[leaf.pk])
    assert THEIRS in page_of(anyone, address, {"draft": "made up", "body": THEIRS}, says)


@pytest.mark.parametrize("says", [*OURS, {}], ids=str)
def test_a_signed_leaf_is_saved_by_every_browser(cast, signed_in, leaf, says):
    form = LeafForm(signed_in(cast.ana), leaf)
    assert form.save(says=HOST | says, body="Her hair was dark.").status_code in {303, 401}
    leaf.refresh_from_db()
    assert leaf.current.read(leaf.story.key)["body"] == "Her hair was dark."


def test_words_come_back_while_the_database_is_away(anyone, leaf, settings, monkeypatch):
    def away(*_args):
        raise OperationalError

    settings.HELD_ADDRESS = ""
    monkeypatch.setattr("held.web.audiences.viewer_of", away)
    monkeypatch.setattr("held.web.allowed_hosts.this_place", away)
    path, says = reverse("family:leaf", args=[leaf.pk]), {"host": "localhost:8000", "Origin": "http://localhost:8000"}
    answer = anyone.post(path, {"draft": "made up", "body": THEIRS}, headers=says)
    assert (answer.status_code, THEIRS in answer.content.decode()) == (503, True)


def test_the_page_for_words_that_are_not_shown_says_where_they_are(anyone, leaf):
    page = page_of(anyone, reverse("family:leaf", args=[leaf.pk]), {"draft": "made up", "body": THEIRS}, {})
    assert "our words are still on the previous page" in page
