"""Somebody whose browser keeps no cookies can still answer and send; reloading a page changes nothing."""

import re

import pytest
from django.test import Client

from held.consent import answering
from held.consent.models import Answer, AnswersVisible, ConsentLink
from held.consent.states import Status
from held.history.models import AuditEntry
from held.web.notices import saying
from tests.enveloped import PURPOSE, arrived_in
from tests.photographs import SHOWS
from tests.web.contributor.test_photographs import file
from tests.web.reader.asking import OURS, closed

SENTENCE = "Your browser isn’t keeping cookies here."
YES, NO = "public", "no"


class NoCookies(Client):
    """A browser that returns no cookie."""

    def request(self, **environ):
        self.cookies.clear()
        return super().request(**environ)


@pytest.fixture
def phone() -> NoCookies:
    return NoCookies(headers={"host": "localhost", **OURS})


@pytest.fixture
def sends(phone, envelope) -> NoCookies:
    """Nele’s phone."""
    return phone


def press(phone, token: str, button: str = "", **given: str) -> str:
    """The page that answers the press itself."""
    answer = phone.post(f"/c/a/{token}{button and '/'}{button}", given)
    assert answer.status_code == 200, answer.get("Location")
    return answer.content.decode()


def form_of(page: str) -> dict[str, str]:
    """What the form of the ladder sends."""
    form = page.split('name="scope" value="readers"')[1].split("</form>", maxsplit=1)[0]
    return {"scope": "readers"} | dict(re.findall(r'name="(words|seen-[a-z]+)" value="([^"]*)"', form))


def status(scope: str = "public") -> str:
    return Answer.objects.get(involvement__person__account_hash=None, scope=scope).status


def followed(phone, answer) -> str:
    """The target of a redirect."""
    assert answer.status_code == 303
    return phone.get(answer["Location"]).content.decode()


def test_the_cover_is_answered_with_the_question_and_nothing_is_kept(phone, token):
    before = list(Answer.objects.values()), AuditEntry.objects.count()
    for _ in range(2):  # the second time, because the page was reloaded
        page = press(phone, token)
        assert SHOWS in page
        assert "(your answer)" not in page
    assert (list(Answer.objects.values()), AuditEntry.objects.count()) == before
    assert SHOWS not in phone.get(f"/c/a/{token}").content.decode()


def test_every_button_says_what_it_did_on_the_page_that_answers_it(phone, token):
    page = press(phone, token)
    page = press(phone, token, "answer", **form_of(page), answer=NO)
    assert "Your no is saved." in page
    page = press(phone, token, "answer", **form_of(page), answer="not-now")
    assert "Your “not now” is saved." in page
    page = press(phone, token, "answer", **form_of(page), answer=YES)
    assert "Your yes is saved. You can take it back" in page
    assert "Your yes is taken back." in press(phone, token, "withdrawing")
    assert status() == Status.WITHDRAWN
    assert "The family doesn’t see your answers any more" in press(phone, token, "telling", tells="no")
    assert "Your answers stay as they are." in press(phone, token, "ending")
    assert not ConsentLink.objects.exists()


def test_a_second_press_is_made_on_the_page_of_the_first(phone, token):
    page = press(phone, token)
    page = press(phone, token, "answer", **form_of(page), answer=YES)
    assert status("named") == status("public") == Status.AGREED
    press(phone, token, "answer", **form_of(page), answer="named")
    assert (status("named"), status("public")) == (Status.AGREED, Status.WITHDRAWN)


def test_a_yes_sent_again_is_the_same_yes(phone, token):
    sent = form_of(press(phone, token)) | {"answer": YES}
    for _ in range(3):
        assert "Your yes is saved" in press(phone, token, "answer", **sent)
    assert status() == Status.AGREED


@pytest.mark.parametrize("since", [NO, "not-now", "withdrawn"])
def test_a_yes_sent_again_undoes_no_later_no(phone, token, since):
    page = press(phone, token)
    sent = form_of(page) | {"answer": YES}
    page = press(phone, token, "answer", **sent)
    if since == "withdrawn":
        press(phone, token, "withdrawing")
    else:
        press(phone, token, "answer", **form_of(page), answer=since)
    stands = status()
    page = press(phone, token, "answer", **sent)
    assert "we didn’t save that yes" in page
    assert status() == stands
    press(phone, token, "answer", **form_of(page), answer=YES)  # pressed once more, they mean it
    assert status() == Status.AGREED


def test_a_no_from_an_old_page_always_counts(phone, token):
    old = form_of(press(phone, token))
    press(phone, token, "answer", **old, answer=YES)
    assert "Your no is saved." in press(phone, token, "answer", **old, answer=NO)


def test_reloading_does_not_show_answers_to_the_family_again(phone, token):
    answer = phone.post(f"/c/a/{token}/telling", {"tells": "yes"})
    page = followed(phone, answer)
    assert "The family sees your answers from now on." in page
    assert "Read the question" in page
    assert AnswersVisible.objects.exists()
    answering.keep_from_family(ConsentLink.objects.get().involvement)
    phone.get(answer["Location"])
    assert not AnswersVisible.objects.exists()


def test_the_address_that_is_left_after_a_press_leads_to_the_question(phone, token):
    for button in ("answer", "withdrawing", "telling", "ending"):
        assert phone.get(f"/c/a/{token}/{button}")["Location"] == f"/c/a/{token}"
        assert closed(phone.get(f"/c/a/{'x' * 43}/{button}"))
    assert status() == Status.ASKED


@pytest.mark.parametrize("headers", [{}, {"Sec-Fetch-Site": "none"}])
def test_a_press_that_is_not_proved_changes_nothing_and_says_so(token, headers):
    stranger = NoCookies(headers={"host": "localhost", **headers})
    for button, given in (("answer", {"scope": "public", "answer": YES}), ("withdrawing", {}), ("ending", {})):
        answer = stranger.post(f"/c/a/{token}/{button}", given)
        page = followed(stranger, answer) if headers else answer.content.decode()
        assert answer.status_code == (303 if headers else 403)
        assert "Nothing was changed." in page
        assert SHOWS not in page
    assert SHOWS not in stranger.post(f"/c/a/{token}").content.decode()
    assert status() == Status.ASKED


def test_what_cannot_be_kept_is_said_on_the_cover(phone, token, monkeypatch):
    def full(*_args: object, **_more: object) -> None:
        raise OSError(28, "full")

    monkeypatch.setattr(answering, "apply", full)
    page = followed(phone, phone.post(f"/c/a/{token}/answer", {"scope": "public", "answer": NO}))
    assert "couldn’t keep this just now" in page


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_photograph_is_not_shown_and_words_say_what_to_do(phone, token, method):
    page = followed(phone, getattr(phone, method)(f"/c/a/{token}/photograph"))
    assert SENTENCE in page
    assert "You can answer without looking. That needs no cookie." in page
    assert "Read the question" in page
    assert SHOWS not in page
    assert "/c/p/" not in page


def test_with_the_question_open_and_no_visit_kept_words_say_so(anyone, token):
    anyone.post(f"/c/a/{token}", headers=OURS)
    answer = anyone.post(f"/c/a/{token}/photograph", headers=OURS)
    del anyone.cookies["visit"], anyone.cookies["ticket"]
    page = anyone.get(answer["Location"], headers=OURS).content.decode()
    assert SENTENCE in page
    assert "<img" not in page


def test_what_the_cover_says_by_its_address_is_no_more_than_a_sentence(phone, token):
    words = ("", "yes", "tells", "looking")
    pages = {said: phone.get(saying(f"/c/a/{token}", said)).content.decode() for said in words}
    assert pages["yes"] == pages[""]
    for page in pages.values():
        assert SHOWS not in page
        assert "Mika" not in page


def test_an_envelope_is_opened_filled_and_described(sends, envelope):
    page = sends.post(envelope.link, {"open": "yes"}).content.decode()
    assert PURPOSE in page
    for _ in range(2):  # the second time, because the page was reloaded
        answer = sends.post(f"{envelope.link}/photographs", {"photographs": [file(1), file(2)]})
        assert answer.status_code == 200
        page = answer.content.decode()
        assert "Your photographs have arrived. You can close this." in page
        assert "Two have arrived. You can close this." in page
    sent = dict(re.findall(r'name="(seen-[^"]+)" value="([^"]*)"', page))
    took = {key.replace("seen", "took"): "Grandpa" for key in sent}
    for _ in range(2):
        page = sends.post(f"{envelope.link}/words", sent | took).content.decode()
        assert "Your words are saved. You can close this page." in page
        assert page.count('value="Grandpa"') == 2
    assert PURPOSE not in sends.get(envelope.link).content.decode()


def test_words_sent_again_do_not_undo_newer_ones(sends, envelope):
    arrived_in(envelope)
    page = sends.post(envelope.link).content.decode()
    first = dict(re.findall(r'name="(seen-[^"]+)" value="([^"]*)"', page))
    (took,) = [key.replace("seen", "took") for key in first]
    page = sends.post(f"{envelope.link}/words", first | {took: "Grandpa"}).content.decode()
    newer = dict(re.findall(r'name="(seen-[^"]+)" value="([^"]*)"', page))
    sends.post(f"{envelope.link}/words", newer | {took: "Grandma"})
    page = sends.post(f"{envelope.link}/words", first | {took: "Grandpa"}).content.decode()
    assert "You wrote something else on another page, and it’s kept." in page
    assert 'value="Grandma"' in sends.post(envelope.link).content.decode()


def test_the_address_that_is_left_after_sending_leads_to_the_envelope(sends, envelope):
    for path in ("/photographs", "/words"):
        assert sends.get(envelope.link + path)["Location"] == envelope.link
        assert closed(sends.get(f"/c/never-made{path}"))
