"""A parent leaves by themselves, a friend is let go; nobody removes a parent, and no family is left without one."""

import pytest

from held.accounts.models import Link
from held.accounts.one_time_links import make_link, use_link
from held.families.models import Member
from held.families.parting import IsParent, LastParent, leave, let_go
from held.families.recovery import ask_for_new_link
from held.history.models import Line
from held.stories.models import Leaf, Story
from tests import cast as people

Role = Member.Role


def member(account) -> Member:
    return Member.objects.get(account=account)


def came_in(*accounts) -> None:
    for account in accounts:
        use_link(make_link(account, purpose=Link.Purpose.INVITATION, by="program")[1])


def test_a_parent_who_leaves_leaves_their_story_behind(cast):
    story = people.write_story(cast)
    came_in(cast.ana, cast.ben)
    leave(member(cast.ana), by=cast.ana)
    assert not Member.objects.filter(account=cast.ana).exists()
    assert Story.objects.get() == story
    assert Leaf.objects.filter(author=cast.ana, story=story).exists()
    assert Line.objects.filter(act="member.left").count() == 1


@pytest.mark.parametrize("ben_came", [True, False])
def test_the_last_parent_who_has_come_in_stays(cast, ben_came):
    came_in(*((cast.ana, cast.ben) if ben_came else (cast.ana,)))
    if ben_came:
        leave(member(cast.ben), by=cast.ben)
    with pytest.raises(LastParent):
        leave(member(cast.ana), by=cast.ana)
    assert Member.objects.filter(account=cast.ana).exists()


def test_a_friend_does_not_count_as_a_remaining_parent(cast):
    ida = people.friend(cast, "Ida", Role.HELPER)
    came_in(cast.ana, ida)
    Member.objects.filter(account=cast.ben).delete()
    with pytest.raises(LastParent):
        leave(member(cast.ana), by=cast.ana)
    leave(member(ida), by=ida)
    assert not Member.objects.filter(account=ida).exists()


def test_a_request_for_a_new_link_goes_with_who_leaves(cast):
    came_in(cast.ana, cast.ben)
    recovery, _token = ask_for_new_link(member(cast.ben), by=cast.ana)
    leave(member(cast.ben), by=cast.ben)
    assert not type(recovery).objects.exists()


def test_a_friend_is_let_go_and_a_parent_never(cast):
    ida = people.friend(cast, "Ida", Role.HELPER)
    let_go(member(ida), by=cast.ana)
    assert not Member.objects.filter(account=ida).exists()
    for by in (cast.ana, cast.ben):
        with pytest.raises(IsParent):
            let_go(member(cast.ben), by=by)
