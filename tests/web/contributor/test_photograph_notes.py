"""Who took each and who is in it: in the words of the sender, when they like."""

import re

import pytest

from held.gathering.models import Sent
from held.gathering.sending import LONGEST, fingerprint_of
from held.keyring.text import destroy_key
from tests.enveloped import arrived_in
from tests.said import unsigned
from tests.web.contributor.conftest import HERE

FIELD = re.compile(r'name="((?:seen|took|who)-[0-9a-f-]+)" value="([^"]*)"')


@pytest.fixture
def two(envelope):
    return [arrived_in(envelope, hue=hue, name=f"{hue}.heic") for hue in (1, 2)]


def form(page) -> dict[str, str]:
    return dict(FIELD.findall(page.content.decode()))


def say(browser, envelope, given, headers=HERE):
    return browser.post(f"{envelope.link}/words", given, headers=headers)


def said(sent) -> dict[str, str]:
    return {what: text for what, text in Sent.objects.get(pk=sent.pk).read().items() if what != "name"}


def test_a_sender_describes_all_photos_and_corrects_one(nele, envelope, two):
    given = form(nele.get(envelope.link)) | {f"took-{two[0].pk}": "Grandpa", f"who-{two[1].pk}": "Ana and Noor"}
    answer = say(nele, envelope, given)
    assert (answer.status_code, unsigned(answer["Location"])) == (303, f"{envelope.link}?said=said")
    assert said(two[0]) == {"took": "Grandpa", "who": ""}
    assert said(two[1]) == {"took": "", "who": "Ana and Noor"}
    page = nele.get(answer["Location"])
    assert "Your words are saved. You can close this page." in page.content.decode()
    say(nele, envelope, form(page) | {f"took-{two[0].pk}": ""})
    assert said(two[0])["took"] == ""


def test_an_old_page_loses_neither_its_words_nor_newer_ones(nele, envelope, two):
    old = form(nele.get(envelope.link))
    say(nele, envelope, old | {f"took-{two[0].pk}": "Grandpa"})
    answer = say(nele, envelope, old | {f"took-{two[0].pk}": "Aunt Ida", f"who-{two[1].pk}": "Noor"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert said(two[0])["took"] == "Grandpa"
    assert said(two[1])["who"] == "Noor"
    assert 'value="Aunt Ida"' in page
    assert '<q dir="auto">Grandpa</q>' in page
    assert say(nele, envelope, form(answer)).status_code == 303
    assert said(two[0])["took"] == "Aunt Ida"


def test_a_photograph_that_the_page_did_not_know_keeps_its_words(nele, envelope, two):
    given = form(nele.get(envelope.link))
    later = arrived_in(envelope, hue=3)
    assert say(nele, envelope, given).status_code == 303
    assert later.read() == {"name": "IMG_9.HEIC"}


def test_longer_than_we_can_take_it_comes_back_as_it_was_typed(nele, envelope, two):
    long = "x" * (LONGEST + 1)
    page = say(nele, envelope, form(nele.get(envelope.link)) | {f"who-{two[0].pk}": long}).content.decode()
    assert "This is longer than we can take." in page
    assert long in page
    assert said(two[0]) == {}


def test_words_about_a_destroyed_photo_are_not_kept(nele, envelope, two):
    given = form(nele.get(envelope.link)) | {f"took-{sent.pk}": "Grandpa" for sent in two}
    destroy_key(two[0].picture.key)
    assert say(nele, envelope, given).status_code == 303
    assert said(two[1])["took"] == "Grandpa"


@pytest.mark.parametrize("headers", [{}, {"Sec-Fetch-Site": "cross-site"}])
def test_a_form_of_another_site_describes_no_photo(nele, envelope, two, headers):
    answer = say(nele, envelope, {f"seen-{two[0].pk}": fingerprint_of({}), f"took-{two[0].pk}": "Grandpa"}, headers)
    assert answer.status_code == 403
    assert "1.heic" not in answer.content.decode()
    assert said(two[0]) == {}
