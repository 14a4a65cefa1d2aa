"""“I am in a photograph here”: the same answer for everybody, whether or not there is one."""

import pytest
from django.db import OperationalError

from held.consent import lost_links
from held.consent.models import LostLinkRequest
from held.families.inviting import begin_family
from held.families.models import Member
from tests import cast as people
from tests.web.reader.asking import OURS

GIVEN = {"name": "Mika", "words": "I held the lamp."}


def test_it_is_kept_and_quietly_answered(anyone, cast):
    people.friend(cast, "Gwen", Member.Role.GUARDIAN)
    page = anyone.post("/c/lost/", GIVEN, headers=OURS).content.decode()
    assert "Your words have arrived. A parent of each family" in page
    assert [came.read() for came in LostLinkRequest.objects.all()] == [GIVEN]


def test_a_lost_link_request_is_always_answered_alike(anyone, cast, db):
    nothing = anyone.post("/c/lost/", GIVEN, headers=OURS).content
    people.friend(cast, "Gwen", Member.Role.GUARDIAN)
    assert anyone.post("/c/lost/", GIVEN, headers=OURS).content == nothing


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"name": " "}, "Please say who you are"),
        ({"name": "Mika", "words": "x" * 2001}, "This is longer than we can take"),
    ],
)
def test_what_cannot_be_taken_is_said_and_stays_on_the_page(anyone, db, given, words):
    page = anyone.post("/c/lost/", GIVEN | given, headers=OURS).content.decode()
    assert words in page
    assert (given.get("words") or GIVEN["words"]) in page


def test_a_form_of_another_site_makes_no_claim(anyone, cast):
    people.friend(cast, "Gwen", Member.Role.GUARDIAN)
    anyone.post("/c/lost/", GIVEN, headers={"Sec-Fetch-Site": "cross-site"})
    assert not LostLinkRequest.objects.exists()


@pytest.mark.parametrize("fault", [OperationalError("no room"), OSError("no room")])
def test_a_claim_that_cannot_be_kept_stays_on_the_page(anyone, cast, monkeypatch, fault, caplog):
    def refuse(*_given):
        raise fault

    monkeypatch.setattr(lost_links, "save_request", refuse)
    answer = anyone.post("/c/lost/", GIVEN, headers=OURS)
    assert answer.status_code == 503
    assert "fault in an introduction" in caplog.text
    assert "We couldn’t keep your words just now." in answer.content.decode()
    assert "I held the lamp." in answer.content.decode()


def test_where_nobody_could_read_it_a_message_is_refused_in_words(anyone, db):
    told = "Nobody here can read a message just now"
    page = anyone.get("/c/lost/").content.decode()
    assert told in page
    assert "<form" not in page
    answer = anyone.post("/c/lost/", GIVEN, headers=OURS)
    assert answer.status_code == 409
    assert told in answer.content.decode()
    assert GIVEN["words"] in answer.content.decode()
    assert not LostLinkRequest.objects.exists()


def test_an_unused_invitation_reads_no_message_of_a_stranger(anyone, db):
    host = people.person("Hilde")
    begin_family(label="", by=host)
    assert "<form" not in anyone.get("/c/lost/").content.decode()


@pytest.mark.parametrize("page", ["/", "/help/", "/c/a/never-given"])
def test_the_way_for_a_lost_link_is_found_from(anyone, cast, page):
    assert 'href="/c/lost/"' in anyone.get(page).content.decode()
