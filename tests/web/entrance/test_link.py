"""Signing in by a one-time link."""

from datetime import timedelta

from django.test import Client
from django.utils.formats import date_format

from held.accounts import one_time_links, sign_in_keys
from held.accounts.models import RECOVERY_WAITS, Link
from held.families import recovery
from held.families.models import Member, Recovery
from held.lib.clock import now
from held.stories.models import Leaf, Story
from tests import cast as people
from tests.clock import Clocks

CLOSED = "This link can’t be used"


def link_for(account, purpose=Link.Purpose.INVITATION, **more):
    _link, token = one_time_links.make_link(account, purpose=purpose, by="program", **more)
    return f"/entrance/link/{token}/"


def who_is_in(browser: Client):
    return browser.session.get("_auth_user_id")


def test_opening_the_page_of_a_link_does_not_use_it_up(cast, anyone):
    address = link_for(cast.ana)
    for _time in range(2):
        assert "looking doesn’t" in anyone.get(address).content.decode()
    assert who_is_in(anyone) is None


def test_the_page_says_until_when_the_link_waits(cast, anyone):
    address = link_for(cast.ana)
    until = date_format(Link.objects.latest("pk").ends_at, "j F Y")
    assert f"It works until {until}" in anyone.get(address).content.decode()


def test_the_button_lets_in_and_opens_a_page_to_write_on(cast, anyone):
    address = link_for(cast.ana)
    anyone.get(address)
    secret = anyone.cookies["form"].value
    answer = anyone.post(address)
    essay = Leaf.objects.get(kind=Leaf.Kind.ENTRY)
    assert (answer.status_code, answer["Location"]) == (303, f"/family/leaves/{essay.pk}/")
    assert who_is_in(anyone) == str(cast.ana.pk)
    again = Client(headers={"host": "localhost"})  # as if the first response had been lost on the way
    again.cookies["form"] = secret
    assert again.post(address)["Location"] == answer["Location"]
    assert Story.objects.count() == 1


def test_where_something_is_written_the_desk_comes_first(cast, anyone):
    story = people.write_story(cast)
    assert anyone.post(link_for(cast.ben))["Location"] == "/family/"
    assert not Story.objects.exclude(pk=story.pk).exists()


def test_a_guardian_is_asked_for_a_name_and_writes_nothing(cast, anyone):
    answer = anyone.post(link_for(people.friend(cast, "Gwen", Member.Role.GUARDIAN)))
    assert answer["Location"] == "/entrance/keys/offer/?next=%2Fguardian%2Fname%2F"
    assert not Story.objects.exists()


def test_the_first_link_leads_to_the_first_evening(cast, anyone):
    answer = anyone.post(link_for(cast.hilde, Link.Purpose.FIRST))
    assert answer["Location"] == "/host/evening/"


def test_a_first_link_printed_again_says_what_it_is_for(cast, anyone):
    one_time_links.use_link(one_time_links.make_link(cast.hilde, purpose=Link.Purpose.FIRST, by="program")[1])
    page = anyone.get(link_for(cast.hilde, Link.Purpose.FIRST)).content.decode()
    assert "This link signs you in again as host." in page


def test_a_used_link_opens_nothing_for_another_browser(cast, anyone):
    address = link_for(cast.ana)
    Client(headers={"host": "localhost"}).post(address)
    assert_closed(anyone.get(address))
    assert_closed(anyone.post(address))
    assert who_is_in(anyone) is None


def test_a_button_pressed_twice_by_one_browser_still_lets_in(cast, anyone):
    address = link_for(cast.ana)
    anyone.get(address)
    secret = anyone.cookies["form"].value
    anyone.post(address)
    again = Client(headers={"host": "localhost"})  # as if the first response had been lost on the way
    again.cookies["form"] = secret
    assert again.post(address).status_code == 303
    assert who_is_in(again) == str(cast.ana.pk)


def test_every_link_that_does_not_work_shows_the_same_page(cast, anyone):
    used, stopped, ended = link_for(cast.ana), link_for(cast.ana), link_for(cast.ana)
    Client(headers={"host": "localhost"}).post(used)
    newest = Link.objects.order_by("pk")
    one_time_links.take_link_back(newest[1], by="program")
    Link.objects.filter(pk=newest.last().pk).update(ends_at=now())
    pages = {anyone.get(address).content for address in (used, stopped, ended, "/entrance/link/nothing/")}
    assert len(pages) == 1


def test_a_link_to_come_says_when_it_opens_and_does_not_let_in(cast, anyone, monkeypatch):
    address = link_for(cast.ana, Link.Purpose.RECOVERY)
    Clocks(monkeypatch).pass_by(timedelta(minutes=1))
    page = anyone.get(address)
    assert page.status_code == 404
    assert "23\xa0hours" in page.content.decode()
    assert anyone.post(address).status_code == 404
    assert who_is_in(anyone) is None


def test_a_link_for_lost_keys_says_so_and_ends_the_lost_keys(cast, anyone, signed_in, monkeypatch):
    sign_in_keys.write_codes(cast.ana)
    elsewhere = signed_in(cast.ana)
    member = Member.objects.get(account=cast.ana)
    _asked, token = recovery.ask_for_new_link(member, by=cast.ben)
    Clocks(monkeypatch).pass_by(RECOVERY_WAITS)
    address = f"/entrance/link/{token}/"
    assert "old passkeys and paper codes stop working" in anyone.get(address).content.decode()
    assert sign_in_keys.has_key(cast.ana)
    assert anyone.post(address)["Location"] == "/entrance/keys/offer/?next=%2Fentrance%2Farrived%2F"
    assert not sign_in_keys.has_key(cast.ana)
    assert Recovery.objects.get().link.used_at
    assert anyone.get("/entrance/keys/").status_code == 200
    assert elsewhere.get("/entrance/keys/").status_code == 302


def test_a_link_signs_out_the_person_signed_in_before(cast, signed_in):
    browser = signed_in(cast.otto)
    address = link_for(cast.ana)
    assert "Somebody else is signed in" in browser.get(address).content.decode()
    browser.post(address)
    assert who_is_in(browser) == str(cast.ana.pk)


def test_coming_in_by_a_link_is_not_showing_a_key(cast, anyone):
    sign_in_keys.write_codes(cast.ana)
    anyone.post(link_for(cast.ana))
    assert anyone.get("/entrance/keys/codes/")["Location"].startswith("/entrance/show-key/")


def test_a_sign_in_gets_a_session_of_its_own(cast, anyone):
    anyone.get("/entrance/passkey/")
    before = anyone.session.session_key
    anyone.post(link_for(cast.ana))
    assert anyone.session.session_key not in {None, before}


def test_guessing_one_time_links_is_limited(cast, anyone, monkeypatch):
    codes = {anyone.post("/entrance/link/nothing/", REMOTE_ADDR="192.0.2.7").status_code for _try in range(70)}
    assert codes == {404, 429}


def test_a_form_without_its_token_is_refused(cast):
    strict = Client(headers={"host": "localhost"}, enforce_csrf_checks=True)
    address = link_for(cast.ana)
    assert strict.post(address).status_code == 403
    assert who_is_in(strict) is None


def assert_closed(answer):
    assert answer.status_code == 404
    assert CLOSED in answer.content.decode()
