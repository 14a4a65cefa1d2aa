"""Looking begins when a parent asks by a link, and each end of it is recorded once."""

import pytest

from held.consent import consent_links, looking
from held.consent.models import Asking, Looking, ParentAwaited
from held.families.models import Member
from held.history.models import Line
from held.lib.tokens import token_hash
from held.pictures import removal
from tests import cast as people
from tests.clock import Clocks


def acts(part) -> list[tuple[str, str]]:
    lines = Line.objects.filter(act__startswith="looking.", thing=f"part {part.pk}")
    return list(lines.order_by("pk").values_list("act", "by"))


@pytest.fixture
def gwen(cast):
    return people.friend(cast, "Gwen", Member.Role.GUARDIAN)


def test_looking_begins_when_a_parent_asks(cast, mika):
    for ask in (
        lambda: consent_links.ask(mika, ["public"], by=cast.ana),
        lambda: consent_links.ask(mika, ["named"], by=cast.ben),
        lambda: consent_links.ask_once_more(mika, by=cast.ben),
        lambda: consent_links.link_anew(mika, by=cast.ana, looks=True),
    ):
        Looking.objects.all().delete()
        ask()
        assert looking.looks_until(mika) == Looking.objects.get().asked_at + looking.LASTS
    Looking.objects.all().delete()
    consent_links.link_anew(mika, by=cast.ana)
    assert looking.looks_until(mika) is None


def test_asked_on_a_page_of_their_own_there_is_no_link_to_look_by(cast, ana):
    consent_links.ask_oneself(ana, ["public"], by=cast.ana)
    assert not Looking.objects.exists()


def test_only_a_parent_can_let_people_look(cast, mika, gwen):
    for by in (gwen, cast.otto, cast.hilde):
        consent_links.ask(mika, ["public"], by=by)
        consent_links.link_anew(mika, by=by, looks=True)
    assert not Looking.objects.exists()
    assert not Asking.objects.filter(by_parent=True).exists()


def test_what_a_link_can_do_is_settled_when_it_is_made(cast, mika, gwen):
    tokens = [consent_links.ask(mika, ["public"], by=by) for by in (cast.ben, gwen)]
    Member.objects.filter(account=cast.ben).delete()
    Member.objects.filter(account=gwen).update(role=Member.Role.PARENT)
    made = [Asking.objects.get(token_hash=token_hash(token)).by_parent for token in tokens]
    assert made == [True, False]


def test_after_a_friends_link_a_parent_must_make_one(cast, mika, gwen):
    consent_links.ask(mika, ["public"], by=cast.ana)
    assert not ParentAwaited.objects.exists()
    for _ in range(2):
        consent_links.link_anew(mika, by=gwen)
        assert ParentAwaited.objects.get().part == mika
    looking.begin_looking(mika, by=cast.ana)
    assert ParentAwaited.objects.exists()  # somebody who lost their link still has none
    consent_links.link_anew(mika, by=cast.ana)
    assert not ParentAwaited.objects.exists()


def test_each_beginning_and_each_end_is_written_down_once(cast, mika, ana, monkeypatch):
    looking.begin_looking(mika, by=cast.ana)
    for _ in range(2):
        looking.end_looking(mika, by=cast.ben)
    looking.begin_looking(mika, by=cast.ben)
    for _ in range(2):
        looking.end_looking_at([mika.picture_id], by=cast.ana)
    looking.begin_looking(mika, by=cast.ana)
    looking.end_looking_that_lapsed()
    Clocks(monkeypatch).pass_by(looking.LASTS)
    for _ in range(2):
        looking.end_looking_that_lapsed()
    looking.begin_looking(mika, by=cast.ana)
    looking.end_all_looking()
    ana_key, ben_key = cast.ana.key, cast.ben.key
    assert acts(mika) == [
        ("looking.begun", ana_key),
        ("looking.ended", ben_key),
        ("looking.begun", ben_key),
        ("looking.ended", ana_key),
        ("looking.begun", ana_key),
        ("looking.lapsed", "time"),
        ("looking.begun", ana_key),
        ("looking.ended", "program"),
    ]
    assert acts(ana) == []


def test_for_a_photograph_that_is_being_removed_nothing_begins(cast, mika):
    removal.remove(mika.picture, by=cast.ana)
    looking.begin_looking(mika, by=cast.ana)
    assert looking.looks_until(mika) is None
