"""The members of the family: inviting another parent, and helping one who lost every key."""

import re

import pytest
from django.urls import reverse

from held.accounts.models import Account, Link
from held.accounts.one_time_links import find_link, use_link
from held.families.inviting import invite_parent
from held.families.models import Member, Recovery
from held.families.recovery import ask_for_new_link

LINK = re.compile(r'class="address"[^>]*>http://localhost:\d+(/entrance/link/([\w-]+)/)<')
PEOPLE = reverse("family:people")


@pytest.fixture
def ben(cast):
    """Ben's membership; he came in by a link once."""
    Link.objects.create(
        account=cast.ben,
        token_hash="1" * 64,
        purpose="INVITATION",
        ends_at="2020-01-01T00:00Z",
        used_at="2020-01-01T00:00Z",
    )
    return Member.objects.get(account=cast.ben)


def invited(cast):
    link, token = invite_parent(cast.family, by=cast.ana)
    return Member.objects.get(account=link.account), token


def test_everybody_is_named_and_whether_they_have_come_in(cast, signed_in, ben):
    invited(cast)
    page = signed_in(cast.ana).get(PEOPLE).content.decode()
    assert "Ben" in page
    assert page.count("Has signed in.") == 2
    assert page.count("not signed in yet.") == 1
    assert re.search(r"Ask for a new link\s*<span[^>]*> \(\s*Ben\s*\)", page)
    assert re.search(r"Take the invitation back\s*<span[^>]*> \(\s*invited on [^)]*\d\d:\d\d\s*\)", page)
    assert "Otto" not in page


def test_another_parent_is_asked_in_by_a_link_shown_once(cast, signed_in):
    browser, page = signed_in(cast.ana, key=True), reverse("family:asking", args=[cast.family.pk])
    form = browser.get(page).content.decode()
    once = re.search(r'name="once" value="(\w+)"', form)[1]
    shown = browser.post(page, {"once": once}).content.decode()
    address, token = LINK.search(shown).groups()
    assert address == reverse("entrance:link", args=[token])
    assert find_link(token).purpose == Link.Purpose.INVITATION
    assert "<svg" in shown
    assert "It works once, until" in shown
    assert "style=" not in shown
    assert not LINK.search(browser.get(PEOPLE).content.decode())
    assert LINK.search(browser.post(page, {"once": once}).content.decode())[2] == token
    assert Member.objects.filter(family=cast.family).count() == 3
    use_link(token)
    assert "link-used" in browser.post(page, {"once": once})["Location"]


def test_asking_somebody_in_needs_a_key(cast, signed_in):
    member, _token = invited(cast)
    before = Link.objects.count()
    for page in (reverse("family:asking", args=[cast.family.pk]), reverse("family:asking_again", args=[member.pk])):
        answer = signed_in(cast.ana).post(page)
        assert answer["Location"].startswith(reverse("entrance:show_key"))
    assert Link.objects.count() == before


def test_nobody_is_asked_into_another_family(cast, signed_in):
    member, _token = invited(cast)
    browser = signed_in(cast.otto, key=True)
    assert browser.post(reverse("family:asking", args=[cast.family.pk])).status_code == 404
    assert browser.post(reverse("family:asking_again", args=[member.pk])).status_code == 404
    assert browser.post(reverse("family:asking_ending", args=[member.pk])).status_code == 404
    assert Account.objects.filter(pk=member.account_id).exists()


def test_who_has_not_come_in_gets_a_new_link_or_is_asked_no_more(cast, signed_in):
    member, former = invited(cast)
    browser = signed_in(cast.ana, key=True)
    shown = browser.post(reverse("family:asking_again", args=[member.pk]), {"once": "x"}).content.decode()
    assert LINK.search(shown)[2] != former
    browser.post(reverse("family:asking_ending", args=[member.pk]))
    assert not Member.objects.filter(pk=member.pk).exists()


def test_who_has_come_in_is_not_asked_in_again_and_not_removed(cast, signed_in, ben):
    browser, before = signed_in(cast.ana, key=True), Link.objects.count()
    for method, name in (("get", "asking_again"), ("post", "asking_again"), ("post", "asking_ending")):
        answer = getattr(browser, method)(reverse(f"family:{name}", args=[ben.pk]))
        assert "already-here" in answer["Location"]
    assert Member.objects.filter(pk=ben.pk).exists()
    assert Link.objects.count() == before


def test_the_whole_family_sees_a_recovery_and_can_stop_it(cast, signed_in, ben):
    page = reverse("family:new_link", args=[ben.pk])
    assert "after 24 hours" in signed_in(cast.ana).get(page).content.decode()
    assert not Recovery.objects.exists()
    shown = signed_in(cast.ana).post(page, {"once": "x"}).content.decode()
    assert LINK.search(shown)
    assert "private place" not in shown
    for account in (cast.ana, cast.ben):
        for seen in (reverse("family:desk"), PEOPLE, reverse("family:welcome")):
            assert "Stop the new link" in signed_in(account).get(seen).content.decode()
    assert "Ana asked for a new link for you" in signed_in(cast.ben).get(PEOPLE).content.decode()
    assert "You asked for a new link for Ben." in signed_in(cast.ana).get(PEOPLE).content.decode()
    assert "Stop the new link" not in signed_in(cast.otto).get(PEOPLE).content.decode()


def test_a_recovery_is_only_for_another_member_who_signed_in(cast, signed_in, ben):
    member, _token = invited(cast)
    own = Member.objects.get(account=cast.ana)
    for asker, whom in ((cast.ana, own), (cast.ana, member), (cast.otto, ben)):
        for method in ("get", "post"):
            assert (
                getattr(signed_in(asker, key=True), method)(reverse("family:new_link", args=[whom.pk])).status_code
                == 404
            )
    assert not Recovery.objects.exists()


def test_each_parent_can_stop_a_recovery_link(cast, signed_in, ben):
    for account in (cast.ana, cast.ben):
        recovery, _token = ask_for_new_link(ben, by=cast.hilde)
        answer = signed_in(account).post(reverse("family:stop_recovery", args=[recovery.pk]))
        assert answer.status_code == 303
        assert not Recovery.objects.exists()


def test_another_family_cannot_stop_it(cast, signed_in, ben):
    recovery, _token = ask_for_new_link(ben, by=cast.hilde)
    assert signed_in(cast.otto).post(reverse("family:stop_recovery", args=[recovery.pk])).status_code == 404
    assert Recovery.objects.exists()


def test_a_request_whose_link_has_ended_is_spoken_of_no_more(cast, signed_in, ben):
    ask_for_new_link(ben, by=cast.hilde)
    Link.objects.filter(purpose=Link.Purpose.RECOVERY).update(ends_at="2020-01-01T00:00Z", ends_uptime=0)
    assert "Stop the new link" not in signed_in(cast.ana).get(PEOPLE).content.decode()
