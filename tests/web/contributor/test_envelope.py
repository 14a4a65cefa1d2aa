"""The link of somebody who was asked for photographs: closed until a person opens it, and for that browser alone."""

from datetime import timedelta

import pytest

from held.accounts.models import Account
from held.gathering import envelopes
from held.gathering.models import Envelope
from held.history.models import AuditEntry
from held.lib.clock import now
from tests import cast as people
from tests.enveloped import PURPOSE, an_envelope, arrived_in
from tests.web.contributor.conftest import HERE

NOT_HERE = "This page cannot be opened."


def test_looking_at_it_tells_nothing_and_leaves_no_cookie(anyone, envelope):
    for browser in (anyone.get, anyone.head):
        answer = browser(envelope.link)
        page = answer.content.decode()
        assert answer.status_code == 200
        for told in ("Nele", PURPOSE, "Ana", people.TITLE):
            assert told not in page
        assert not anyone.cookies
    assert "A family is asking you for photographs" in anyone.get(envelope.link).content.decode()


def test_opened_it_says_who_asks_for_what_until_when(anyone, envelope):
    answer = anyone.post(envelope.link, {"open": "yes"}, headers=HERE)
    assert answer.status_code == 200
    cookie = answer.cookies["opened"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (
        envelope.link,
        True,
        "Lax",
        "",
    )
    page = anyone.get(envelope.link).content.decode()
    assert page == answer.content.decode()
    for said in (
        "Ana is asking you for photographs",
        PURPOSE,
        "For Nele, until",
        "The parents alone decide what happens to them.",
        "You won’t see them here again.",
        "There is room for 3.",
    ):
        assert said in page, said
    for never in (people.TITLE, people.CANARY, "<img", "/p/", "Ben"):
        assert never not in page


def test_what_the_browser_keeps_is_not_the_link_and_opens_no_other(cast, story, anyone, envelope):
    _other, token = an_envelope(story, cast.ben)
    kept = anyone.post(envelope.link, headers=HERE).cookies["opened"].value
    assert kept not in envelope.link
    anyone.cookies["opened"] = kept
    assert PURPOSE not in anyone.get(f"/c/{token}").content.decode()


def test_opening_it_writes_nothing_down(anyone, envelope):
    before = list(Envelope.objects.values()), AuditEntry.objects.count()
    anyone.post(envelope.link, headers=HERE)
    anyone.get(envelope.link)
    assert (list(Envelope.objects.values()), AuditEntry.objects.count()) == before


@pytest.mark.parametrize("headers", [{}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}])
def test_another_place_opens_it_for_nobody(anyone, envelope, headers):
    answer = anyone.post(envelope.link, headers=headers)
    assert answer.status_code == (200 if "Sec-Fetch-Site" in headers else 403)
    assert PURPOSE not in answer.content.decode()
    assert not anyone.cookies


@pytest.mark.parametrize("path", ["", "/photographs", "/words", "/taking-back"])
def test_ended_or_never_made_it_is_not_here(cast, nele, envelope, path):
    envelopes.end_envelope(envelope, by=cast.ben)
    for link in (envelope.link, "/c/never-made"):
        answer = nele.post(link + path, headers=HERE) if path else nele.get(link)
        assert answer.status_code == 404
        assert NOT_HERE in answer.content.decode()


def test_after_its_last_moment_it_is_not_here(nele, envelope):
    Envelope.objects.update(ends_at=now() - timedelta(seconds=1))
    assert nele.get(envelope.link).status_code == 404


def test_full_it_asks_for_no_more_and_still_takes_words(nele, envelope):
    for hue in (1, 2, 3):
        arrived_in(envelope, hue=hue)
    page = nele.get(envelope.link).content.decode()
    assert "Nothing more is needed." in page
    assert "Three have arrived. You can close this." in page
    assert 'type="file"' not in page
    assert page.count("Who took it?") == 3


def test_a_parent_without_a_name_asks_as_a_family(cast, nele, envelope):
    Account.objects.update(sealed_name=None)
    page = nele.get(envelope.link).content.decode()
    assert "A family is asking you for photographs" in page
    assert "The parents alone decide what happens to them." in page
