"""Who may see or do what, as tables: each row a person, each cell whether it exists for them."""

import uuid
from datetime import timedelta

import pytest
from django.http import Http404

from held import access
from held.access import ANYONE, KeyNeeded, Viewer
from held.accounts.models import Link
from held.families.inviting import invite_parent
from held.families.models import Member
from held.families.recovery import ask_for_new_link
from held.lib.clock import now
from held.pictures.intake import Arrived, Arriving
from held.publishing import publication
from held.publishing.addresses import addresses_of
from held.publishing.restored import closed_by_restore
from held.stories import photographs, writing
from held.stories.models import Leaf, Publication, Version
from tests import cast as people
from tests.clock import Clocks
from tests.drawn import drawn_png

LINK, EVERYONE = Publication.Circle.LINK, Publication.Circle.EVERYONE
YES, NO, KEY = "yes", "no", "key"


@pytest.fixture
def world(cast):
    """The cast, Ana's story, and everything that belongs to it."""
    cast.story = people.write_story(cast)
    cast.leaf = Leaf.objects.get(story=cast.story, kind=Leaf.Kind.ENTRY)
    cast.photograph = photographs.receive(cast.story, arrived(cast.family), by=cast.ana)
    cast.invited = Member.objects.get(account=invite_parent(cast.family, by=cast.ana)[0].account)
    cast.ida = people.friend(cast, "Ida", Member.Role.HELPER)
    cast.recovery, _ = ask_for_new_link(Member.objects.get(account=cast.ben), by=cast.hilde)
    return cast


def arrived(family) -> Arrived:
    arriving = Arriving(family, "IMG_1.PNG")
    arriving.write(drawn_png())
    return arriving.finish()


def viewers(cast) -> dict[str, Viewer]:
    return {
        "anyone": ANYONE,
        "ana": Viewer(cast.ana),
        "ana with key": people.with_key(cast.ana),
        "ben": Viewer(cast.ben),
        "ida with key": people.with_key(cast.ida),
        "otto with key": people.with_key(cast.otto),
        "hilde with key": people.with_key(cast.hilde),
    }


ASKED = {
    "enters the family": lambda v, w: access.family_to_enter(v, w.family.pk),
    "asks a parent in": lambda v, w: access.family_to_invite_into(v, w.family.pk),
    "writes the story": lambda v, w: access.story_to_write(v, w.story.pk),
    "decides who reads it": lambda v, w: access.story_to_decide(v, w.story.pk),
    "opens the story": lambda v, w: access.story_to_open(v, w.story.pk),
    "writes the leaf": lambda v, w: access.leaf_to_write(v, w.leaf.pk),
    "reads the version": lambda v, w: access.version_to_read(v, w.leaf.current_id),
    "keeps the photograph": lambda v, w: access.photograph_leaf_to_keep(v, w.photograph.pk),
    "removes the photograph": lambda v, w: access.photograph_leaf_to_remove(v, w.photograph.pk),
    "sees the photograph": lambda v, w: access.photograph_to_see(v, w.photograph.pk),
    "sees the member": lambda v, w: access.member_of_family(v, w.invited.pk),
    "asks them in again": lambda v, w: access.member_to_invite_again(v, w.invited.pk),
    "lets a friend go": lambda v, w: access.member_to_let_go(v, Member.objects.get(account=w.ida).pk),
    "asks a new link for them": lambda v, w: access.member_to_help(v, w.invited.pk),
    "stops the request": lambda v, w: access.recovery_to_stop(v, w.recovery.pk),
    "hosts the place": lambda v, _w: access.place_to_host(v),
}
TABLE = """
                          anyone  ana  ana with key  ben  ida with key  otto with key  hilde with key
enters the family         no      yes  yes           yes  yes           no             no
asks a parent in          no      key  yes           key  no            no             no
writes the story          no      yes  yes           yes  yes           no             no
decides who reads it      no      yes  yes           yes  no            no             no
opens the story           no      key  yes           key  no            no             no
writes the leaf           no      yes  yes           yes  yes           no             no
reads the version         no      yes  yes           yes  yes           no             no
keeps the photograph      no      yes  yes           yes  yes           no             no
removes the photograph    no      yes  yes           yes  no            no             no
sees the photograph       no      yes  yes           yes  yes           no             no
sees the member           no      yes  yes           yes  no            no             no
asks them in again        no      key  yes           key  no            no             no
lets a friend go          no      yes  yes           yes  no            no             no
asks a new link for them  no      yes  yes           yes  no            no             yes
stops the request         no      yes  yes           yes  yes           no             yes
hosts the place           no      no   no            no   no            no             yes
"""


def cells() -> list[tuple[str, str, str]]:
    head, *rows = [[cell.strip() for cell in line.split("  ") if cell.strip()] for line in TABLE.strip().splitlines()]
    return [(row[0], who, told) for row in rows for who, told in zip(head, row[1:], strict=True)]


def what_of(asked, viewer, world) -> str:
    try:
        asked(viewer, world)
    except Http404:
        return NO
    except KeyNeeded:
        return KEY
    return YES


@pytest.mark.parametrize(("what", "who", "told"), cells())
def test_each_person_may_do_what_the_table_says(world, what, who, told):
    assert what_of(ASKED[what], viewers(world)[who], world) == told


def test_every_question_has_a_row_in_the_table():
    assert {what for what, _who, _told in cells()} == set(ASKED)


LISTS = {
    "families": lambda v, _w: access.families_of(v),
    "decided": lambda v, _w: access.families_to_decide(v),
    "stories": lambda v, _w: access.stories_to_write(v),
    "members": lambda v, w: access.members_to_see(v, w.family),
    "requests": lambda v, _w: access.recoveries_to_see(v),
    "kept families": lambda v, _w: access.families_to_host(v),
    "kept people": lambda v, _w: access.members_to_host(v),
    "first links": lambda v, _w: access.members_to_invite(v),
}
COUNTS = """
               anyone  ana  ana with key  ben  ida with key  otto with key  hilde with key
families       0       1    1             1    1             1              0
decided        0       1    1             1    0             1              0
stories        0       1    1             1    1             0              0
members        0       4    4             4    4             0              0
requests       0       1    1             1    1             0              0
kept families  0       0    0             0    0             0              2
kept people    0       0    0             0    0             0              5
first links    0       0    0             0    0             0              5
"""


def test_lists_hold_what_is_theirs_and_nothing_else(world):
    head, *rows = [[c.strip() for c in line.split("  ") if c.strip()] for line in COUNTS.strip().splitlines()]
    told = {(row[0], who): int(count) for row in rows for who, count in zip(head, row[1:], strict=True)}
    found = {(name, who): asked(v, world).count() for name, asked in LISTS.items() for who, v in viewers(world).items()}
    assert found == told


def test_a_host_invites_nobody_into_a_family_into_which_somebody_came(world):
    hilde = people.with_key(world.hilde)
    Link.objects.filter(account=world.invited.account).update(used_at=now())  # one of the five, with Ana, Ben and Ida
    assert [member.account for member in access.members_to_invite(hilde)] == [world.otto]
    Member.objects.create(family=world.other_family, account=world.hilde)
    assert not access.members_to_invite(hilde).exists()


@pytest.mark.parametrize(
    ("circle", "secret", "slug"), [(None, False, False), (LINK, True, False), (EVERYONE, True, True)]
)
def test_each_circle_opens_its_addresses_and_no_other(world, circle, secret, slug):
    people.open_to(world.story, LINK, by=world.ana)
    link = addresses_of(world.story)[LINK]
    people.open_to(world.story, EVERYONE, by=world.ana, wished="noor")
    Publication.objects.filter(story=world.story).delete()
    if circle:
        Publication.objects.create(story=world.story, circle=circle)
    assert opens(link) is secret
    assert opens("noor") is slug
    assert len(access.stories_open_to_everyone().stories) == int(slug)


def opens(address) -> bool:
    try:
        access.story_to_read(address)
    except Http404:
        return False
    return True


@pytest.mark.parametrize("address", ["", "never", "..", "A" * 300, "1", "\0"])
def test_no_other_address_opens_anything(world, address):
    people.open_to(world.story, EVERYONE, by=world.ana, wished="noor")
    assert not opens(address)


def test_taken_back_it_is_found_nowhere(world):
    people.open_to(world.story, EVERYONE, by=world.ana, wished="noor")
    publication.take_back(world.story, by=world.ben)
    assert not opens("noor")
    assert not access.stories_open_to_everyone().stories


def test_a_story_whose_words_are_damaged_is_not_read_and_hides_no_other(world):
    people.open_to(world.story, EVERYONE, by=world.ana, wished="noor")
    people.open_to(people.write_story(world), EVERYONE, by=world.ana, wished="another")
    Version.objects.filter(leaf__story=world.story).update(sealed=b"HLD1" + bytes(60))
    assert not opens("noor")
    assert [story.address for story in access.stories_open_to_everyone().stories] == ["another"]


def test_unknown_and_forbidden_rows_are_the_same_404(world):
    for asked in (access.story_to_write, access.leaf_to_write, access.family_to_enter, access.member_of_family):
        with pytest.raises(Http404):
            asked(Viewer(world.ana), 10**9)
    with pytest.raises(Http404):
        access.version_to_read(Viewer(world.ana), uuid.uuid4())


def test_the_differences_of_another_family_are_not_seen(world):
    base = world.leaf.current_id
    writing.save(world.leaf, {"body": "1"}, form=writing.OpenForm(base, "a"), by=world.ana)
    writing.save(world.leaf, {"body": "2"}, form=writing.OpenForm(base, "b"), by=world.ben)
    assert access.conflicts_to_settle(Viewer(world.ana), world.leaf).count() == 1
    assert access.conflicts_to_settle(Viewer(world.otto), world.leaf).count() == 0


def test_a_family_begun_after_the_copy_sees_no_restore_note(cast):
    closed_by_restore()
    people.write_story(cast)
    assert not access.came_back_from_a_copy(Viewer(cast.ana))


def test_a_restore_under_a_wrong_clock_is_told_all_the_same(cast, monkeypatch):
    people.write_story(cast)
    clocks = Clocks(monkeypatch)
    clocks.leap(timedelta(days=-365 * 56))
    closed_by_restore()
    clocks.leap(timedelta(days=365 * 56))
    assert access.came_back_from_a_copy(Viewer(cast.ana))


def test_a_removed_member_sees_no_story_any_more(world):
    Member.objects.filter(account=world.ben).delete()
    assert what_of(ASKED["writes the story"], Viewer(world.ben), world) == NO
    assert not access.stories_to_write(Viewer(world.ben)).exists()
