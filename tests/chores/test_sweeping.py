"""What has ended is put away; what is still needed stays."""

from datetime import timedelta

from django.contrib.sessions.models import Session

from held.accounts.links import make_link, use_link
from held.accounts.models import Link
from held.chores.sweeping import sweep_links, sweep_sign_ins
from held.lib.clock import now


def test_ended_sign_ins_go_and_others_stay(db):
    for name, ends in (("a", now() - timedelta(1)), ("b", now() + timedelta(1))):
        Session.objects.create(session_key=name, session_data="", expire_date=ends)
    sweep_sign_ins()
    assert [session.session_key for session in Session.objects.all()] == ["b"]


def test_an_unused_link_goes_a_month_after_its_end(cast):
    fresh, _ = make_link(cast.ana, purpose=Link.Purpose.INVITATION, by=cast.hilde)
    ended, _ = make_link(cast.ben, purpose=Link.Purpose.INVITATION, by=cast.hilde)
    Link.objects.filter(pk=ended.pk).update(ends_at=now() - timedelta(days=31))
    sweep_links()
    assert list(Link.objects.all()) == [fresh]


def test_a_used_link_stays_for_by_it_the_place_is_known_to_be_taken(cast):
    used, token = make_link(cast.hilde, purpose=Link.Purpose.FIRST, by="program")
    use_link(token)
    Link.objects.update(ends_at=now() - timedelta(days=400))
    sweep_links()
    assert list(Link.objects.all()) == [used]
