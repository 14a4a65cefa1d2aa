"""A sender takes back one sent by mistake, by its link alone: two presses, no script, and no word lost by it."""

import re

import pytest
from django.db import OperationalError

from held.actions import taking_back as acts
from held.actions.taking_out import take_out
from held.gathering.models import Envelope, Sent
from held.gathering.sending import LONGEST, fingerprint_of
from tests.enveloped import an_envelope, arrived_in
from tests.said import unsigned
from tests.web.contributor.conftest import HERE
from tests.web.contributor.test_photograph_notes import form, said

GONE = "That one is deleted here. Your own copy is still on your device."
NOT_THERE = "That one isn’t in the envelope any more."
BUTTON = re.compile(r'name="back" value="([0-9a-f-]+)"\s+formaction="([^"]+)"')


@pytest.fixture
def two(envelope):
    return [arrived_in(envelope, hue=hue, name=f"{hue}.heic") for hue in (1, 2)]


def press(browser, envelope, sent, given=None, headers=HERE):
    return browser.post(f"{envelope.link}/taking-back", (given or {}) | {"back": str(sent.pk)}, headers=headers)


def test_the_page_offers_it_at_each_in_two_presses(nele, envelope, two):
    page = nele.get(envelope.link).content.decode()
    assert BUTTON.findall(page) == [(str(sent.pk), f"{envelope.link}/taking-back") for sent in two]
    assert page.count('<details class="take-back">') == 2


def test_pressed_it_is_gone_and_the_page_says_so(nele, envelope, two):
    answer = press(nele, envelope, two[0])
    assert (answer.status_code, unsigned(answer["Location"])) == (303, f"{envelope.link}?said=taken-back")
    page = nele.get(answer["Location"]).content.decode()
    assert GONE in page
    assert "1.heic" not in page
    assert "2.heic" in page
    assert "There is room for 2 more." in page
    assert list(Sent.objects.values_list("pk", flat=True)) == [two[1].pk]


def test_words_just_typed_about_others_are_kept(nele, envelope, two):
    typed = form(nele.get(envelope.link)) | {f"took-{two[1].pk}": "Grandpa", f"took-{two[0].pk}": "Nobody"}
    page = nele.get(press(nele, envelope, two[0], typed)["Location"]).content.decode()
    assert GONE in page
    assert 'value="Grandpa"' in page
    assert said(two[1])["took"] == "Grandpa"


def test_words_too_long_come_back_and_it_is_gone(nele, envelope, two):
    typed = form(nele.get(envelope.link)) | {f"who-{two[1].pk}": "x" * (LONGEST + 1)}
    page = press(nele, envelope, two[0], typed).content.decode()
    assert GONE in page
    assert "This is longer than we can take." in page
    assert "x" * (LONGEST + 1) in page
    assert page.count("autofocus") == 1


def test_enter_in_a_field_only_saves_the_words(nele, envelope, two):
    """A browser then presses the form's first button."""
    page = nele.get(envelope.link).content.decode()
    words = page[page.index(f'action="{envelope.link}/words"') :]
    assert "formaction" not in words[: words.index("</button>")]


def test_pressed_twice_it_is_told_calmly(nele, envelope, two):
    press(nele, envelope, two[0])
    answer = press(nele, envelope, two[0])
    assert NOT_THERE in nele.get(answer["Location"]).content.decode()
    assert Envelope.objects.get().arrived == 1


def test_after_the_family_took_it_out_nothing_is_changed(cast, nele, envelope, two):
    take_out(two[0], by=cast.ana)
    page = nele.get(envelope.link).content.decode()
    assert len(BUTTON.findall(page)) == 2  # one button fewer would say that the envelope was opened
    answer = press(nele, envelope, two[0])
    assert "The family had already taken it out" in nele.get(answer["Location"]).content.decode()
    assert Sent.objects.count() == 2


def test_another_link_neither_takes_it_back_nor_sees_its_name(cast, story, nele, envelope, two):
    """Nele's other envelope, asked for by the other parent, for the same story."""
    other, token = an_envelope(story, cast.ben)
    own = arrived_in(other, hue=3, name="3.heic")
    assert NOT_THERE in nele.get(press(nele, envelope, own)["Location"]).content.decode()
    page = nele.post(f"/c/{token}/taking-back", {"back": str(two[0].pk)}, headers=HERE).content.decode()
    assert NOT_THERE in page
    assert "3.heic" in page
    assert "1.heic" not in page
    assert str(two[0].pk) not in page
    assert Sent.objects.count() == 3


@pytest.mark.parametrize("headers", [{}, {"Sec-Fetch-Site": "cross-site"}])
def test_a_form_of_another_site_takes_nothing_back(nele, envelope, two, headers):
    answer = press(nele, envelope, two[0], headers=headers)
    assert answer.status_code == 403
    assert "1.heic" not in answer.content.decode()
    assert Sent.objects.count() == 2


def test_without_cookies_it_works_and_reloading_says_it_is_gone(anyone, envelope, two):
    page = press(anyone, envelope, two[0]).content.decode()
    assert GONE in page
    anyone.cookies.clear()
    assert NOT_THERE in press(anyone, envelope, two[0]).content.decode()
    assert Sent.objects.count() == 1


@pytest.mark.parametrize("which", ["", "nothing", "00000000-0000-0000-0000-000000000000"])
def test_an_id_that_means_nothing_changes_nothing(nele, envelope, two, which):
    answer = nele.post(f"{envelope.link}/taking-back", {"back": which}, headers=HERE)
    assert NOT_THERE in nele.get(answer["Location"]).content.decode()
    assert Sent.objects.count() == 2


def test_what_fails_is_said_and_it_stays(nele, envelope, two, monkeypatch):
    def fails(_sent):
        raise OperationalError

    monkeypatch.setattr(acts, "take_back", fails)
    typed = form(nele.get(envelope.link)) | {f"seen-{two[1].pk}": fingerprint_of({}), f"took-{two[1].pk}": "Grandpa"}
    page = nele.get(press(nele, envelope, two[0], typed)["Location"]).content.decode()
    assert "We couldn’t take it back just now." in page
    assert "1.heic" in page
    assert 'value="Grandpa"' in page


def test_the_address_left_after_it_leads_to_the_envelope(nele, envelope, two):
    assert nele.get(f"{envelope.link}/taking-back")["Location"] == envelope.link
    assert Sent.objects.count() == 2


def test_full_and_then_one_taken_back_it_takes_another(nele, envelope, two):
    third = arrived_in(envelope, hue=3)
    assert 'type="file"' not in nele.get(envelope.link).content.decode()
    press(nele, envelope, third)
    assert 'type="file"' in nele.get(envelope.link).content.decode()
