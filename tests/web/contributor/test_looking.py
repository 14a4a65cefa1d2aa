"""The photograph somebody is asked about is shown to them alone, once they ask to see it."""

from held.consent.models import Asking
from held.publishing import placing
from tests.photographs import BYTES, SHOWS
from tests.said import unsigned
from tests.web.reader.asking import IMAGE, OURS, closed


def shown_to(phone, token: str) -> list[str]:
    """Ask to see it; the addresses on the page that follows."""
    here = f"/c/a/{token}/photograph"
    asked = phone.post(here, headers=OURS)["Location"]
    assert asked.partition("?")[0] == here
    page = phone.get(asked).content.decode()
    return [part.split('"')[0] for part in page.split('="/c/p/')[1:]]


def test_before_they_ask_there_are_words_alone(phone, token):
    page = phone.get(f"/c/a/{token}/photograph").content.decode()
    assert SHOWS in page
    assert "<img" not in page


def test_a_photo_asked_for_by_link_is_shown_once(phone, token):
    tickets = shown_to(phone, token)
    answer = phone.get(f"/c/p/{tickets[-1]}", headers=IMAGE)
    assert answer.content in BYTES.values()
    assert "no-store" in answer["Cache-Control"]
    assert closed(phone.get(f"/c/p/{tickets[-1]}", headers=IMAGE))
    assert "<img" not in phone.get(f"/c/a/{token}/photograph").content.decode()


def test_a_browser_that_did_not_press_sees_no_photo(rosa, token):
    assert unsigned(rosa.get(f"/c/a/{token}/photograph")["Location"]) == f"/c/a/{token}?said=looking"
    assert unsigned(rosa.post(f"/c/a/{token}/photograph", headers=OURS)["Location"]) == f"/c/a/{token}?said=looking"


def test_to_another_browser_its_address_is_worth_nothing(phone, rosa, token):
    assert closed(rosa.get(f"/c/p/{shown_to(phone, token)[-1]}", headers=IMAGE))


def test_an_ended_link_shows_nothing_more(phone, token):
    tickets = shown_to(phone, token)
    Asking.objects.all().delete()
    assert closed(phone.get(f"/c/p/{tickets[-1]}", headers=IMAGE))


def test_removed_by_its_family_it_is_shown_to_nobody(phone, token, placed, cast):
    tickets = shown_to(phone, token)
    placing.remove(placed.leaf, by=cast.ana)
    assert closed(phone.get(f"/c/p/{tickets[-1]}", headers=IMAGE))
    assert shown_to(phone, token) == []


def test_a_ticket_of_another_door_opens_nothing_here(phone):
    assert closed(phone.get("/c/p/never-given", headers=IMAGE))
