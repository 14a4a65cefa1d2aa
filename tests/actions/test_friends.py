"""A friend who is let go keeps no access, not even by a link that they made for somebody who asked."""

import uuid

import pytest

from held.accounts.models import Link
from held.accounts.one_time_links import make_link, use_link
from held.actions.friends import leave_family, let_friend_go
from held.consent import consent_links
from held.consent.models import ConsentLink
from held.families.models import Member
from held.families.parting import IsParent
from held.publishing import access_requests, named_readers
from held.publishing.models import AccessRequest, NamedReader
from tests import cast as people
from tests.photographs import one_more_has_agreed, photograph


def test_only_links_made_by_the_removed_friend_end(cast):
    gwen, story = people.friend(cast, "Gwen", Member.Role.GUARDIAN), people.write_story(cast)
    came = access_requests.request_access(story.pk, uuid.uuid4(), {"name": "Omar"})
    access_requests.let_in(AccessRequest.objects.get(pk=came), by=gwen)
    nele, _token = named_readers.name_reader(story, "Nele", by=cast.ana)
    let_friend_go(Member.objects.get(account=gwen), by=cast.ana)
    assert list(NamedReader.objects.all()) == [nele]
    assert not Member.objects.filter(account=gwen).exists()


def test_consent_links_made_by_a_removed_friend_end_too(cast):
    gwen, leaf = people.friend(cast, "Gwen", Member.Role.GUARDIAN), photograph(cast, people.write_story(cast)).leaf
    involvement = one_more_has_agreed(leaf, cast.ana)
    consent_links.link_anew(involvement, by=cast.ana)
    consent_links.link_anew(involvement, by=gwen)
    let_friend_go(Member.objects.get(account=gwen), by=cast.ana)
    assert ConsentLink.objects.get().by == cast.ana


@pytest.mark.parametrize("role", [Member.Role.GUARDIAN, Member.Role.HELPER])
def test_links_made_by_a_friend_end_when_the_friend_leaves(cast, role):
    gwen, story = people.friend(cast, "Gwen", role), people.write_story(cast)
    involvement = one_more_has_agreed(photograph(cast, story).leaf, cast.ana)
    consent_links.link_anew(involvement, by=gwen)
    came = access_requests.request_access(story.pk, uuid.uuid4(), {"name": "Omar"})
    access_requests.let_in(AccessRequest.objects.get(pk=came), by=gwen)
    leave_family(Member.objects.get(account=gwen), by=gwen)
    assert not ConsentLink.objects.filter(by=gwen).exists()
    assert not NamedReader.objects.exists()


def test_what_a_parent_who_leaves_handed_out_goes_on(cast):
    named_readers.name_reader(people.write_story(cast), "Nele", by=cast.ben)
    for account in (cast.ana, cast.ben):
        use_link(make_link(account, purpose=Link.Purpose.INVITATION, by="program")[1])
    leave_family(Member.objects.get(account=cast.ben), by=cast.ben)
    assert NamedReader.objects.exists()


def test_a_parent_cannot_be_removed_as_a_friend(cast):
    with pytest.raises(IsParent):
        let_friend_go(Member.objects.get(account=cast.ben), by=cast.ana)
