"""The upgrade to 0004, on rows as they were made before: whose links are a parent's, which yeses close, who looks."""

import uuid
from datetime import timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from held.consent import answering, asking, claiming, ending, facts
from held.consent.later import Kind
from held.consent.models import Answer, Asking, Claim, Looking, ParentAwaited, ProofLine
from held.consent.proving import broken_chains
from held.consent.table import Event, Standing
from held.families.models import Member
from held.lib.clock import now
from held.lib.tokens import token_hash
from held.stories import opening, photographs
from tests import cast as people

AS_IF_NOT_ANSWERED = Standing.ASKED
MIGRATION = import_module("held.consent.migrations.0004_looking_at_links_of_before")


@pytest.fixture
def gwen(cast):
    return people.friend(cast, "Gwen", Member.Role.GUARDIAN)


@pytest.fixture
def gwens(cast, gwen, mika, asked) -> Asking:
    """The link that Gwen made for Mika, who had lost theirs."""
    return link_for_lost_one(cast, mika, gwen)


def link_for_lost_one(cast, part, by) -> Asking:
    claiming.claim(uuid.uuid4(), {"name": "Mika", "words": ""})
    (token,) = claiming.links_for(Claim.objects.get(family=cast.family, put_away_at=None), part.person, by=by)
    return Asking.objects.get(token_hash=token_hash(token))


def upgrade() -> None:
    """Nothing that 0004 writes is there yet; then it is applied."""
    Asking.objects.update(by_parent=False)
    Looking.objects.all().delete()
    ParentAwaited.objects.all().delete()
    MIGRATION.look_at_every_link(apps, SimpleNamespace(connection=connection))


def say_yes(part, link: uuid.UUID | None, *, scope: str = "public", standing: Standing = Standing.AGREED) -> None:
    """As it was answered before, when every link took a yes."""
    answering.answer(part, scope, Event.AGREE, language="sv")
    Answer.objects.filter(part=part, scope=scope).update(link=link, standing=standing)


def standing(part, scope: str = "public") -> str:
    return Answer.objects.get(part=part, scope=scope).standing


@pytest.mark.parametrize("was", [Standing.AGREED, Standing.CONFIRMING])
def test_a_yes_by_a_friends_link_closes_and_none_is_deleted(cast, leaf, mika, ana, gwens, was):
    say_yes(mika, gwens.pk, standing=was)
    say_yes(ana, None)
    assert facts.agreed_by_all([leaf.picture_id], ["public"])["public"]
    before, lines = Answer.objects.get(part=mika, scope="public"), ProofLine.objects.count()
    upgrade()
    after = Answer.objects.get(part=mika, scope="public")
    assert (after.standing, after.turn, after.link) == (AS_IF_NOT_ANSWERED, before.turn + 1, None)
    assert (after.question, after.language, after.asked) == (before.question, "sv", before.asked)
    assert not facts.agreed_by_all([leaf.picture_id], ["public"])["public"]
    assert ProofLine.objects.count() == lines + 1
    told = ProofLine.objects.latest("number").told
    assert (told["act"], told["part"], told["standing"], told["by"]) == ("close", mika.pk.hex, "asked", "program")
    assert broken_chains() == []


def test_by_a_parents_new_link_the_person_can_say_yes_after_it(cast, mika, gwens):
    say_yes(mika, gwens.pk)
    upgrade()
    link = Asking.objects.get(token_hash=token_hash(asking.link_anew(mika, by=cast.ana, looks=True)))
    assert link.kind == Kind.LATER
    assert answering.answer(mika, "public", Event.AGREE, language="en", link=link).standing == Standing.AGREED


@pytest.mark.parametrize("no", [Event.DECLINE, Event.NOT_NOW, Event.WITHDRAW])
def test_a_no_by_a_friends_link_stays_a_no(mika, gwens, no):
    say_yes(mika, None)
    answering.answer(mika, "public", no, language="en")
    Answer.objects.filter(part=mika).update(link=gwens.pk)
    before = standing(mika)
    upgrade()
    assert standing(mika) == before


def test_yeses_by_parents_links_and_own_pages_stay(cast, mika, ana, gwens):
    first = Asking.objects.get(part=mika, later=False)
    say_yes(mika, first.pk)
    say_yes(mika, link_for_lost_one(cast, mika, cast.ben).pk, scope="named")
    say_yes(ana, None)
    upgrade()
    assert {standing(mika), standing(mika, "named"), standing(ana)} == {Standing.AGREED}


def test_a_yes_by_a_friends_link_that_was_ended_closes_too(cast, gwen, mika, gwens):
    say_yes(mika, gwens.pk)
    ending.end_links_made_by(Member.objects.get(account=gwen), by=cast.ana)
    Member.objects.get(account=gwen).delete()
    upgrade()
    assert standing(mika) == AS_IF_NOT_ANSWERED
    assert ParentAwaited.objects.get().part == mika


def test_a_yes_from_before_links_were_noted_closes_only_after_a_friends_link(cast, gwen, mika, asked):
    say_yes(mika, None)
    upgrade()
    assert standing(mika) == Standing.AGREED
    link_for_lost_one(cast, mika, gwen)
    upgrade()
    assert standing(mika) == Standing.AGREED  # it was said before that link was made
    Answer.objects.filter(part=mika).update(at=now())
    upgrade()
    assert standing(mika) == AS_IF_NOT_ANSWERED


def test_the_links_of_parents_also_of_one_who_left_are_known(cast, gwen, mika, gwens):
    bens = Asking.objects.get(token_hash=token_hash(asking.ask(mika, ["print"], by=cast.ben)))
    Member.objects.get(account=cast.ben).delete()
    Asking.objects.create(part=mika, token_hash="0" * 64)  # nobody knows who made it
    upgrade()
    first = Asking.objects.get(part=mika, later=False, by=cast.ana)
    assert set(Asking.objects.filter(by_parent=True)) == {first, bens}
    assert Asking.objects.get(pk=gwens.pk).kind == Kind.NO_ONLY


@pytest.mark.parametrize("said", [None, Event.AGREE, Event.DECLINE])
def test_parents_are_told_to_ask_again_whatever_was_answered(mika, ana, gwens, said):
    if said == Event.AGREE:
        say_yes(mika, gwens.pk)
    elif said:
        answering.answer(mika, "public", said, language="en", link=gwens)
    upgrade()
    assert ParentAwaited.objects.get().part == mika


def test_where_no_friend_made_a_link_nobody_is_told_to_ask_again(mika, asked):
    upgrade()
    assert not ParentAwaited.objects.exists()


def ages_ago(_cast, _leaf) -> None:
    Asking.objects.update(made_at=now() - timedelta(days=31))


CLOSED = {
    "asked lately": (lambda _cast, _leaf: None, True),
    "asked long ago": (ages_ago, False),
    "taken out": (lambda cast, leaf: photographs.take_out(leaf, by=cast.ana), False),
    "hidden": (lambda cast, leaf: opening.hide(leaf, by=cast.ana), False),
    "removed": (lambda cast, leaf: photographs.remove(leaf, by=cast.ana), False),
    "story taken back": (lambda cast, leaf: opening.take_back(leaf.story, by=cast.ana), False),
}


@pytest.mark.parametrize("what", CLOSED)
def test_looking_goes_on_where_a_parent_asked_lately_and_nothing_was_closed(cast, leaf, mika, asked, what):
    act, goes_on = CLOSED[what]
    act(cast, leaf)
    upgrade()
    assert Looking.objects.exists() is goes_on
    if goes_on:
        assert Looking.objects.get().asked_at == Asking.objects.get(part=mika).made_at


def test_applied_twice_it_changes_nothing_more(mika, gwens):
    say_yes(mika, gwens.pk)
    upgrade()
    before = ProofLine.objects.count()
    upgrade()
    assert ProofLine.objects.count() == before


@pytest.mark.django_db(transaction=True)
def test_it_is_applied_to_tables_that_lack_what_it_brings(cast, mika, gwens):
    """With the tables as they were, on whichever database: no model of today is asked."""
    say_yes(mika, gwens.pk)
    MigrationExecutor(connection).migrate([("consent", "0002_links_that_were_made_later")])
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())
    assert standing(mika) == AS_IF_NOT_ANSWERED
    assert Asking.objects.get(pk=gwens.pk).kind == Kind.NO_ONLY
    assert (Looking.objects.get().part, ParentAwaited.objects.get().part) == (mika, mika)
    assert broken_chains() == []
