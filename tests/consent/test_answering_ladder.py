"""One press of the ladder is one transaction: all its answers, or none; and what it takes back always holds."""

from itertools import product

import pytest

from held.consent import answering, answering_ladder, consent_links, transitions
from held.consent.answering_ladder import answer_ladder
from held.consent.facts import agreed_by_all
from held.consent.ladder import Step, after, chosen
from held.consent.models import Answer, ConsentLink, Involvement, ProofLine
from held.consent.page_answered import AnsweredSince, LadderPage, OtherWords, fingerprint
from held.consent.scopes import READERS
from held.consent.states import OPEN, Event, Status
from held.lib.tokens import token_hash
from tests.record import lines as all_lines


@pytest.fixture
def pia(cast, asked) -> Involvement:
    """Asked for all readers' scopes and a printed book."""
    consent_links.ask(asked[1], ["link", "print"], by=cast.ana)
    return asked[1]


def statuses(involvement: Involvement) -> dict[str, Status]:
    rows = Answer.objects.filter(involvement=involvement).values_list("scope", "status")
    return {scope: Status(status) for scope, status in rows}


def page_of(involvement: Involvement, *, newest: bool = True) -> LadderPage:
    """The page as it is now."""
    seen = {row.scope: fingerprint(row) for row in Answer.objects.filter(involvement=involvement)}
    return LadderPage(seen, lambda: newest)


def press(involvement: Involvement, step: Step, page: LadderPage | None = None, link: ConsentLink | None = None):
    answer_ladder(involvement, step, language="sv", page=page, link=link)


def first_link(involvement: Involvement) -> ConsentLink:
    return ConsentLink.objects.get(involvement=involvement, later=False)


def later_link(cast, involvement: Involvement) -> ConsentLink:
    token = consent_links.link_anew(involvement, by=cast.ben)
    return ConsentLink.objects.get(involvement=involvement, token_hash=token_hash(token))


def test_each_press_does_what_the_pure_rule_says(pia):
    for step, then in product(Step, Step):
        press(pia, step)
        before = statuses(pia)
        press(pia, then, page_of(pia))
        assert statuses(pia) == after(before, then), (step, then)
        assert chosen(statuses(pia)) == then
        assert statuses(pia)["print"] == Status.ASKED


def test_a_narrower_answer_closes_wider_scopes_at_once(leaf, asked, pia):
    press(pia, Step.PUBLIC)
    answering.answer(asked[0], "public", Event.AGREE, language="en")
    assert agreed_by_all([leaf.picture_id], ["public"])["public"]
    press(pia, Step.NAMED)
    assert not agreed_by_all([leaf.picture_id], ["public"])["public"]
    assert statuses(pia) == {
        "named": Status.AGREED,
        "link": Status.WITHDRAWN,
        "public": Status.WITHDRAWN,
        "print": Status.ASKED,
    }


def test_a_press_that_fails_halfway_saves_nothing(pia, monkeypatch):
    press(pia, Step.NAMED)
    before, lines = statuses(pia), ProofLine.objects.count()
    whole = transitions.apply

    def fails_at_the_widest(involvement, scope, event, **more):
        if scope == "public":
            raise OSError(28, "full")
        return whole(involvement, scope, event, **more)

    monkeypatch.setattr(answering_ladder, "apply", fails_at_the_widest)
    with pytest.raises(OSError, match="full"):
        press(pia, Step.PUBLIC)
    assert (statuses(pia), ProofLine.objects.count()) == (before, lines)


def test_each_scope_of_a_press_is_a_line_of_the_record(pia):
    lines = ProofLine.objects.count()
    press(pia, Step.LINK)
    press(pia, Step.NAMED)
    assert [(one.told["scope"], one.told["act"]) for one in all_lines()[lines:]] == [
        *(("named", "agree"), ("link", "agree")),
        *(("named", "agree"), ("link", "withdraw")),
    ]


def test_a_scope_that_was_not_asked_cannot_be_pressed(asked):
    before = statuses(asked[1])
    with pytest.raises(answering.NotAsked):
        press(asked[1], Step.LINK)
    assert statuses(asked[1]) == before


def test_from_an_older_page_no_yes_is_kept_and_every_no_is(pia):
    old = page_of(pia)
    press(pia, Step.NO, old)
    for step in (Step.NAMED, Step.PUBLIC):
        with pytest.raises(AnsweredSince):
            press(pia, step, old)
        with pytest.raises(AnsweredSince):
            press(pia, step, LadderPage({}, lambda: True))
    assert chosen(statuses(pia)) == Step.NO
    press(pia, Step.NOT_NOW, old)
    assert chosen(statuses(pia)) == Step.NOT_NOW
    press(pia, Step.LINK, page_of(pia))
    assert chosen(statuses(pia)) == Step.LINK


def test_what_a_press_takes_back_holds_from_any_page(pia):
    press(pia, Step.PUBLIC)
    with pytest.raises(OtherWords):
        press(pia, Step.NAMED, page_of(pia, newest=False))
    assert [statuses(pia)[scope] in OPEN for scope in READERS] == [True, False, False]
    answering.answer(pia, "named", Event.DECLINE, language="en")
    old = page_of(pia)
    answering.answer(pia, "public", Event.AGREE, language="en")
    answering.answer(pia, "named", Event.NOT_NOW, language="en")
    with pytest.raises(AnsweredSince):
        press(pia, Step.NAMED, old)
    assert not OPEN & set(statuses(pia).values())


def test_a_yes_for_older_words_is_kept_for_no_scope(pia):
    with pytest.raises(OtherWords):
        press(pia, Step.PUBLIC, page_of(pia, newest=False))
    assert set(statuses(pia).values()) == {Status.ASKED}


@pytest.mark.parametrize("refused", READERS)
def test_by_a_later_link_a_no_to_some_readers_stays(cast, pia, refused):
    """A no to some readers, as pages from before sent it, or before the family asked for more."""
    later = later_link(cast, pia)
    answering.answer(pia, refused, Event.DECLINE, language="en", link=first_link(pia))
    before = statuses(pia)
    press(pia, Step.PUBLIC, LadderPage({}, lambda: True), later)
    assert statuses(pia) == before
    press(pia, Step.NO, None, later)
    press(pia, Step.PUBLIC, page_of(pia), later)
    assert not OPEN & set(statuses(pia).values()), "a later link turned a no"
    press(pia, Step.PUBLIC, page_of(pia), first_link(pia))
    assert all(statuses(pia)[scope] == Status.AGREED for scope in READERS)


@pytest.mark.parametrize("own", [False, True])
def test_by_a_later_link_no_yes_is_made_wider(cast, pia, own):
    """“People the family chooses” is “and nobody else”, on the ladder and for one scope, which older pages send."""
    later = later_link(cast, pia)
    press(pia, Step.NAMED, page_of(pia), None if own else first_link(pia))
    before = statuses(pia)
    for _ in range(2):  # the first press says yes again to those whom the family names
        press(pia, Step.PUBLIC, LadderPage({}, lambda: True), later)
    answering.answer(pia, "public", Event.AGREE, language="en", link=later)
    assert statuses(pia) == before
    answering.answer(pia, "print", Event.AGREE, language="en", link=later)
    assert statuses(pia)["print"] == Status.AGREED, "it isn’t on the ladder"


def test_by_a_later_link_their_own_yes_can_grow(cast, pia):
    """Nobody answered elsewhere: they lost their first link before they used it."""
    later, other = later_link(cast, pia), later_link(cast, pia)
    press(pia, Step.NAMED, LadderPage({}, lambda: True), later)
    press(pia, Step.PUBLIC, LadderPage({}, lambda: True), other)
    assert chosen(statuses(pia)) == Step.NAMED
    press(pia, Step.PUBLIC, LadderPage({}, lambda: True), later)
    assert chosen(statuses(pia)) == Step.PUBLIC


def test_a_link_that_can_only_say_no_takes_only_no(cast, pia):
    consent_links.link_anew(pia, by=cast.hilde)
    link = ConsentLink.objects.latest("made_at")
    press(pia, Step.PUBLIC)
    for step in (Step.NAMED, Step.LINK, Step.PUBLIC, Step.NOT_NOW):
        with pytest.raises(answering.NoOnly):
            press(pia, step, None, link)
    assert chosen(statuses(pia)) == Step.PUBLIC
    press(pia, Step.NO, None, link)
    assert chosen(statuses(pia)) == Step.NO
