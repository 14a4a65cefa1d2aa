"""Signing out, with a key and without."""

import pytest

from held.accounts import sign_in_keys
from tests.said import unsigned

FOR_MEMBERS = "/entrance/keys/"
DESKS = {"ana": "/family/", "hilde": "/host/"}


def test_leaving_ends_the_sign_in_and_may_be_done_twice(cast, signed_in):
    sign_in_keys.write_codes(cast.ana)
    browser = signed_in(cast.ana)
    for _time in range(2):
        assert unsigned(browser.post("/entrance/leave")["Location"]) == "/entrance/?left"
    assert browser.get(FOR_MEMBERS).status_code == 302


def test_signing_out_is_confirmed_in_words(cast, signed_in):
    sign_in_keys.write_codes(cast.ana)
    page = signed_in(cast.ana).post("/entrance/leave", follow=True).content.decode()
    assert "You are signed out. What you saved is kept." in page


def test_leaving_asks_for_a_press_of_the_button(cast, signed_in):
    browser = signed_in(cast.ana)
    assert browser.get("/entrance/leave").status_code == 405
    assert browser.get(FOR_MEMBERS).status_code == 200


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("ana", "you need a new link"), ("hilde", "It prints one each time it starts")],
)
def test_without_a_key_one_press_signs_nobody_out(cast, signed_in, name, sentence):
    browser = signed_in(getattr(cast, name))
    for page in (DESKS[name], FOR_MEMBERS):
        assert 'action="/entrance/leave"' not in browser.get(page).content.decode()
    answer = browser.post("/entrance/leave", follow=True)
    assert answer.redirect_chain == [("/entrance/leaving/", 303)]
    assert sentence in answer.content.decode()
    assert browser.get(FOR_MEMBERS).status_code == 200
    assert unsigned(browser.post("/entrance/leave", {"sure": "yes"})["Location"]) == "/entrance/?left"
    assert browser.get(FOR_MEMBERS).status_code == 302


def test_a_person_with_a_key_signs_out_without_a_warning(cast, signed_in):
    sign_in_keys.write_codes(cast.ana)
    browser = signed_in(cast.ana)
    assert browser.get("/entrance/leaving/")["Location"] == FOR_MEMBERS
    for page in (DESKS["ana"], FOR_MEMBERS):
        assert 'action="/entrance/leave"' in browser.get(page).content.decode()


def test_a_stranger_is_led_to_the_entrance(anyone, db):
    assert anyone.get("/entrance/leaving/")["Location"].startswith("/entrance/?next=")
