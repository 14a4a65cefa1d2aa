"""One link for one person: what it lists, what each picture on it may be answered, and how it grows and ends."""

import pytest

from held.consent import answering, consent_links, involved
from held.consent.consent_links import ask, ask_by_their_link, end_link, link_anew
from held.consent.later import Kind
from held.consent.models import Answer, ConsentLink, EndedLink, Involvement, Looking, ParentAwaited
from held.consent.one_link import has_link, put_on_links
from held.consent.states import Event, Status
from held.families.models import Member
from held.families.persons import add_person, person_of
from held.keyring.refusal_log import refusals
from held.lib.tokens import token_hash
from tests.photographs import arrived_photograph


@pytest.fixture
def five(cast, story, mika) -> list[Involvement]:
    """Five photographs with Mika in each; nobody was asked."""
    pictures = [arrived_photograph(cast, story).picture for _ in range(4)]
    named = [involved.name_person(one, mika.person, in_it=True, took_it=False, by=cast.ana) for one in pictures]
    return [mika, *named]


def kinds(token: str) -> dict[Involvement, Kind]:
    """What the link allows for each picture on it."""
    return {row.involvement: row.kind for row in ConsentLink.objects.filter(token_hash=token_hash(token))}


def row_of(token: str, involvement: Involvement) -> ConsentLink:
    return ConsentLink.objects.get(token_hash=token_hash(token), involvement=involvement)


def say(involvement: Involvement, event: Event, token: str) -> Status:
    kept = answering.answer(involvement, "public", event, language="en", link=row_of(token, involvement))
    return Status(kept.status)


def test_five_photographs_are_asked_about_by_one_link(cast, five):
    token = ask_by_their_link(five[0], ["public"], by=cast.ana, also=five[1:])
    assert kinds(token) == dict.fromkeys(five, Kind.FIRST)
    assert set(Answer.objects.values_list("status", flat=True)) == {Status.ASKED}
    assert Looking.objects.count() == 5


def test_a_photograph_added_later_is_put_on_the_same_link(cast, five):
    token = ask_by_their_link(five[0], ["public"], by=cast.ana)
    for one in five[1:]:
        assert ask_by_their_link(one, ["public"], by=cast.ben) == ""
    assert kinds(token) == dict.fromkeys(five, Kind.FIRST)
    assert ConsentLink.objects.values("token_hash").distinct().count() == 1
    assert set(ConsentLink.objects.values_list("by", flat=True)) == {cast.ana.pk}, "who made the link"


def test_it_is_put_on_every_link_and_one_alone_is_first(cast, five):
    first = ask(five[0], ["public"], by=cast.ana)
    parents, friends = link_anew(five[0], by=cast.ben), link_anew(five[0], by=cast.hilde)
    ask_by_their_link(five[1], ["public"], by=cast.ben)
    assert kinds(first) == {five[0]: Kind.FIRST, five[1]: Kind.FIRST}
    assert kinds(parents) == {five[0]: Kind.LATER, five[1]: Kind.LATER}
    assert kinds(friends) == {five[0]: Kind.NO_ONLY, five[1]: Kind.NO_ONLY}
    assert all(row.later for row in ConsentLink.objects.filter(by=cast.hilde))


def test_a_new_link_lists_every_photograph_as_a_later_one(cast, five):
    ask(five[0], ["public"], by=cast.ana, also=five[1:3])
    assert kinds(link_anew(five[1], by=cast.ana)) == dict.fromkeys(five[:3], Kind.LATER)
    assert kinds(consent_links.ask_once_more(five[2], by=cast.ana)) == dict.fromkeys(five[:3], Kind.LATER)


def test_no_photograph_is_put_on_a_link_that_was_ended(cast, five):
    ended = ask(five[0], ["public"], by=cast.ana)
    end_link(row_of(ended, five[0]), by="person")
    assert not has_link(five[0].person)
    token = ask_by_their_link(five[1], ["public"], by=cast.ana)
    assert kinds(ended) == {}
    assert kinds(token) == {five[1]: Kind.FIRST, five[0]: Kind.LATER}


def test_ending_a_link_ends_it_for_every_photograph(cast, five):
    token = ask(five[0], ["public"], by=cast.ana, also=five[1:])
    other, before = link_anew(five[0], by=cast.ana), refusals()
    rows = set(ConsentLink.objects.filter(token_hash=token_hash(token)).values_list("pk", flat=True))
    end_link(row_of(token, five[3]), by="person")
    assert (kinds(token), len(kinds(other))) == ({}, 5)
    assert set(EndedLink.objects.values_list("consent_link", flat=True)) == rows
    assert refusals().keys() - before.keys() == {consent_links.thing_of_link(one) for one in rows}


def test_each_photograph_on_a_link_is_answered_by_itself(cast, five):
    token = ask(five[0], ["public"], by=cast.ana, also=five[1:])
    say(five[0], Event.AGREE, token)
    say(five[1], Event.DECLINE, token)
    said = dict(Answer.objects.values_list("involvement", "status"))
    assert [said[one.pk] for one in five] == [Status.AGREED, Status.DECLINED, *[Status.ASKED] * 3]


def test_whether_a_link_is_first_never_changes(cast, five):
    first = ask(five[0], ["public"], by=cast.ana)
    later = link_anew(five[0], by=cast.ana)
    ask_by_their_link(five[1], ["public"], by=cast.ana)
    end_link(row_of(first, five[0]), by="person")
    assert kinds(later) == {five[0]: Kind.LATER, five[1]: Kind.LATER}
    ask_by_their_link(five[2], ["public"], by=cast.ana)
    assert kinds(later) == dict.fromkeys(five[:3], Kind.LATER)


def test_a_no_is_turned_by_no_other_link_of_a_grown_one(cast, five):
    first = ask(five[0], ["public"], by=cast.ana)
    bens = link_anew(five[0], by=cast.ben)
    ask_by_their_link(five[1], ["public"], by=cast.ben)
    say(five[1], Event.DECLINE, first)
    assert say(five[1], Event.AGREE, bens) == Status.DECLINED
    with pytest.raises(answering.MadeLater):
        answering.let_family_see(five[1], link=row_of(bens, five[1]))
    assert say(five[1], Event.AGREE, first) == Status.AGREED


def test_a_link_from_before_keeps_its_one_photograph(cast, five):
    before = ask(five[0], ["public"], by=cast.ana)
    ConsentLink.objects.update(grows=False)  # as the upgrade leaves it
    token = ask_by_their_link(five[1], ["public"], by=cast.ana)
    assert token, "a link of before isn’t the one link"
    assert kinds(before) == {five[0]: Kind.FIRST}
    assert kinds(token) == {five[1]: Kind.FIRST, five[0]: Kind.LATER}
    ask_by_their_link(five[2], ["public"], by=cast.ana)
    assert kinds(before) == {five[0]: Kind.FIRST}
    assert kinds(token)[five[2]] == Kind.FIRST


def test_another_use_is_asked_on_the_links_they_have(cast, five):
    token = ask(five[0], ["public"], by=cast.ana)
    assert ask_by_their_link(five[0], ["print"], by=cast.ana) == ""
    assert kinds(token) == {five[0]: Kind.FIRST}
    assert set(consent_links.scopes_of(five[0])) == {"public", "print"}


def test_the_same_form_again_puts_nothing_twice(cast, five):
    token = ask_by_their_link(five[0], ["public"], by=cast.ana, once="one", also=[five[1]])
    assert ask_by_their_link(five[0], ["public"], by=cast.ana, once="one", also=[five[1]]) == token
    assert ask_by_their_link(five[2], ["public"], by=cast.ana, once="two") == ""
    Looking.objects.all().delete()
    assert ask_by_their_link(five[2], ["public"], by=cast.ana, once="two") == ""
    assert not Looking.objects.exists(), "a page that is loaded again reopens what was closed since"
    assert len(kinds(token)) == 3


def test_somebody_with_an_account_has_later_links_alone(cast, five, story):
    ben = person_of(cast.family, cast.ben)
    bens = [involved.name_person(one.picture, ben, in_it=True, took_it=False, by=cast.ana) for one in five[:2]]
    token = ask_by_their_link(bens[0], ["public"], by=cast.ana)
    ask_by_their_link(bens[1], ["public"], by=cast.ana)
    assert kinds(token) == dict.fromkeys(bens, Kind.LATER)


def test_other_people_and_families_have_links_of_their_own(cast, five):
    nele = add_person(cast.family, "Nele", "", by=cast.ana)
    neles = involved.name_person(five[0].picture, nele, in_it=True, took_it=False, by=cast.ana)
    mikas = ask_by_their_link(five[0], ["public"], by=cast.ana)
    token = ask_by_their_link(neles, ["public"], by=cast.ana)
    assert (kinds(mikas), kinds(token)) == ({five[0]: Kind.FIRST}, {neles: Kind.FIRST})


def test_a_parents_link_ends_the_wait_for_every_photograph(cast, five):
    ask(five[0], ["public"], by=cast.ana, also=[five[1]])
    link_anew(five[0], by=cast.hilde)
    assert set(ParentAwaited.objects.values_list("involvement", flat=True)) == {five[0].pk, five[1].pk}
    link_anew(five[1], by=cast.ana)
    assert not ParentAwaited.objects.exists()


def test_a_place_where_each_link_is_first_is_found(cast, five, monkeypatch):
    """Planted: a photograph that is added is the first question on every link of a parent."""
    monkeypatch.setattr(ConsentLink, "kind", property(lambda row: Kind.FIRST if row.by_parent else Kind.NO_ONLY))
    with pytest.raises(AssertionError):
        test_a_no_is_turned_by_no_other_link_of_a_grown_one(cast, five)


def test_a_photograph_is_put_once_however_often_it_is_asked(cast, five):
    token = ask(five[0], ["public"], by=cast.ana)
    for _ in range(2):
        (question,) = consent_links.questions_about([five[1]])
        put_on_links(question)
    assert len(kinds(token)) == 2


def test_no_photograph_is_put_first_on_a_parents_spare_link(cast, five):
    """Ana keeps a later link; Ben asks about another photograph after the first one was ended."""
    first = ask(five[0], ["public"], by=cast.ana)
    spare = link_anew(five[0], by=cast.ana)
    end_link(row_of(first, five[0]), by="person")
    bens = ask_by_their_link(five[1], ["public"], by=cast.ben)
    assert bens, "there is no link that is theirs to put it on"
    assert kinds(spare) == {five[0]: Kind.LATER, five[1]: Kind.LATER}
    assert kinds(bens) == {five[1]: Kind.FIRST, five[0]: Kind.LATER}


def test_a_spare_link_beside_one_from_before_is_first_for_none(cast, five):
    ask(five[0], ["public"], by=cast.ana)
    ConsentLink.objects.update(grows=False)  # as the upgrade leaves it
    spare = consent_links.ask_once_more(five[0], by=cast.ana)
    bens = ask_by_their_link(five[1], ["public"], by=cast.ben)
    assert (kinds(spare)[five[1]], kinds(bens)[five[1]]) == (Kind.LATER, Kind.FIRST)


def test_nothing_is_put_on_links_of_a_parent_who_left(cast, five):
    """They may have kept it: nothing that is asked about later is shown or answered by it."""
    anas = ask(five[0], ["public"], by=cast.ana)
    Member.objects.filter(account=cast.ana).delete()
    bens = ask_by_their_link(five[1], ["public"], by=cast.ben)
    assert kinds(anas) == {five[0]: Kind.FIRST}
    assert kinds(bens) == {five[1]: Kind.FIRST, five[0]: Kind.LATER}
    assert ask_by_their_link(five[2], ["public"], by=cast.ben) == ""
    assert kinds(bens)[five[2]] == Kind.FIRST
