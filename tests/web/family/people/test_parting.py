"""Friends are invited and let go, and a parent leaves: each page says first what it means."""

import pytest

from held.accounts import sign_in_keys
from held.accounts.models import Link
from held.accounts.one_time_links import make_link, use_link
from held.families.models import Member
from tests import cast as people

Role = Member.Role


@pytest.fixture
def ana(cast, signed_in):
    return signed_in(cast.ana, key=True)


@pytest.fixture
def both_came_in(cast):
    for account in (cast.ana, cast.ben):
        use_link(make_link(account, purpose=Link.Purpose.INVITATION, by="program")[1])


def of(account) -> int:
    return Member.objects.get(account=account).pk


def test_a_friend_who_helps_is_asked_in_by_a_link_shown_once(cast, ana):
    asking = f"/family/people/of/{cast.family.pk}/asking/helper/"
    assert "They can’t let anybody read" in ana.get(asking).content.decode()
    page = ana.post(asking, {"once": "a form"}).content.decode()
    assert "can sign in as your friend" in page
    assert Member.objects.filter(family=cast.family, role=Role.HELPER).count() == 1
    assert "Helps to write" in ana.get("/family/people/").content.decode()


def test_a_friend_finds_no_button_that_is_not_for_them(cast, signed_in):
    story = people.write_story(cast)
    ida = signed_in(people.friend(cast, "Ida", Role.HELPER), key=True)
    page = ida.get(f"/family/stories/{story.pk}/").content.decode()
    assert "Parents decide" in page
    for way in ("circle/", "taking-back", "narrowing"):
        assert way not in page
    page = ida.get("/family/people/").content.decode()
    assert "Invite another parent" not in page
    assert "Ask for a new link" not in page
    assert f"/people/{of(cast.ben)}/" not in page


def test_a_parent_can_remove_a_friend_who_helps(cast, ana, signed_in):
    account = people.friend(cast, "Ida", Role.HELPER)
    ida, page = signed_in(account, key=True), f"/family/people/{of(account)}/letting-go/"
    said = ana.get(page).content.decode()
    assert "End access for Ida" in said
    assert "Their own answers stay theirs" in said
    assert ida.get("/family/").status_code == 200
    assert ana.post(page)["Location"].endswith("said=let-go")
    assert ida.get("/family/").status_code == 404


def test_a_parent_leaves_and_sees_nothing_more(cast, ana, both_came_in):
    page = f"/family/people/{of(cast.ana)}/leaving/"
    said = ana.get(page).content.decode()
    assert "You can’t. A parent who stays" in said
    assert "Sign in with your key to change them or take a yes back" in said
    assert ana.post(page)["Location"] == "/entrance/arrived/"
    assert ana.get("/family/").status_code == 404
    assert ana.get("/entrance/arrived/", follow=True).status_code == 200


def test_the_last_parent_is_told_why_nothing_happened(cast, ana):
    answer = ana.post(f"/family/people/{of(cast.ana)}/leaving/")
    assert answer.status_code == 409
    assert "so nothing was changed" in answer.content.decode()
    assert ana.get("/family/").status_code == 200


def test_nobody_can_leave_the_family_for_another(cast, signed_in, both_came_in):
    ben = signed_in(cast.ben, key=True)
    assert ben.post(f"/family/people/{of(cast.ana)}/leaving/").status_code == 404
    assert ben.post(f"/family/people/{of(cast.ana)}/letting-go/").status_code == 404
    assert Member.objects.filter(account=cast.ana).exists()


def test_leaving_the_family_needs_a_shown_key(cast, signed_in, both_came_in):
    sign_in_keys.write_codes(cast.ana)
    page = f"/family/people/{of(cast.ana)}/leaving/"
    assert signed_in(cast.ana).post(page)["Location"].startswith("/entrance/show-key/")
    assert Member.objects.filter(account=cast.ana).exists()
