"""“I am in a photograph here”: how much one network may send, how much may wait, and that none of it is lost."""

from django.test import Client

from held.consent import claiming
from held.consent.models import Claim
from held.families.models import Member
from tests import cast as people
from tests.web.guardian.pressing import desk_of, press
from tests.web.reader.asking import OURS

HERE = {"REMOTE_ADDR": "192.0.2.7"}
ELSEWHERE = {"REMOTE_ADDR": "198.51.100.7"}
ADDRESS = "/c/lost/"


def send(words: str, **more: str):
    browser = Client(headers={"host": "localhost"})
    network = {name: more.pop(name) for name in ("REMOTE_ADDR",) if name in more}
    return browser.post(ADDRESS, {"name": "Mika", "words": words, **more}, headers=OURS, **network)


def test_what_one_network_sends_closes_the_page_for_no_other(cast):
    told = [send(f"Message {number}", **HERE).status_code for number in range(60)]
    assert told[0] == 200
    assert told[-1] == 429
    assert send("I held the lamp.", **ELSEWHERE).status_code == 200


def test_a_network_that_sent_too_much_is_told_so_and_the_words_stay(cast):
    for number in range(60):
        send(f"Message {number}", **HERE)
    page = send("I held the lamp.", **HERE).content.decode()
    assert "I held the lamp." in page
    assert "Your words are still on this page" in page
    assert "lamp" not in str([came.read() for came in Claim.objects.all()])


def test_a_form_that_arrives_twice_costs_once(cast):
    form = {"once": "0b7dbf0e-6f4c-4ea9-8f7a-3d8f5a5b7c11"}
    told = [send("I held the lamp.", **HERE, **form).status_code for _ in range(60)]
    assert set(told) == {200}
    assert send("Another thing.", **HERE).status_code == 200


def test_one_message_is_one_row_whatever_families_there_are(cast):
    send("I held the lamp.", **HERE)
    assert [came.read() for came in Claim.objects.all()] == [{"name": "Mika", "words": "I held the lamp."}]


def test_similar_claims_are_shown_once_and_all_are_kept(cast, signed_in):
    browser = signed_in(people.friend(cast, "Gwen", Member.Role.GUARDIAN), key=True)
    for words in ("I held the lamp.", "I  held the LAMP", "i held the lamp!!", "I held the lamp."):
        send(words, **HERE)
    send("It was in March.", **HERE)
    page = desk_of(browser)
    assert page.count("Put it away") == 2
    assert page.count("This came more than once") == 1
    for words in ("I held the lamp.", "I  held the LAMP", "i held the lamp!!", "It was in March."):
        assert page.count(words) == 1, words
    assert Claim.objects.count() == 5


def test_nearly_the_same_words_are_put_away_together(cast, signed_in):
    browser = signed_in(people.friend(cast, "Gwen", Member.Role.GUARDIAN), key=True)
    for words in ("I held the lamp.", "I held the lamp!!"):
        send(words, **HERE)
    first = Claim.objects.order_by("at").first()
    press(browser, f"/guardian/claims/{first.pk}/putting-away")
    assert "I held the lamp" not in desk_of(browser)
    send("I HELD the lamp", **HERE)
    assert "I HELD the lamp" in desk_of(browser)


def test_beyond_what_may_wait_it_is_said_and_the_words_stay(cast, monkeypatch):
    monkeypatch.setattr(claiming, "MOST_BYTES", 2_000)
    assert send("I held the lamp.", **HERE).status_code == 200
    answer = send("It was in March. " + "x" * 1_900, **ELSEWHERE)
    assert answer.status_code == 503
    assert "It was in March." in answer.content.decode()
    assert "Your words are still on this page" in answer.content.decode()
    assert Claim.objects.count() == 1


def test_waiting_claims_are_limited_to_20_megabytes():
    assert claiming.MOST_BYTES == 20_000_000
