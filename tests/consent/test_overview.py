"""What the family sees: whether everyone has said yes, and never who has not."""

from held.consent import answering
from held.consent.overview import involvements_on_desk, list_complete, scopes_on_desk
from held.consent.states import Event, Status


def test_the_family_sees_whether_everyone_said_yes(leaf, asked):
    for involvement in asked:
        answering.answer(involvement, "public", Event.AGREE, language="en")
    seen = [(one.scope, one.agreed_by_all) for one in scopes_on_desk(leaf.picture)]
    assert seen == [("named", False), ("public", True)]
    assert not list_complete(leaf.picture).with_baby


def test_the_family_cannot_see_who_answered_what(asked):
    before = involvements_on_desk(list(asked))
    for event in (Event.DECLINE, Event.AGREE, Event.NOT_NOW, Event.WITHDRAW):
        answering.answer(asked[1], "public", event, language="en")
        assert involvements_on_desk(list(asked)) == before


def test_the_family_sees_answers_only_if_the_person_agrees(asked):
    answering.answer(asked[1], "public", Event.DECLINE, language="en")
    answering.let_family_see(asked[1])
    answers = {str(called): status for called, status in involvements_on_desk([asked[1]])[0].answers}
    assert answers == {"People you name": Status.ASKED, "Everyone": Status.DECLINED}
    assert involvements_on_desk([asked[0]])[0].answers == ()
