"""Setup: six questions, each with “later”."""

import re

import pytest
from django.conf import settings
from django.test import Client

from held.accounts import sign_in_keys
from held.families.models import Member
from held.place.first_host import this_place
from held.place.models import Place


@pytest.fixture
def evening(cast):
    """The place before anything was set."""
    Place.objects.update(name="", address="", kept_for="", second_copy="", time_zone="", asked_up_to=0)


@pytest.fixture
def hilde(cast, signed_in) -> Client:
    return signed_in(cast.hilde)


def test_each_question_leads_to_the_next(evening, cast, hilde, tmp_path):
    answers = ["The Lantern", "https://our-place.example", "OTHERS", str(tmp_path), "Asia/Tokyo"]
    for number, answer in enumerate(answers, start=1):
        assert hilde.get("/host/evening/")["Location"] == f"/host/evening/{number}/"
        assert f"{number} of 6." in hilde.get(f"/host/evening/{number}/").content.decode()
        told = hilde.post(f"/host/evening/{number}/", {"answer": answer, "sure": "yes"})
        assert (told.status_code, told["Location"]) == (303, "/host/evening/")
    assert hilde.get("/host/evening/")["Location"] == "/host/evening/6/"
    hilde.post("/host/evening/6/", {"keeper": "Hilde, who bakes."})
    place = this_place()
    assert [place.name, place.address, place.kept_for, place.second_copy, place.time_zone] == answers
    assert place.keeper == "Hilde, who bakes."
    assert "That is all for this evening" in hilde.get("/host/evening/").content.decode()


def test_every_question_can_be_left_for_later(evening, hilde):
    for number in range(1, 7):
        assert "Later" in hilde.get(f"/host/evening/{number}/").content.decode()
        hilde.post(f"/host/evening/{number}/", {"later": "yes"})
    assert this_place().asked_up_to == 6
    assert this_place().name == ""
    assert hilde.get("/host/").content.decode().count("left for later") == 4


def test_earlier_setup_answers_are_shown_again(evening, hilde):
    hilde.post("/host/evening/1/", {"answer": "The Lantern"})
    page = hilde.get("/host/evening/2/").content.decode()
    assert "Your answers" in page
    assert "/host/evening/1/" in page


def test_each_page_of_the_evening_has_a_title_and_a_heading_of_its_own(evening, hilde):
    pages = []
    for number in range(1, 7):
        pages.append(hilde.get(f"/host/evening/{number}/").content.decode())
        hilde.post(f"/host/evening/{number}/", {"later": "yes"})
    pages.append(hilde.get("/host/evening/").content.decode())
    for name in ("title", "h1"):
        assert len({re.search(f"<{name}>(.*?)</{name}>", page, re.DOTALL)[1] for page in pages}) == 7
    assert "2 of 6: the address – The first evening" in " ".join(pages[1].split())


def test_no_question_of_the_setup_is_skipped(evening, hilde):
    assert hilde.get("/host/evening/4/")["Location"] == "/host/evening/"
    hilde.post("/host/evening/4/", {"later": "yes"})
    assert this_place().asked_up_to == 0


def test_the_setup_has_only_six_questions(hilde):
    assert hilde.get("/host/evening/7/").status_code == 404
    assert hilde.get("/host/evening/0/").status_code == 404


@pytest.mark.parametrize("page", ["/host/evening/", *(f"/host/evening/{number}/" for number in range(1, 7))])
def test_the_evening_is_for_the_host_alone(cast, signed_in, anyone, page):
    for browser in (signed_in(cast.ana), signed_in(cast.ana, key=True)):
        assert browser.get(page).status_code == 404
        assert browser.post(page, {"answer": "mine", "sure": "yes"}).status_code in {404, 405}
    assert anyone.get(page).status_code == 302
    assert anyone.post(page, {"answer": "mine"}).status_code in {302, 405}
    assert this_place().name == "The Lantern"


def test_an_unusable_address_is_kept_in_its_field(evening, hilde):
    hilde.post("/host/evening/1/", {"later": "yes"})
    page = hilde.post("/host/evening/2/", {"answer": "http://our-place.example/x"}).content.decode()
    assert "couldn’t read this as an address" in page
    assert 'value="http://our-place.example/x"' in page
    assert this_place().asked_up_to == 1


def test_an_unusable_copy_folder_is_kept_in_its_field(cast, hilde):
    page = hilde.post("/host/evening/4/", {"answer": str(settings.HELD_DATA)}).content.decode()
    assert "If that is lost, both are" in page
    assert f'value="{settings.HELD_DATA}"' in page
    assert this_place().second_copy == ""


def test_a_folder_on_the_same_disk_is_asked_about_once_more(cast, hilde, tmp_path, monkeypatch):
    monkeypatch.setattr("held.place.setup.is_on_another_disk", lambda _folder: False)
    page = hilde.post("/host/evening/4/", {"answer": str(tmp_path)}).content.decode()
    assert "same disk" in page
    assert this_place().second_copy == ""
    hilde.post("/host/evening/4/", {"answer": str(tmp_path), "sure": "yes"})
    assert this_place().second_copy == str(tmp_path)


def test_choosing_the_own_family_twice_makes_one_family(evening, cast, hilde):
    for number in (1, 2):
        hilde.post(f"/host/evening/{number}/", {"later": "yes"})
    for _press in range(2):
        hilde.post("/host/evening/3/", {"answer": "OWN"})
    assert Member.objects.filter(account=cast.hilde).count() == 1


def test_hosting_for_others_makes_no_family_for_the_host(evening, cast, hilde):
    for number in (1, 2):
        hilde.post(f"/host/evening/{number}/", {"later": "yes"})
    hilde.post("/host/evening/3/", {"answer": "OTHERS"})
    assert not Member.objects.filter(account=cast.hilde).exists()


def test_an_address_given_at_the_start_is_shown_as_it_is(evening, hilde, settings):
    settings.HELD_ADDRESS = "https://given.example"
    hilde.post("/host/evening/1/", {"later": "yes"})
    page = hilde.get("/host/evening/2/").content.decode()
    assert "https://given.example" in page
    assert 'name="answer"' not in page


def test_changing_the_address_asks_for_a_key_and_names_the_passkeys(cast, signed_in, hilde):
    sign_in_keys.add_passkey(cast.hilde, name="", credential={})
    Place.objects.update(address="https://former.example")
    assert hilde.get("/host/evening/2/")["Location"].startswith("/entrance/show-key/")
    sure = signed_in(cast.hilde, key=True)
    assert "They’ll stop working" in sure.get("/host/evening/2/").content.decode()
    page = sure.post("/host/evening/2/", {"answer": "https://new.example"}).content.decode()
    assert "letter by letter" in page
    assert this_place().address == "https://former.example"
    assert sure.post("/host/evening/2/", {"answer": "https://new.example", "sure": "yes"})["Location"] == "/host/"
    assert this_place().address == "https://new.example"


def test_after_the_evening_a_changed_answer_leads_back_to_the_desk(cast, hilde):
    assert hilde.post("/host/evening/1/", {"answer": "The Lamp"})["Location"] == "/host/"
    assert this_place().name == "The Lamp"


OWN_ZONE, CHANGE = "js/own-time-zone.js", "the time zone"


def test_a_browser_proposes_a_time_zone_only_before_one_is_told(evening, hilde, settings):
    settings.HELD_TIME_ZONE = ""
    Place.objects.update(asked_up_to=4)
    assert OWN_ZONE in hilde.get("/host/evening/5/").content.decode()
    hilde.post("/host/evening/5/", {"answer": "Asia/Tokyo"})
    assert OWN_ZONE not in hilde.get("/host/evening/5/").content.decode()


@pytest.mark.parametrize("given", ["", "Asia/Tokyo"])
def test_a_time_zone_that_is_set_has_no_link_to_change_it(evening, hilde, settings, given):
    settings.HELD_TIME_ZONE = given
    Place.objects.update(asked_up_to=6)
    for page in ("/host/", "/host/evening/"):
        assert (CHANGE in hilde.get(page).content.decode()) == (not given)


def test_utc_is_offered_only_once_as_a_time_zone(hilde):
    names = re.findall(r'<option value="([^"]*)"', hilde.get("/host/evening/5/").content.decode())
    assert [name for name in names if name in {"UTC", "Etc/UTC"}] == ["UTC"]


def test_a_mail_address_adds_nobody_and_nothing_to_a_mail(hilde, anyone):
    """`?` and `%` are allowed before the @, and mean something else in a link."""
    hilde.post("/host/evening/6/", {"mail": "hilde?bcc=otto%0A@place.example"})
    assert 'href="mailto:hilde%3Fbcc%3Dotto%250A@place.example"' in anyone.get("/").content.decode()
