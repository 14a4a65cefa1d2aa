"""What has ended is deleted; what is still needed stays."""

from datetime import timedelta

from django.contrib.sessions.models import Session

from held.accounts.models import Link
from held.accounts.one_time_links import GOOD_FOR, make_link, use_link
from held.accounts.sessions import SessionStore, kept_of
from held.chores.sweeping import sweep_links, sweep_sign_ins
from tests.clock import Clocks


def test_ended_sign_ins_go_and_others_stay(db, monkeypatch):
    clocks, stores = Clocks(monkeypatch), [SessionStore(), SessionStore()]
    for store in stores:
        store.create()
        clocks.pass_by(timedelta(days=20))
    sweep_sign_ins()
    assert [session.session_key for session in Session.objects.all()] == [kept_of(stores[1].session_key)]


def test_an_unused_link_goes_a_month_after_its_end(cast, monkeypatch):
    make_link(cast.ben, purpose=Link.Purpose.INVITATION, by=cast.hilde)
    Clocks(monkeypatch).pass_by(GOOD_FOR + timedelta(days=31))
    fresh, _ = make_link(cast.ana, purpose=Link.Purpose.INVITATION, by=cast.hilde)
    sweep_links()
    assert list(Link.objects.all()) == [fresh]


def test_a_used_link_stays_for_by_it_the_place_is_known_to_be_taken(cast, monkeypatch):
    used, token = make_link(cast.hilde, purpose=Link.Purpose.FIRST, by="program")
    use_link(token)
    Clocks(monkeypatch).pass_by(timedelta(days=400))
    sweep_links()
    assert list(Link.objects.all()) == [used]
