"""Somebody is asked by a link: a button, the question, answers of equal weight, and every change at once."""

import re
import uuid
from itertools import product
from types import SimpleNamespace

import pytest
from django.db import OperationalError

from held.consent import answering, answering_ladder, consent_links
from held.consent.models import Answer, AnswersVisible, ConsentLink
from held.consent.states import Status
from held.publishing.models import NamedReader
from held.publishing.named_readers import name_reader, reading_of
from held.web.notices import saying
from tests.answered import seen_by_link
from tests.photographs import SHOWS
from tests.said import unsigned
from tests.web.reader.asking import OURS, asked, at, closed, is_veiled, pictures_on

YES, NO, NOT_NOW = "yes", "no", "not-now"


def say(phone, token: str, answer: str, scope: str = "public"):
    seen = seen_by_link(phone, token, scope) if answer == YES else {}
    return phone.post(f"/c/a/{token}/answer", {"scope": scope, "answer": answer} | seen, headers=OURS)


def press(phone, token: str, step: str, **given: str):
    """One press of the ladder on the current page."""
    sent = {"scope": "readers", "answer": step} | seen_by_link(phone, token, "readers") | given
    return phone.post(f"/c/a/{token}/answer", sent, headers=OURS)


def rungs_on(page: str) -> list[tuple[str, str]]:
    """The class and value of every button of an answer."""
    return re.findall(r'<button class="([^"]*)" name="answer" value="([\w-]+)">', page)


def status(scope: str = "public") -> str:
    return Answer.objects.get(involvement__person__account_hash=None, scope=scope).status


def test_a_consent_link_first_shows_only_a_button(anyone, token):
    page = anyone.get(f"/c/a/{token}").content.decode()
    assert "Read the question" in page
    for word in ("Mika", "Ana", SHOWS):
        assert word not in page
    assert not anyone.cookies


def test_the_question_says_who_asks_and_offers_all_answers(phone, token):
    page = phone.get(f"/c/a/{token}").content.decode()
    for words in ("Mika, a question for you", "Ana would like to show", SHOWS, "You’re in it."):
        assert words in page
    assert "<img" not in page
    assert rungs_on(page) == [("rung", "named"), ("rung", "public"), ("rung", NOT_NOW), ("rung", NO)]


def test_the_question_says_what_we_cannot_enforce(phone, token, cast):
    promised = "Keeping to it is up to them."
    assert promised not in phone.get(f"/c/a/{token}").content.decode()
    involvement = ConsentLink.objects.get().involvement
    consent_links.ask(involvement, ["print", "press:the weekly hill"], by=cast.ana)
    page = phone.get(f"/c/a/{token}").content.decode()
    assert page.count(promised) == 1
    assert [value for _class, value in rungs_on(page)][4:] == [YES, NO, NOT_NOW] * 2


def test_a_form_of_another_site_gives_no_answer(anyone, token):
    anyone.post(f"/c/a/{token}", headers={"Sec-Fetch-Site": "cross-site"})
    assert "Read the question" in anyone.get(f"/c/a/{token}").content.decode()
    page = anyone.post(f"/c/a/{token}/answer", {"scope": "public", "answer": "yes"}, headers={"Sec-Fetch-Site": "none"})
    assert page["Location"].endswith("said=once-more")
    assert status() == Status.ASKED


@pytest.mark.parametrize(("answer", "kept"), [(YES, Status.AGREED), (NO, Status.DECLINED), (NOT_NOW, Status.NOT_NOW)])
def test_each_answer_is_stored_and_confirmed(phone, token, answer, kept):
    answered = say(phone, token, answer)
    assert status() == kept
    assert status("named") == Status.ASKED
    assert 'role="status"' in phone.get(answered["Location"], headers=OURS).content.decode()


@pytest.mark.parametrize(
    ("step", "named", "public", "said"),
    [
        ("named", Status.AGREED, Status.WITHDRAWN, "Your yes is saved"),
        ("public", Status.AGREED, Status.AGREED, "Your yes is saved"),
        (NO, Status.WITHDRAWN, Status.WITHDRAWN, "Your no is saved"),
        (NOT_NOW, Status.NOT_NOW, Status.NOT_NOW, "Your “not now” is saved"),
    ],
)
def test_one_press_answers_for_every_reader_asked(phone, token, step, named, public, said):
    press(phone, token, "public")
    page = phone.get(press(phone, token, step)["Location"], headers=OURS).content.decode()
    assert (status("named"), status("public")) == (named, public)
    assert said in page
    assert [value for kind, value in rungs_on(page) if kind == "rung rung-chosen"] == [step]


def test_after_a_narrower_answer_the_next_request_is_refused(phone, token, placed, rosa):
    press(phone, token, "public")
    image = pictures_on(asked(rosa, at(placed)))[0]
    assert press(phone, token, "named").status_code == 303
    assert rosa.get(image).status_code == 404
    assert closed(rosa.get(at(placed)))


def test_readers_may_ask_for_it_only_after_the_yes(phone, token, placed, rosa):
    assert closed(rosa.get(at(placed)))
    say(phone, token, YES)
    assert is_veiled(rosa.get(at(placed)).content.decode())
    assert pictures_on(asked(rosa, at(placed)))


@pytest.mark.parametrize("times", [1, 10])
def test_withdrawn_the_very_next_request_is_refused_everywhere(phone, token, placed, rosa, times):
    for _ in range(times):
        say(phone, token, YES)
        image = pictures_on(asked(rosa, at(placed)))[0]
        assert phone.post(f"/c/a/{token}/withdrawing", headers=OURS).status_code == 303
        assert rosa.get(image).status_code == 404
        assert closed(rosa.get(at(placed)))
        assert rosa.post(at(placed), headers=OURS).status_code == 404
        assert placed.name not in rosa.get("/stories/noor/").content.decode()
    page = phone.get(saying(f"/c/a/{token}", "withdrawn")).content.decode()
    assert "We can’t undo" in page


def test_by_the_link_of_somebody_named_it_needs_their_circle(phone, token, cast, story, placed, rosa):
    name_reader(story, "Nele", by=cast.ana, once="one")
    rosa.cookies["named"] = reading_of(name_reader(story, "Nele", by=cast.ana, once="one")[1])
    assert NamedReader.objects.count() == 1
    say(phone, token, YES, "named")
    assert closed(rosa.get(at(placed)))  # at the address for everyone it stays closed
    say(phone, token, YES, "public")
    assert is_veiled(rosa.get(at(placed)).content.decode())


@pytest.mark.parametrize("how", ["never", "asked", NO, NOT_NOW, "withdrawn", "lapsed", "one more"])
def test_whatever_keeps_it_closed_readers_get_the_same_bytes(phone, token, cast, placed, rosa, how):
    say(phone, token, YES)
    opened = rosa.get("/stories/noor/").content
    say(phone, token, NOT_NOW)
    before = {path: rosa.get(path).content for path in ("/stories/noor/", at(placed), "/stories.atom", "/")}
    if how in {NO, NOT_NOW}:
        say(phone, token, how)
    elif how == "withdrawn":
        say(phone, token, YES)
        phone.post(f"/c/a/{token}/withdrawing", headers=OURS)
    elif how == "lapsed":
        Answer.objects.filter(scope="public").update(status=Status.LAPSED)
    elif how == "asked":
        Answer.objects.filter(scope="public").update(status=Status.ASKED)
    elif how == "never":
        placed.leaf.picture.delete()
    assert {path: rosa.get(path).content for path in before} == before
    assert opened != before["/stories/noor/"]


def test_a_person_can_show_and_hide_their_answers(phone, token):
    phone.post(f"/c/a/{token}/telling", {"tells": "yes"}, headers=OURS)
    assert AnswersVisible.objects.count() == 1
    assert "Don’t show them my answers" in phone.get(f"/c/a/{token}").content.decode()
    phone.post(f"/c/a/{token}/telling", {"tells": "no"}, headers=OURS)
    assert not AnswersVisible.objects.exists()


HOW_IT_STANDS = [
    {},
    *({"status": one} for one in Status if one not in {Status.NOT_ASKED, Status.ASKED}),
    {"link": uuid.uuid4(), "status": Status.DECLINED},
]


@pytest.fixture
def later(anyone, cast, mika, token) -> str:
    """A link that Ana made after the first, and opened."""
    made = consent_links.link_anew(mika, by=cast.ana)
    anyone.post(f"/c/a/{made}", headers=OURS)
    return made


def page_of(browser, link: str, said: str = "") -> str:
    return browser.get(saying(f"/c/a/{link}", said), headers=OURS).content.decode()


def test_a_later_link_shows_the_same_page_for_any_answer(anyone, mika, later):
    pages = set()
    for how, tells in product(HOW_IT_STANDS, (True, False)):
        for scopes in (["named"], ["named", "public"]):
            Answer.objects.update(status=Status.ASKED, link=None)
            Answer.objects.filter(scope__in=scopes).update(**how or {"link": None})
            AnswersVisible.objects.all().delete()
            if tells:
                answering.let_family_see(mika)
            pages.add((page_of(anyone, later), page_of(anyone, later, "yes"), page_of(anyone, later, "tells-not")))
    assert len(pages) == 1
    page = pages.pop()[0]
    assert "csrf" not in page
    only_way = "This link shows no answers"
    assert rungs_on(page) == [("rung", "named"), ("rung", "public"), ("rung", NOT_NOW), ("rung", NO)]
    for words in (only_way, "Don’t show them my answers"):
        assert words in page
    for words in (
        "our answer:",
        "your answer)",
        "You haven’t answered",
        "Let them see",
        "another link",
        "You said yes",
    ):
        assert words not in page


@pytest.mark.parametrize("answer", [YES, NO, NOT_NOW])
def test_what_is_said_to_a_press_of_a_later_link_tells_nothing(anyone, later, answer):
    heard = set()
    for how in HOW_IT_STANDS:
        Answer.objects.update(status=Status.ASKED, link=None)
        Answer.objects.update(**how or {"link": None})
        pressed = say(anyone, later, answer)
        heard.add((pressed.status_code, unsigned(pressed["Location"]), anyone.get(pressed["Location"]).content))
    assert len(heard) == 1


def test_a_yes_by_a_later_link_turns_no_no_round_and_every_no_counts(phone, token, later):
    say(phone, token, NO)
    phone.post(f"/c/a/{later}", headers=OURS)  # Django’s test client keeps one cookie of a name, whatever its path
    assert "If you said no or not now before, that still counts." in page_of(phone, later, "yes")
    say(phone, later, YES)
    assert status() == Status.DECLINED
    say(phone, token, YES)
    phone.post(f"/c/a/{later}/withdrawing", headers=OURS)
    assert status() == Status.WITHDRAWN
    say(phone, later, YES)  # even by the same link that took it back
    assert status() == Status.WITHDRAWN
    say(phone, token, YES)
    say(phone, later, NO)
    assert status() == Status.WITHDRAWN


def test_the_first_link_says_where_an_answer_came_by_another(anyone, phone, token, later):
    def heard() -> int:
        anyone.post(f"/c/a/{token}", headers=OURS)
        return page_of(phone, token).count("This was answered with another link.")

    assert heard() == 0
    say(phone, later, YES)
    assert heard() == 1
    say(phone, token, NO)
    assert heard() == 0
    Answer.objects.update(link=None)
    assert heard() == 0


def test_only_the_first_link_lets_the_family_see_answers(anyone, mika, later):
    answered = anyone.post(f"/c/a/{later}/telling", {"tells": "yes"}, headers=OURS)
    assert "That needs your first link" in anyone.get(answered["Location"]).content.decode()
    assert not AnswersVisible.objects.exists()
    answering.let_family_see(mika)
    anyone.post(f"/c/a/{later}/telling", {"tells": "no"}, headers=OURS)
    assert not AnswersVisible.objects.exists()


def test_an_ended_link_opens_nothing_and_the_answers_stay(phone, token):
    say(phone, token, YES)
    assert "Your answers stay as they are" in phone.post(f"/c/a/{token}/ending", headers=OURS).content.decode()
    assert not ConsentLink.objects.exists()
    assert closed(phone.get(f"/c/a/{token}"))
    assert closed(say(phone, token, NO))
    assert status() == Status.AGREED


def test_a_consent_link_works_after_many_years(phone, token, mika):
    ConsentLink.objects.update(made_at="2001-01-01T00:00Z")
    assert phone.get(f"/c/a/{token}").status_code == 200


@pytest.mark.parametrize("path", ["", "/photograph"])
def test_what_was_never_given_is_not_there(rosa, db, path):
    assert closed(rosa.get(f"/c/a/{'x' * 43}{path}"))


def test_an_unknown_scope_or_answer_changes_nothing(phone, token):
    steps = [{"scope": "readers", "answer": one} for one in ("link", YES, "maybe", "")]
    for given in ({"scope": "print", "answer": YES}, {"scope": "public", "answer": "maybe"}, {}, *steps):
        assert phone.post(f"/c/a/{token}/answer", given, headers=OURS)["Location"].endswith("said=once-more")
    assert status() == Status.ASKED


@pytest.mark.parametrize("button", ["answer", "withdrawing", "telling", "ending"])
@pytest.mark.parametrize("fault", [OperationalError("database or disk is full"), OSError(28, "full")])
def test_what_cannot_be_kept_is_said_as_such(phone, token, monkeypatch, button, fault):
    def full(*_args: object, **_more: object) -> None:
        raise fault

    monkeypatch.setattr(answering, "apply", full)
    monkeypatch.setattr(answering_ladder, "apply", full)
    monkeypatch.setattr(answering, "audit_log", SimpleNamespace(record=full))
    monkeypatch.setattr(consent_links, "append_refusal", full)
    given = {"scope": "readers", "answer": "public", "tells": "yes"}
    answered = phone.post(f"/c/a/{token}/{button}", given, headers=OURS)
    assert "couldn’t keep this just now" in phone.get(answered["Location"]).content.decode()
    assert status() == Status.ASKED
    assert not AnswersVisible.objects.exists()
    assert ConsentLink.objects.exists()
