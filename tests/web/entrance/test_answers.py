"""Somebody with an account finds what they answered about photographs, even after they have left the family."""

import re

import pytest

from held.accounts.models import Link
from held.accounts.one_time_links import make_link, use_link
from held.actions.friends import let_friend_go
from held.consent import answering, consent_links, involved
from held.consent.models import Answer, ConsentLink, Involvement
from held.consent.overview import involvements_on_desk
from held.consent.states import Event, Status
from held.families import parting
from held.families.models import Member
from held.families.persons import add_person, person_of
from held.lib.tokens import token_hash
from held.stories.models import Publication
from held.web.notices import saying
from tests import cast as people
from tests.answered import seen_on
from tests.photographs import SHOWS, photograph
from tests.said import unsigned
from tests.web.reader.asking import at as veil_at


@pytest.fixture
def placed(cast):
    """Ana took it, Ben is in it; both have said yes to everyone, and the story is open to everyone."""
    story = people.write_story(cast)
    placed = photograph(cast, story)
    person = person_of(cast.family, cast.ben)
    involvement = involved.name_person(placed.leaf.picture, person, in_it=True, took_it=False, by=cast.ana)
    consent_links.ask_oneself(involvement, ["named", "public"], by=cast.ben)
    for scope in ("named", "public"):
        answering.answer(involvement, scope, Event.AGREE, language="en")
    people.open_to(story, Publication.Circle.EVERYONE, by=cast.ana, wished="noor")
    return placed


@pytest.fixture
def ben_left(cast, placed) -> Involvement:
    """Ben's part; he has left the family."""
    for account in (cast.ana, cast.ben):
        use_link(make_link(account, purpose=Link.Purpose.INVITATION, by="program")[1])
    parting.leave(Member.objects.get(account=cast.ben), by=cast.ben)
    return Involvement.objects.get(person=person_of(cast.family, cast.ben))


def answer_at(involvement: Involvement) -> str:
    return f"/entrance/answers/{involvement.pk}"


def test_a_parent_who_left_takes_their_yes_back_without_a_key(cast, signed_in, anyone, placed, ben_left):
    assert anyone.get(veil_at(placed)).status_code == 200
    browser = signed_in(cast.ben)
    answered = browser.post(answer_at(ben_left), {"answer": "withdraw"})
    assert unsigned(answered["Location"]) == "/entrance/answers/?said=withdrawn"
    assert anyone.get(veil_at(placed)).status_code == 404
    assert {row.status for row in Answer.objects.filter(involvement=ben_left)} == {Status.WITHDRAWN}


def test_a_parent_who_left_lands_on_what_they_answered(cast, signed_in, ben_left):
    page = signed_in(cast.ben).get("/entrance/arrived/", follow=True).content.decode()
    assert SHOWS in page
    assert "You’re in it." in page
    assert "strangers too" in page
    assert re.findall(r'<button class="rung rung-chosen" name="answer" value="(\w+)">', page) == ["public"]


def test_the_page_of_answers_does_not_name_the_family(cast, signed_in, ben_left):
    page = signed_in(cast.ben, key=True).get("/entrance/answers/").content.decode()
    assert "Ana" not in page
    assert people.TITLE not in page
    assert "/family/" not in page


def test_changing_one_answer_leaves_the_others(cast, signed_in, ben_left):
    browser = signed_in(cast.ben)
    assert browser.post(answer_at(ben_left), {"answer": "not-now", "scope": "named"})["Location"].endswith(
        "=not-now-yes-gone"
    )
    statuses = dict(Answer.objects.filter(involvement=ben_left).values_list("scope", "status"))
    assert statuses == {"named": Status.NOT_NOW, "public": Status.AGREED}
    page = browser.get(saying("/entrance/answers/", "not-now"), headers={"Sec-Fetch-Site": "same-origin"})
    assert "Your “not now” is saved." in page.content.decode()


def test_a_yes_asks_for_a_key_and_a_no_for_nothing(cast, signed_in, ben_left):
    by_link, yes, no = signed_in(cast.ben), {"answer": "yes", "scope": "public"}, {"answer": "no", "scope": "public"}
    assert by_link.post(answer_at(ben_left), no)["Location"].endswith("said=no-yes-gone")
    asked = by_link.post(answer_at(ben_left), yes)["Location"]
    assert unsigned(asked) == "/entrance/show-key/?next=/entrance/answers/&not-done"
    assert Answer.objects.get(involvement=ben_left, scope="public").status == Status.WITHDRAWN
    with_key = signed_in(cast.ben, key=True)
    assert with_key.post(answer_at(ben_left), yes)["Location"].endswith("said=answered-since")
    seen = seen_on(with_key.get("/entrance/answers/").content.decode())
    assert with_key.post(answer_at(ben_left), yes | seen)["Location"].endswith("said=yes")
    assert Answer.objects.get(involvement=ben_left, scope="public").status == Status.AGREED


@pytest.mark.parametrize("given", [{}, {"answer": "perhaps", "scope": "public"}, {"answer": "yes", "scope": "print"}])
def test_what_is_no_answer_to_a_question_of_theirs_changes_nothing(cast, signed_in, ben_left, given):
    before = list(Answer.objects.filter(involvement=ben_left).values_list("status", "sequence"))
    assert signed_in(cast.ben, key=True).post(answer_at(ben_left), given)["Location"].endswith("said=once-more")
    assert list(Answer.objects.filter(involvement=ben_left).values_list("status", "sequence")) == before


def test_nobody_can_answer_for_another_account(cast, signed_in, anyone, ben_left):
    for account in (cast.ana, cast.otto, cast.hilde):
        browser = signed_in(account, key=True)
        assert browser.post(answer_at(ben_left), {"answer": "withdraw"}).status_code == 404
    assert anyone.post(answer_at(ben_left), {"answer": "withdraw"})["Location"].startswith("/entrance/?next=")
    nobodys = add_person(cast.family, "Mika", "", by=cast.ana)
    mika = involved.name_person(ben_left.picture, nobodys, in_it=True, took_it=False, by=cast.ana)
    assert signed_in(cast.hilde, key=True).post(answer_at(mika), {"answer": "no"}).status_code == 404
    assert {row.status for row in Answer.objects.filter(involvement=ben_left)} == {Status.AGREED}


def test_a_parent_who_left_cannot_use_the_family_pages(cast, signed_in, ben_left):
    Member.objects.create(family=cast.other_family, account=cast.ben)
    browser = signed_in(cast.ben, key=True)
    assert browser.post(f"/family/parts/{ben_left.pk}/own-asking", {"scope": ["print"]}).status_code == 404
    assert (
        browser.post(f"/family/parts/{ben_left.pk}/own-answer", {"scope": "public", "answer": "no"}).status_code == 404
    )
    assert not Answer.objects.filter(involvement=ben_left, scope="print").exists()
    assert "/entrance/answers/" in browser.get("/entrance/keys/").content.decode()


def test_a_friend_who_was_let_go_takes_their_yes_back(cast, signed_in, placed):
    ida = people.friend(cast, "Ida", Member.Role.HELPER)
    person = person_of(cast.family, ida)
    involvement = involved.name_person(placed.leaf.picture, person, in_it=True, took_it=False, by=ida)
    consent_links.ask_oneself(involvement, ["public"], by=ida)
    answering.answer(involvement, "public", Event.AGREE, language="en")
    let_friend_go(Member.objects.get(account=ida), by=cast.ana)
    signed_in(ida).post(answer_at(involvement), {"answer": "withdraw"})
    assert Answer.objects.get(involvement=involvement).status == Status.WITHDRAWN


def test_an_account_asked_about_no_photo_sees_its_keys(cast, signed_in):
    mika = signed_in(people.person("Mika"))
    assert "You haven’t been asked about any photograph here." in mika.get("/entrance/answers/").content.decode()
    assert mika.get("/entrance/arrived/")["Location"] == "/entrance/keys/"
    assert "/entrance/answers/" not in mika.get("/entrance/keys/").content.decode()


def test_an_answer_that_came_by_a_link_is_told_apart(cast, signed_in, ben_left):
    assert "This was answered with a link." not in signed_in(cast.ben).get("/entrance/answers/").content.decode()
    token = consent_links.link_anew(ben_left, by=cast.ana)
    link = ConsentLink.objects.get(token_hash=token_hash(token))
    answering.answer(ben_left, "public", Event.DECLINE, language="en", link=link)
    assert "This was answered with a link." in signed_in(cast.ben).get("/entrance/answers/").content.decode()


def test_they_choose_whether_the_family_sees_what_they_answered(cast, signed_in, ben_left):
    browser = signed_in(cast.ben)
    assert involvements_on_desk([ben_left])[0].answers == ()
    assert browser.post(answer_at(ben_left), {"answer": "tells"})["Location"].endswith("said=tells")
    assert involvements_on_desk([ben_left])[0].answers != ()
    assert "You allowed it." in browser.get("/entrance/answers/").content.decode()
    assert browser.post(answer_at(ben_left), {"answer": "tells-not"})["Location"].endswith("said=tells-not")
    assert involvements_on_desk([ben_left])[0].answers == ()
