"""Showing a key once more."""

from time import time

from held.accounts import sign_in_keys


def test_showing_a_paper_code_leads_back_to_the_page(cast, signed_in):
    browser, code = signed_in(cast.ana), sign_in_keys.write_codes(cast.ana)[0]
    answer = browser.post("/entrance/show-key/", {"code": code, "next": "/entrance/keys/codes/"})
    assert answer["Location"] == "/entrance/keys/codes/"
    assert browser.get("/entrance/keys/codes/").status_code == 200


def test_a_wrong_paper_code_does_not_show_a_key(cast, signed_in):
    browser = signed_in(cast.ana)
    sign_in_keys.write_codes(cast.ana)
    assert "This code doesn’t work" in browser.post("/entrance/show-key/", {"code": "1"}).content.decode()
    assert browser.get("/entrance/keys/codes/").status_code == 302


def test_a_code_of_somebody_else_shows_nothing(cast, signed_in):
    browser, code = signed_in(cast.ana), sign_in_keys.write_codes(cast.ben)[0]
    sign_in_keys.write_codes(cast.ana)
    browser.post("/entrance/show-key/", {"code": code})
    assert browser.get("/entrance/keys/codes/").status_code == 302
    assert code in sign_in_keys.unused_codes(cast.ben)


def test_a_key_shown_longer_ago_than_a_quarter_hour_is_asked_for_again(cast, signed_in):
    browser = signed_in(cast.ana, key=True)
    sign_in_keys.write_codes(cast.ana)
    session = browser.session
    session["account_authentication_methods"] = [{"method": "mfa", "at": time() - 901}]
    session.save()
    assert browser.get("/entrance/keys/codes/").status_code == 302


def test_without_a_key_a_person_is_told_to_make_one_first(cast, signed_in):
    page = signed_in(cast.ana).get("/entrance/show-key/?next=/family/").content.decode()
    assert "you have none yet" in page
    assert "Please use your key" not in page
    assert "/entrance/keys/offer/?next=%2Ffamily%2F" in page


def test_the_way_back_stays_in_this_place(cast, signed_in):
    browser, code = signed_in(cast.ana), sign_in_keys.write_codes(cast.ana)[0]
    answer = browser.post("/entrance/show-key/", {"code": code, "next": "https://elsewhere.example/"})
    assert answer["Location"] == "/entrance/arrived/"


def test_tries_are_counted_together_with_those_at_the_entrance(cast, signed_in, anyone):
    browser = signed_in(cast.ana)
    code = sign_in_keys.write_codes(cast.ana)[0]
    for _try in range(5):
        anyone.post("/entrance/", {"sheet": cast.ana.handle, "code": "1"})
        browser.post("/entrance/show-key/", {"code": "1"})
    assert browser.post("/entrance/show-key/", {"code": code}).status_code == 429


def test_a_made_up_passkey_shows_nothing(cast, signed_in):
    browser = signed_in(cast.ana)
    sign_in_keys.add_passkey(cast.ana, name="", credential={})
    for made_up in ("", "{}", "[]"):
        answer = browser.post("/entrance/show-key/passkey/", {"credential": made_up})
        assert "didn’t work here" in answer.content.decode()
    assert browser.get("/entrance/keys/codes/").status_code == 302
