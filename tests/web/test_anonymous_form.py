"""A form of somebody without an account: it is recognized if it arrives again, and its page says what is missing."""

import uuid

from django import forms
from django.test import RequestFactory

from held.web.anonymous_form import form_of, what_is_missing


class Form(forms.Form):
    """Like the forms that use it."""

    name = forms.CharField(max_length=5)


def test_the_same_form_is_known_again_and_a_new_one_is_new():
    number, ask = uuid.uuid4(), RequestFactory(headers={"Sec-Fetch-Site": "same-origin"})
    assert form_of(ask.post("/", {"once": str(number)})) == number
    assert form_of(ask.post("/", {"once": "no number"})) != form_of(ask.post("/", {"once": "no number"}))


def test_the_number_in_a_form_of_another_site_is_not_taken():
    number, ask = uuid.uuid4(), RequestFactory(headers={"Sec-Fetch-Site": "cross-site"})
    assert form_of(ask.post("/", {"once": str(number)})) != number


def test_a_missing_name_and_a_long_one_are_told_apart():
    assert "Please say who you are" in what_is_missing(Form({"name": " "}))
    assert "This is longer" in what_is_missing(Form({"name": "much too long"}))
