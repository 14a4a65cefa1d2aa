"""Signing in with a paper code. (Passkeys: tests/browser/test_passkeys.py.)"""

import pytest
from django.test import Client

from held.accounts import sign_in_keys


@pytest.fixture
def sheet(cast):
    return {"sheet": cast.ana.handle, "code": sign_in_keys.write_codes(cast.ana)[0]}


def who_is_in(browser):
    return browser.session.get("_auth_user_id")


def test_a_good_paper_code_signs_a_person_in(cast, anyone, sheet):
    answer = anyone.post("/entrance/", sheet)
    assert (answer.status_code, answer["Location"]) == (303, "/entrance/arrived/")
    assert who_is_in(anyone) == str(cast.ana.pk)


def test_coming_in_by_a_code_counts_as_showing_a_key(anyone, sheet):
    anyone.post("/entrance/", sheet)
    assert anyone.get("/entrance/keys/codes/").status_code == 200


def test_a_paper_code_signs_in_only_once(anyone, sheet):
    anyone.post("/entrance/", sheet)
    anyone.post("/entrance/leave")
    assert "isn’t on that sheet" in anyone.post("/entrance/", sheet).content.decode()
    assert who_is_in(anyone) is None


@pytest.mark.parametrize("wrong", [{"code": "00000000"}, {"sheet": "AAAAAAAA"}, {"code": ""}, {"sheet": ""}])
def test_a_wrong_sheet_or_code_lets_nobody_in(anyone, sheet, wrong):
    assert anyone.post("/entrance/", {**sheet, **wrong}).status_code == 200
    assert who_is_in(anyone) is None


def test_a_wrong_sheet_and_a_wrong_code_are_answered_alike(anyone, sheet):
    told = [anyone.post("/entrance/", {**sheet, **wrong}) for wrong in ({"code": "00000000"}, {"sheet": "AAAAAAAA"})]
    assert all("isn’t on that sheet" in answer.content.decode() for answer in told)


def test_the_eleventh_try_has_to_wait_even_with_a_good_code(anyone, sheet):
    for number in range(10):
        anyone.post("/entrance/", {**sheet, "code": f"{number:08}"}, REMOTE_ADDR=f"192.0.2.{number}")
    answer = anyone.post("/entrance/", sheet, REMOTE_ADDR="198.51.100.1")
    assert answer.status_code == 429
    assert "Your sheet is still good" in answer.content.decode()
    assert who_is_in(anyone) is None


def test_tries_from_one_place_are_limited_over_all_sheets(anyone, sheet):
    for number in range(30):
        anyone.post("/entrance/", {"sheet": f"SHEET{number}", "code": "1"}, REMOTE_ADDR="192.0.2.9")
    assert anyone.post("/entrance/", sheet, REMOTE_ADDR="192.0.2.9").status_code == 429


def test_behind_a_front_the_tries_of_one_do_not_make_another_wait(anyone, sheet, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(30):
        one = {"HTTP_X_FORWARDED_FOR": "203.0.113.5, 192.0.2.9"}
        anyone.post("/entrance/", {"sheet": f"SHEET{number}", "code": "1"}, REMOTE_ADDR="127.0.0.1", **one)
    another = {"HTTP_X_FORWARDED_FOR": "192.0.2.10"}
    assert anyone.post("/entrance/", sheet, REMOTE_ADDR="127.0.0.1", **another).status_code == 303


def test_a_good_code_forgets_the_slips_before_it(cast, anyone):
    codes = sign_in_keys.write_codes(cast.ana)
    for code in codes[:3]:
        for _slip in range(8):
            anyone.post("/entrance/", {"sheet": cast.ana.handle, "code": "1"})
        assert anyone.post("/entrance/", {"sheet": cast.ana.handle, "code": code}).status_code == 303
        anyone.post("/entrance/leave")


@pytest.mark.parametrize("way", ["/family/stories/", "/entrance/keys/?a=b"])
def test_next_is_followed_within_this_place(anyone, sheet, way):
    assert anyone.post("/entrance/", {**sheet, "next": way})["Location"] == way


@pytest.mark.parametrize(
    "way", ["https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example", "javascript:0", "x"]
)
def test_signing_in_never_leads_to_another_site(anyone, sheet, way):
    assert anyone.post("/entrance/", {**sheet, "next": way})["Location"] == "/entrance/arrived/"


def test_a_signed_in_person_skips_the_entrance(cast, signed_in):
    browser = signed_in(cast.ana)
    assert browser.get("/entrance/")["Location"] == "/entrance/arrived/"
    assert browser.get("/entrance/?next=/family/")["Location"] == "/family/"


def test_everybody_arrives_at_their_own_desk(cast, signed_in):
    assert signed_in(cast.ana).get("/entrance/arrived/")["Location"] == "/family/"
    assert signed_in(cast.hilde).get("/entrance/arrived/")["Location"] == "/host/"


def test_a_stranger_is_sent_to_the_entrance(cast, anyone):
    assert anyone.get("/entrance/arrived/")["Location"] == "/entrance/?next=/entrance/arrived/"


@pytest.mark.parametrize("made_up", ["", "{}", "[]", "5", "null", '{"id": 1}', '{"response": {"userHandle": "OTk5"}}'])
def test_a_made_up_passkey_lets_nobody_in(anyone, db, made_up):
    anyone.get("/entrance/passkey/")
    answer = anyone.post("/entrance/passkey/", {"credential": made_up})
    assert answer.status_code == 200
    assert "didn’t work here" in answer.content.decode()
    assert who_is_in(anyone) is None


def test_the_page_sets_no_sign_in_and_offers_every_way(anyone, db):
    page = anyone.get("/entrance/").content.decode()
    for words in ("With a passkey", "With a paper code", "With a link", "If you have no key", "a day later"):
        assert words in page


def test_the_entrance_says_that_unsaved_words_are_safe(anyone, db):
    words = "Sign in, and you’re back where you were."
    assert words in anyone.get("/entrance/?next=/family/leaves/5/").content.decode()
    assert words in anyone.post("/entrance/", {"next": "/family/leaves/5/"}).content.decode()
    assert words not in anyone.get("/entrance/?next=/family/people/").content.decode()


def test_at_a_number_the_page_says_that_passkeys_need_a_name(db):
    page = Client(headers={"host": "127.0.0.1:8000"}).get("/entrance/").content.decode()
    assert "http://localhost:8000" in page
