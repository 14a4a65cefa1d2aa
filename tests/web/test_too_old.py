"""A form that is too old: its words come back, and can be sent once more with one press."""

from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from django import forms
from django.test import Client
from django.urls import reverse

from held.accounts.models import Account
from held.families import inviting
from held.families.models import Member
from held.web import words_back
from held.web.family.photographs.gathering_form import GatheringForm
from held.web.family.writing.forms import LeafForm, PersonForm
from tests import cast as people
from tests.doors import every_door
from tests.forms import forms_on
from tests.photographs import agree, arrived_photograph
from tests.said import unsigned

FROM_HERE = {"Sec-Fetch-Site": "same-origin"}
FORM = "application/x-www-form-urlencoded"
LOST = "Nothing was lost. Please press once more."
OLD = "A" * 32
BEHIND = ("held.web.family", "held.web.guardian", "held.web.host")
SPECIMEN = "held.web.host.specimen"
CHOSEN = {"who"}  # sent again unchanged


@pytest.fixture
def story(cast):
    return people.write_story(cast)


@pytest.fixture
def ana(cast, signed_in) -> Client:
    """Ana, in whose browser somebody signed in after the page was opened: the token of its forms is not valid."""
    browser = Client(headers={"host": "localhost"}, enforce_csrf_checks=True)
    browser.cookies["held"] = signed_in(cast.ana, key=True).cookies["held"].value
    browser.cookies["form"] = "B" * 32
    return browser


def send(browser, address, sent, headers=FROM_HERE):
    return browser.post(address, urlencode({"csrfmiddlewaretoken": OLD, **sent}), content_type=FORM, headers=headers)


def test_words_come_back_and_one_press_sends_them(cast, ana):
    address = reverse("family:welcome")
    refused = send(ana, address, {"name": "Ana <R>", "once": "of this form"})
    page = refused.content.decode()
    assert refused.status_code == 403
    assert LOST in page
    assert 'You are signed in as <bdi translate="no">Ana</bdi>.' in page
    (form,) = [form for form in forms_on(page) if form.action == address]
    again = form.filled()
    assert (again["name"], again["once"]) == (["Ana <R>"], ["of this form"])
    assert ana.post(address, again, headers=FROM_HERE).status_code == 303
    assert Account.objects.get(pk=cast.ana.pk).name == "Ana <R>"


def test_a_press_without_words_leads_back_to_its_page(story, ana):
    address = reverse("family:circle_link", args=[story.pk])
    headers = FROM_HERE | {"Referer": f"http://localhost{address}"}
    page = send(ana, address, {"standing": "abc"}, headers).content.decode()
    assert "Please press the button once more." in page
    assert f'href="{address}"' in page
    assert "abc" not in page


def test_a_yes_is_said_on_its_own_page_again(cast, story, ana):
    involvement = agree(arrived_photograph(cast, story), cast.ana)
    page = send(ana, reverse("family:own_answer", args=[involvement.pk]), {"answer": "yes", "scope": "public"})
    assert "Please press the button once more." in page.content.decode()
    assert 'name="answer"' not in page.content.decode()


@pytest.mark.parametrize("headers", [{}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://elsewhere.example"}])
def test_another_site_gets_no_words_shown(story, ana, headers):
    refused = send(ana, reverse("family:naming_one", args=[story.pk]), {"name": "planted"}, headers)
    assert refused.status_code == 403
    assert "planted" not in refused.content.decode()


def test_only_an_old_form_says_to_press_once_more(story, ana):
    headers = FROM_HERE | {"Origin": "https://elsewhere.example"}
    refused = send(ana, reverse("family:naming_one", args=[story.pk]), {"name": "Nele"}, headers)
    assert refused.status_code == 403
    assert LOST not in refused.content.decode()


def test_words_sent_after_the_sign_in_ended_come_back(story, anyone):
    address = reverse("family:naming_one", args=[story.pk])
    answer = anyone.post(address, "name=Nele", content_type=FORM, headers=FROM_HERE)
    page = answer.content.decode()
    assert answer.status_code == 401
    assert 'value="Nele"' in page
    assert 'href="/entrance/?next=/entrance/arrived/&amp;words"' in unsigned(page)


def test_a_press_after_signing_out_leads_back_to_the_button(cast, story, anyone):
    here = reverse("family:story", args=[story.pk])
    headers = FROM_HERE | {"Referer": f"http://localhost{here}?said=saved"}
    answer = anyone.post(reverse("family:taking_back", args=[story.pk]), headers=headers)
    assert unsigned(answer["Location"]) == f"/entrance/?next={here}&not-done"
    assert "You were signed out, so nothing was done" in anyone.get(answer["Location"]).content.decode()


@pytest.mark.parametrize("referer", ["https://elsewhere.example/family/", "http://localhost//elsewhere.example/", ""])
def test_the_way_back_leads_to_no_other_site(story, anyone, referer):
    answer = anyone.post(reverse("family:taking_back", args=[story.pk]), headers=FROM_HERE | {"Referer": referer})
    assert unsigned(answer["Location"]) == "/entrance/?next=/entrance/arrived/&not-done"


def forms_of(kind: type[forms.BaseForm]) -> Iterator[type[forms.BaseForm]]:
    for found in kind.__subclasses__():
        yield from [found, *forms_of(found)]


def test_every_field_in_which_people_write_comes_back():
    """For every form behind a sign-in except those of leaves, whose words come back by themselves (keeping_words), and
    of the specimen, which nothing receives."""
    every_door()  # imports every module with a page
    behind = [
        one
        for one in forms_of(forms.Form)
        if one.__module__.startswith(BEHIND) and one.__module__ != SPECIMEN and not issubclass(one, LeafForm)
    ]
    assert {GatheringForm, PersonForm} <= set(behind)
    written = {
        name
        for form in behind
        for name, field in form.base_fields.items()
        if isinstance(field, forms.CharField) and not isinstance(field, forms.ChoiceField)
    }
    assert written - CHOSEN <= words_back.TYPED.keys()


def test_the_second_tab_of_an_invitation_goes_on(cast):
    link, token = inviting.invite(cast.family, Member.Role.PARENT, by=cast.ana)
    address = reverse("entrance:link", args=[token])
    browser = Client(headers={"host": "localhost"}, enforce_csrf_checks=True)
    tabs = [forms_on(browser.get(address).content.decode())[-1].filled() for _tab in range(2)]
    answers = [browser.post(address, tab, headers=FROM_HERE) for tab in tabs]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert "You have signed in already" in browser.get(address).content.decode()
    assert link.account_id == int(browser.session["_auth_user_id"])


def test_a_used_link_leads_nobody_else_on(cast, signed_in):
    _link, token = inviting.invite(cast.family, Member.Role.PARENT, by=cast.ana)
    address = reverse("entrance:link", args=[token])
    Client(headers={"host": "localhost"}).post(address)
    assert signed_in(cast.otto).post(address, headers=FROM_HERE).status_code == 404
