"""Links that the host makes and hands over."""

import re
from datetime import timedelta

import pytest

from held.accounts import one_time_links, sign_in_keys
from held.accounts.models import Link
from held.families import inviting, recovery
from held.families.models import Family, Member, Recovery
from held.lib.clock import now
from tests.said import unsigned

NEW = "/host/families/new/"


@pytest.fixture
def hilde(cast, signed_in):
    return signed_in(cast.hilde)


def link_on(page) -> str:
    return re.search(r"/entrance/link/([\w-]{43})/", page.content.decode())[1]


def once_of(page) -> str:
    return re.search(r'name="once" value="([^"]+)"', page.content.decode())[1]


def test_a_family_is_made_and_its_link_shown_as_words_and_as_a_square(cast, hilde):
    page = hilde.post(NEW, {"label": "the blue door", "once": once_of(hilde.get(NEW, follow=True))})
    assert page.status_code == 200
    assert f"http://localhost:8000/entrance/link/{link_on(page)}/" in page.content.decode()
    assert "<svg" in page.content.decode()
    family = Family.objects.latest("pk")
    assert family.label == "the blue door"
    assert one_time_links.find_link(link_on(page)).account == Member.objects.get(family=family).account


def test_pressing_twice_or_reloading_shows_the_same_link(cast, hilde):
    before, form = Family.objects.count(), {"label": "", "once": once_of(hilde.get(NEW, follow=True))}
    shown = {link_on(hilde.post(NEW, form)) for _time in range(3)}
    assert len(shown) == 1
    assert Family.objects.count() == before + 1


def test_going_back_to_the_form_says_the_family_is_made(cast, hilde):
    form = hilde.get(NEW)["Location"]
    once = once_of(hilde.get(form))
    token = link_on(hilde.post(NEW, {"label": "x", "once": once}))
    page = hilde.get(form)
    assert "is made already" in page.content.decode()
    assert token not in page.content.decode()
    assert link_on(hilde.post(NEW, {"once": once_of(page)})) == token
    assert once_of(hilde.get(NEW, follow=True)) != once


def test_a_link_that_was_used_is_not_shown_again(cast, hilde):
    form = {"label": "", "once": once_of(hilde.get(NEW, follow=True))}
    one_time_links.use_link(link_on(hilde.post(NEW, form)))
    assert unsigned(hilde.post(NEW, form)["Location"]) == "/host/?said=used"


def test_the_link_of_a_family_is_on_no_other_page(cast, hilde):
    token = link_on(hilde.post(NEW, {"label": "", "once": "x"}))
    assert token not in hilde.get("/host/").content.decode()
    assert token not in hilde.get(NEW, follow=True).content.decode()


def test_only_the_host_can_make_a_family(cast, signed_in, anyone):
    before = Family.objects.count()
    assert signed_in(cast.ana, key=True).post(NEW, {"label": "x"}).status_code == 404
    assert anyone.post(NEW, {"label": "x"}).status_code == 302
    assert Family.objects.count() == before


def test_the_first_link_is_made_again_for_somebody_who_never_came_in(cast, hilde):
    _family, _link, former = inviting.begin_family(label="x", by=cast.hilde)
    page = f"/host/people/{Member.objects.latest('pk').pk}/first-link/"
    fresh = link_on(hilde.post(page, {"once": once_of(hilde.get(page))}))
    assert one_time_links.find_link(fresh)
    with pytest.raises(one_time_links.CannotBeUsed):
        one_time_links.find_link(former)


def test_no_first_link_is_made_for_somebody_who_came_in(cast, hilde):
    _family, _link, token = inviting.begin_family(label="x", by=cast.hilde)
    one_time_links.use_link(token)
    page = f"/host/people/{Member.objects.latest('pk').pk}/first-link/"
    assert unsigned(hilde.post(page, {"once": "x"})["Location"]) == "/host/?said=here"
    assert Link.objects.count() == 1


def test_a_host_gets_no_first_link_of_an_invited_parent(cast, hilde):
    """Ana is in and invites Ben. A first link for Ben's membership would open to anybody who has it, at once and
    unseen."""
    family, _link, token = inviting.begin_family(label="x", by=cast.hilde)
    first = one_time_links.use_link(token).account
    _link, for_ben = inviting.invite_parent(family, by=first)
    page = f"/host/people/{Member.objects.latest('pk').pk}/first-link/"
    for answer in (hilde.get(page), hilde.post(page, {"once": "x"})):
        assert unsigned(answer["Location"]) == "/host/?said=here"
    assert one_time_links.find_link(for_ben)
    assert Link.objects.filter(used_at=None).count() == 1


def test_a_host_makes_no_link_to_themselves(cast, hilde):
    inviting.begin_own_family(by=cast.hilde)
    member = Member.objects.get(account=cast.hilde)
    for page in ("first-link", "new-link"):
        assert hilde.post(f"/host/people/{member.pk}/{page}/", {"once": "x"}).status_code == 303
    assert not Link.objects.exists()


@pytest.fixture
def ana_member(cast):
    _link, token = one_time_links.make_link(cast.ana, purpose=Link.Purpose.INVITATION, by=cast.hilde)
    one_time_links.use_link(token)
    sign_in_keys.write_codes(cast.ana)
    return Member.objects.get(account=cast.ana)


def test_a_new_link_for_lost_keys_opens_after_a_day(cast, hilde, ana_member):
    page = f"/host/people/{ana_member.pk}/new-link/"
    assert "Until then the family sees it, and can stop it" in hilde.get(page).content.decode()
    token = link_on(hilde.post(page, {"once": "x"}))
    wait = one_time_links.find_link_to_come(token).starts_at - now()
    assert timedelta(hours=23, minutes=59) < wait <= timedelta(hours=24)
    assert "Stop the new link" in hilde.get("/host/").content.decode()
    assert sign_in_keys.has_key(cast.ana)


def test_what_the_host_asked_for_the_host_can_stop(cast, hilde, ana_member):
    hilde.post(f"/host/people/{ana_member.pk}/new-link/", {"once": "x"})
    asked = Recovery.objects.get()
    assert unsigned(hilde.post(f"/host/recoveries/{asked.pk}/stop")["Location"]) == "/host/?said=stopped"
    assert not Recovery.objects.exists()


def test_what_a_family_asked_for_the_host_cannot_stop(cast, hilde, ana_member):
    asked, _token = recovery.ask_for_new_link(ana_member, by=cast.ben)
    assert hilde.post(f"/host/recoveries/{asked.pk}/stop").status_code == 404
    assert Recovery.objects.exists()


def test_nobody_else_asks_or_stops_by_the_host_s_pages(cast, signed_in, ana_member):
    asked, _token = recovery.ask_for_new_link(ana_member, by=cast.hilde)
    for account in (cast.ana, cast.ben, cast.otto):
        browser = signed_in(account, key=True)
        assert browser.post(f"/host/people/{ana_member.pk}/new-link/").status_code == 404
        assert browser.post(f"/host/people/{ana_member.pk}/first-link/").status_code == 404
        assert browser.post(f"/host/recoveries/{asked.pk}/stop").status_code == 404
    assert Recovery.objects.count() == 1


def test_somebody_who_never_came_in_needs_no_new_link(cast, hilde):
    inviting.begin_family(label="x", by=cast.hilde)
    member = Member.objects.latest("pk")
    assert (
        unsigned(hilde.post(f"/host/people/{member.pk}/new-link/", {"once": "x"})["Location"])
        == "/host/?said=never-here"
    )
    assert not Recovery.objects.exists()


def test_a_person_who_is_not_there_is_not_found(hilde):
    for page in ("first-link", "new-link"):
        assert hilde.get(f"/host/people/999999/{page}/").status_code == 404
