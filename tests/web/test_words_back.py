"""Which forms can be sent again from the page that gives their words back, and in whose name."""

import re
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from held.accounts.sign_in_keys import write_codes
from held.publishing.publication import circle_of
from held.web.notices import marked
from tests import cast as people
from tests.doors import Door, every_door
from tests.forms import forms_on
from tests.promises.walking import fill, path_of
from tests.said import unsigned

FROM_HERE = {"Sec-Fetch-Site": "same-origin"}
FORM = "application/x-www-form-urlencoded"
BEHIND = ("family:", "guardian:", "host:", "entrance:")
SENT = dict.fromkeys(("name", "label", "reach", "purpose", "wished", "outlet", "answer"), "Nele <Oma>")
SENT_AGAIN = {"family:welcome", "family:person", "guardian:name"}
"""Every form behind a sign-in that can be sent from the page with its words. It changes somebody's name, or where
they are reached. Every other form opens something, makes a link, decides something or shows something: it is sent
only from its own page, which says what it does."""


@pytest.fixture
def story(cast):
    return people.write_story(cast)


@pytest.fixture
def refused(cast, signed_in):
    """The page that answers a form whose token is not valid, for somebody who showed a key a moment ago."""

    def send(address, sent, *, who="ana", key=True, headers=FROM_HERE, content_type=FORM):
        browser = Client(headers={"host": "localhost"}, enforce_csrf_checks=True)
        browser.cookies["held"] = signed_in(getattr(cast, who), key=key).cookies["held"].value
        browser.cookies["form"] = "B" * 32
        sent = {"csrfmiddlewaretoken": "A" * 32, **sent}
        if content_type == FORM:
            return browser.post(address, urlencode(sent), content_type=FORM, headers=headers).content.decode()
        return browser.post(address, sent, headers=headers).content.decode()

    return send


def doors_with_a_token() -> list[Door]:
    found = [door for door in every_door() if door.name.startswith(BEHIND)]
    return [door for door in found if not getattr(door.page, "csrf_exempt", False)]


def test_only_forms_that_neither_widen_nor_decide_are_sent_again(cast, story, refused):
    filled, sent_again = fill(cast, story), set()
    for door in doors_with_a_token():
        path = path_of(door, filled)
        page = refused(path, SENT)
        assert "Nele &lt;Oma&gt;" in page, door.name
        if any(form.action == path for form in forms_on(page)):
            sent_again.add(door.name)
    assert sent_again == SENT_AGAIN


def test_a_story_is_opened_from_its_own_page_only(story, refused):
    """One press on "Send once more" opened the story to everyone, and the page did not say so."""
    address = reverse("family:circle_everyone", args=[story.pk])
    page = refused(address, {"wished": "our-noor", "standing": "abc"}, headers=FROM_HERE)
    assert 'value="our-noor"' in page
    assert forms_on(page) == []
    assert f'href="{address}"' in page
    assert circle_of(story) is None


def test_words_of_an_act_lead_to_the_page_it_was_on(cast, story, refused):
    here = reverse("family:photographs", args=[story.pk])
    headers = FROM_HERE | {"Referer": f"http://localhost{here}"}
    page = refused(path_of_door("family:naming_person", cast, story), {"name": "Nele"}, headers=headers)
    assert f'href="{here}"' in page
    assert forms_on(page) == []


def path_of_door(name, cast, story):
    return path_of(next(door for door in every_door() if door.name == name), fill(cast, story))


def without_indents(page: str) -> str:
    """The page without the line breaks and indents of its template."""
    return re.sub(r"\s*\n\s*", "", page)


def test_the_button_says_in_whose_name_it_sends(refused):
    """Ana opened the form, and Ben signed in in another tab: nobody can know which of them presses."""
    page = refused(reverse("family:welcome"), {"name": "Ana R."}, who="ben")
    assert page.index('signed in as <bdi translate="no">Ben</bdi>') < page.index("Ana R.")
    assert '<button class="button">Send this as <bdi translate="no">Ben</bdi></button>' in without_indents(page)
    assert "button-main" not in page
    assert "&amp;another" in page


def test_photographs_are_to_be_chosen_again_on_their_page(story, refused):
    here = reverse("family:photographs", args=[story.pk])
    headers = FROM_HERE | {"Referer": f"http://localhost{here}"}
    page = refused(here, {}, headers=headers, content_type="multipart/form-data")
    assert "Your photographs are still on your device. Please choose them again there." in page
    assert f'href="{here}"' in page


def test_words_come_back_where_a_key_is_asked_for(cast, story, signed_in):
    write_codes(cast.ana)
    address = reverse("entrance:add_passkey")
    answer = signed_in(cast.ana).post(address, "name=Telephone", content_type=FORM, headers=FROM_HERE)
    page = answer.content.decode()
    assert answer.status_code == 403
    assert 'value="Telephone"' in page
    assert f'href="/entrance/show-key/?next={address}" target="_blank"' in page


def test_without_words_a_key_is_asked_for_as_before(cast, story, signed_in):
    address = reverse("family:circle_link", args=[story.pk])
    answer = signed_in(cast.ana).post(address, headers=FROM_HERE)
    assert unsigned(answer["Location"]) == f"/entrance/show-key/?next={address}&not-done"


def test_another_site_gets_no_words_shown_where_a_key_is_asked_for(cast, story, signed_in):
    address = reverse("family:naming_one", args=[story.pk])
    answer = signed_in(cast.ana).post(address, "name=Nele", content_type=FORM, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 302
    assert b"Nele" not in answer.content


def test_the_entrance_sends_people_back_to_the_tab_with_words(db, anyone):
    answer = anyone.post(reverse("family:welcome"), "name=Nele", content_type=FORM, headers=FROM_HERE)
    page = answer.content.decode()
    assert 'href="/entrance/?next=/entrance/arrived/&amp;words" target="_blank"' in unsigned(page)
    assert '<button class="button" data-send-as="Send this as {name}">Send</button>' in without_indents(page)
    assert "You may have to press twice." in page
    entrance = anyone.get(marked("/entrance/?next=/entrance/arrived/", "words"), headers=FROM_HERE).content.decode()
    assert "Sign in here. Then go back to the tab with your words." in entrance


def test_the_page_of_keys_says_who_is_signed_in(cast, signed_in):
    """The script of the words page reads it there, with the current token."""
    page = signed_in(cast.ana).get(reverse("entrance:keys")).content.decode()
    assert '<bdi translate="no" data-signed-in>Ana</bdi>' in page
    assert "csrfmiddlewaretoken" in page
