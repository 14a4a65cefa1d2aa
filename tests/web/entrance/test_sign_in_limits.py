"""Wrong secrets count against their network; a good link or passkey is accepted no matter what came from there
before."""

import pytest
from allauth.mfa.webauthn.internal.auth import STATE_SESSION_KEY
from django.contrib.sessions.models import Session
from django.test import Client

from held.accounts import one_time_links, sign_in_keys
from held.accounts.models import Link
from held.web.entrance import question
from tests.passkeys import give_phone

HERE = {"REMOTE_ADDR": "192.0.2.7"}
ELSEWHERE = {"REMOTE_ADDR": "198.51.100.7"}
PASSKEY = "/entrance/passkey/"
SHOW = "/entrance/show-key/passkey/"


def browser() -> Client:
    return Client(headers={"host": "localhost"})


def use_up_links(**network: str) -> None:
    """Send so many wrong links that the next wrong one has to wait."""
    answers = [browser().post("/entrance/link/nothing/", **network).status_code for _ in range(61)]
    assert answers[-1] == 429


def use_up_passkeys(**network: str) -> None:
    """The same with invalid passkeys."""
    answers = [browser().post(PASSKEY, {"credential": "{}"}, **network).status_code for _ in range(61)]
    assert answers[-1] == 429


def use_up_codes(**network: str) -> None:
    """The same with codes of sheets that do not exist."""
    for number in range(31):
        last = browser().post("/entrance/", {"sheet": f"SHEET{number}", "code": "1"}, **network)
    assert last.status_code == 429


def link_of(account, purpose=Link.Purpose.INVITATION) -> str:
    return f"/entrance/link/{one_time_links.make_link(account, purpose=purpose, by='program')[1]}/"


def test_a_good_link_lets_in_after_too_many_wrong_ones(cast):
    use_up_links(**HERE)
    assert browser().post("/entrance/link/nothing/", **HERE).status_code == 429
    assert browser().post(link_of(cast.ana), **HERE).status_code == 303


def test_good_links_cost_their_network_nothing(cast):
    for _ in range(61):
        assert browser().post(link_of(cast.ana), **HERE).status_code == 303
    assert browser().post("/entrance/link/nothing/", **HERE).status_code == 404


def test_a_link_that_opens_later_costs_nothing_either(cast):
    address = link_of(cast.ana, Link.Purpose.RECOVERY)
    assert {browser().post(address, **HERE).status_code for _ in range(62)} == {404}


def test_a_good_passkey_lets_in_after_too_many_wrong_ones(cast):
    phone, anyone = give_phone(cast.ana), browser()
    use_up_passkeys(**HERE)
    asked = anyone.get(PASSKEY, **HERE).json()
    assert anyone.post(PASSKEY, {"credential": phone.answer(asked)}, **HERE).status_code == 303
    assert anyone.session["_auth_user_id"] == str(cast.ana.pk)


def test_many_questions_for_a_passkey_stop_nobody_and_fill_no_table(cast):
    phone, anyone = give_phone(cast.ana), browser()
    assert {browser().get(PASSKEY, **HERE).status_code for _ in range(100)} == {200}
    assert not Session.objects.exists()
    asked = anyone.get(PASSKEY, **HERE).json()
    assert anyone.post(PASSKEY, {"credential": phone.answer(asked)}, **HERE).status_code == 303


def test_the_question_is_where_allauth_looks_for_it():
    assert question.STATE_SESSION_KEY == STATE_SESSION_KEY


def test_an_answer_to_a_passkey_question_is_good_once(cast):
    phone, anyone = give_phone(cast.ana), browser()
    said = phone.answer(anyone.get(PASSKEY).json())
    again = browser()
    again.cookies["question"] = anyone.cookies["question"].value
    assert anyone.post(PASSKEY, {"credential": said}).status_code == 303
    assert again.post(PASSKEY, {"credential": said}).status_code == 200
    assert "_auth_user_id" not in again.session


def test_another_browsers_passkey_challenge_is_not_accepted(cast):
    phone, anyone, another = give_phone(cast.ana), browser(), browser()
    asked = anyone.get(PASSKEY).json()
    another.get(PASSKEY)
    assert another.post(PASSKEY, {"credential": phone.answer(asked)}).status_code == 200
    assert browser().post(PASSKEY, {"credential": phone.answer(asked)}).status_code == 200


def test_a_passkey_is_shown_after_too_many_wrong_ones(cast, signed_in):
    phone, ana = give_phone(cast.ana), signed_in(cast.ana)
    for _ in range(61):
        ana.get(SHOW, **HERE)
        last = ana.post(SHOW, {"credential": phone.answer({"publicKey": {"challenge": "AAAA"}})}, **HERE)
    assert last.status_code == 429
    asked = ana.get(SHOW, **HERE).json()
    assert ana.post(SHOW, {"credential": phone.answer(asked)}, **HERE).status_code == 303


def test_even_a_good_paper_code_has_to_wait(cast):
    sheet = {"sheet": cast.ana.handle, "code": sign_in_keys.write_codes(cast.ana)[0]}
    use_up_codes(**HERE)
    assert browser().post("/entrance/", sheet, **HERE).status_code == 429
    assert browser().post("/entrance/", sheet, **ELSEWHERE).status_code == 303


def test_a_good_code_does_not_forget_the_tries_with_other_sheets(cast):
    sheet = {"sheet": cast.ana.handle, "code": sign_in_keys.write_codes(cast.ana)[0]}
    for number in range(29):
        browser().post("/entrance/", {"sheet": f"SHEET{number}", "code": "1"}, **HERE)
    assert browser().post("/entrance/", sheet, **HERE).status_code == 303
    assert browser().post("/entrance/", {"sheet": "ANOTHER", "code": "1"}, **HERE).status_code == 429


@pytest.mark.parametrize(
    ("one", "another", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:192.0.2.7", "192.0.2.7", True),
        ("::ffff:192.0.2.7", "::ffff:192.0.2.8", False),
        ("192.0.2.7", "192.0.2.8", False),
    ],
)
def test_wrong_links_cost_the_network_they_came_from(db, one, another, same):
    use_up_links(REMOTE_ADDR=one)
    answer = browser().post("/entrance/link/nothing/", REMOTE_ADDR=another)
    assert answer.status_code == (429 if same else 404)
