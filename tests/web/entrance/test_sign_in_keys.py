"""Keys made and removed: freely for the first, by showing one for every other. (Ceremonies: tests/browser.)"""

import pytest

from held.accounts import one_time_links, sign_in_keys
from held.accounts.models import Link
from held.families.models import Member
from held.place.models import Place
from held.web.entrance import ceremony

ASKS = "/entrance/show-key/"
CHANGING = ["/entrance/keys/passkey/", "/entrance/keys/passkey/options/", "/entrance/keys/codes/"]


@pytest.mark.parametrize("page", CHANGING)
def test_an_account_without_a_key_may_make_one(cast, signed_in, page):
    assert signed_in(cast.ana).get(page).status_code == 200


@pytest.mark.parametrize("page", [*CHANGING, "/entrance/keys/sheet/"])
def test_signed_in_by_link_a_person_must_show_their_key(cast, signed_in, page):
    sign_in_keys.write_codes(cast.ana)
    answer = signed_in(cast.ana).get(page)
    assert answer["Location"] == f"{ASKS}?next={page}"


@pytest.mark.parametrize("page", [*CHANGING, "/entrance/keys/sheet/"])
def test_a_person_who_showed_a_key_may_change_keys(cast, signed_in, page):
    sign_in_keys.write_codes(cast.ana)
    assert signed_in(cast.ana, key=True).get(page).status_code == 200


@pytest.mark.parametrize("page", [*CHANGING, "/entrance/keys/", "/entrance/keys/offer/", "/entrance/keys/sheet/", ASKS])
def test_a_stranger_is_led_to_the_entrance(cast, anyone, page):
    assert anyone.get(page)["Location"].startswith("/entrance/?next=")


def test_writing_codes_asks_for_a_key_too_when_there_is_one(cast, signed_in):
    former = sign_in_keys.write_codes(cast.ana)
    assert signed_in(cast.ana).post("/entrance/keys/codes/")["Location"].startswith(ASKS)
    assert sign_in_keys.unused_codes(cast.ana) == former


def test_first_paper_codes_are_shown_and_stay_on_reload(cast, signed_in):
    browser = signed_in(cast.ana)
    assert browser.post("/entrance/keys/codes/", {"next": "/family/welcome/"})["Location"] == (
        "/entrance/keys/sheet/?next=%2Ffamily%2Fwelcome%2F"
    )
    codes = sign_in_keys.unused_codes(cast.ana)
    for _time in range(2):
        page = browser.get("/entrance/keys/sheet/").content.decode()
        assert all(f"{code[:4]} {code[4:]}" in page for code in codes)
        assert f"{cast.ana.handle[:4]} {cast.ana.handle[4:]}" in page
        assert "http://localhost:8000/entrance/" in page
        assert "The Lantern" in page


def test_removing_a_passkey_asks_for_a_key(cast, signed_in):
    passkey = sign_in_keys.add_passkey(cast.ana, name="my phone", credential={})
    page = f"/entrance/keys/passkeys/{passkey.pk}/removal/"
    for answer in (signed_in(cast.ana).get(page), signed_in(cast.ana).post(page)):
        assert answer["Location"].startswith(ASKS)
    assert sign_in_keys.passkeys(cast.ana) == [passkey]


def test_a_passkey_is_removed_by_its_owner_who_showed_a_key(cast, signed_in):
    passkey = sign_in_keys.add_passkey(cast.ana, name="my phone", credential={})
    page, browser = f"/entrance/keys/passkeys/{passkey.pk}/removal/", signed_in(cast.ana, key=True)
    assert "my phone" in browser.get(page).content.decode()
    assert browser.post(page)["Location"] == "/entrance/keys/"
    assert sign_in_keys.passkeys(cast.ana) == []


def test_a_passkey_of_somebody_else_is_not_there(cast, signed_in):
    passkey = sign_in_keys.add_passkey(cast.ana, name="my phone", credential={})
    page, browser = f"/entrance/keys/passkeys/{passkey.pk}/removal/", signed_in(cast.ben, key=True)
    assert browser.get(page).status_code == 404
    assert browser.post(page).status_code == 404
    assert sign_in_keys.passkeys(cast.ana) == [passkey]


def test_it_is_said_plainly_when_the_last_key_goes(cast, signed_in):
    passkey = sign_in_keys.add_passkey(cast.ana, name="", credential={})
    page, browser = f"/entrance/keys/passkeys/{passkey.pk}/removal/", signed_in(cast.ana, key=True)
    assert "This is your last key" in browser.get(page).content.decode()
    sign_in_keys.write_codes(cast.ana)
    assert "This is your last key" not in browser.get(page).content.decode()


def test_every_other_sign_in_can_be_ended(cast, signed_in):
    here, there = signed_in(cast.ana), signed_in(cast.ana)
    assert here.post("/entrance/keys/elsewhere").status_code == 303
    assert here.get("/entrance/keys/").status_code == 200
    assert there.get("/entrance/keys/").status_code == 302


def test_ending_other_sign_ins_leaves_those_of_others(cast, signed_in):
    ben = signed_in(cast.ben)
    signed_in(cast.ana).post("/entrance/keys/elsewhere")
    assert ben.get("/entrance/keys/").status_code == 200


@pytest.mark.parametrize("made_up", ["", "{}", "[]", '{"id": 1}'])
def test_an_invalid_passkey_answer_is_not_kept(cast, signed_in, made_up):
    browser = signed_in(cast.ana)
    browser.get("/entrance/keys/passkey/options/")
    answer = browser.post("/entrance/keys/passkey/", {"credential": made_up, "name": "x"})
    assert "nothing was kept" in answer.content.decode()
    assert sign_in_keys.passkeys(cast.ana) == []


def test_a_new_passkey_needs_no_user_name_and_verifies_the_user(cast, signed_in):
    asked = signed_in(cast.ana).get("/entrance/keys/passkey/options/").json()["publicKey"]
    assert asked["authenticatorSelection"]["residentKey"] == "required"
    assert asked["authenticatorSelection"]["userVerification"] == "required"


def test_the_offer_goes_on_to_where_it_was_meant(cast, signed_in):
    page = signed_in(cast.ana).get("/entrance/keys/offer/?next=/family/welcome/").content.decode()
    assert 'href="/family/welcome/"' in page
    assert 'href="/entrance/keys/passkey/?next=%2Ffamily%2Fwelcome%2F"' in page


def test_a_key_offer_at_another_address_names_the_real_one(cast, signed_in):
    Place.objects.update(address="https://our-place.example")
    assert "https://our-place.example" in signed_in(cast.ana).get("/entrance/keys/offer/").content.decode()


def test_what_it_means_to_go_on_without_a_key_is_said_to_parent_and_host(cast, signed_in):
    parent, host = (signed_in(who).get("/entrance/keys/offer/").content.decode() for who in (cast.ana, cast.hilde))
    assert "you need a key or a new link" in parent
    assert "It prints one each time it starts" in host
    assert "You can write and save" not in host


def test_where_no_passkey_should_be_made_paper_codes_come_first(cast, signed_in):
    def order() -> list[int]:
        page = signed_in(cast.ana).get("/entrance/keys/offer/").content.decode()
        return [page.index(f"<h2>{words}") for words in ("A passkey", "Paper codes")]

    assert order() == sorted(order())
    Place.objects.update(address="https://our-place.example")
    assert order() == sorted(order(), reverse=True)


@pytest.fixture
def lost(cast):
    """Hilde came in by the first link, made a key, and has none any more."""
    one_time_links.use_link(one_time_links.make_link(cast.hilde, purpose=Link.Purpose.FIRST, by="program")[1])
    sign_in_keys.write_codes(cast.hilde)
    sign_in_keys.end_every_key(cast.hilde)
    return cast.hilde


def test_who_lets_them_in_again_without_a_key_is_said_to_each(cast, signed_in):
    assert "It prints one each time it starts" in signed_in(cast.hilde).get("/entrance/keys/").content.decode()
    assert "takes 24 hours" in signed_in(cast.ana).get("/entrance/keys/").content.decode()


def test_a_host_whom_nobody_could_let_in_again_is_told_so(lost, signed_in):
    for page in ("/entrance/keys/", "/entrance/keys/offer/", "/entrance/leaving/", "/host/"):
        assert "nobody can let you in again" in signed_in(lost).get(page).content.decode()


def test_a_host_with_a_family_beside_them_can_be_helped_by_it(cast, lost, signed_in):
    Member.objects.create(family=cast.family, account=lost)
    assert "takes 24 hours" in signed_in(lost).get("/entrance/keys/").content.decode()


@pytest.mark.parametrize(
    ("way", "where"),
    [
        ("/family/stories/7/circle/named/", "/family/stories/7/circle/named/"),
        ("", "/entrance/keys/"),
        ("https://example.org/family/", "/entrance/keys/"),
        ("//example.org/family/", "/entrance/keys/"),
    ],
)
def test_a_passkey_leads_on_to_where_a_person_was_going(cast, signed_in, monkeypatch, way, where):
    monkeypatch.setattr(ceremony, "read_made", lambda _request, _account: {})
    answer = signed_in(cast.ana).post("/entrance/keys/passkey/", {"next": way})
    assert (answer.status_code, answer["Location"]) == (303, where)
    assert len(sign_in_keys.passkeys(cast.ana)) == 1
