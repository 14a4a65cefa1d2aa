"""The host's desk: that something is kept, never what."""

import re

import pytest

from held import VERSION
from held.accounts import one_time_links, sign_in_keys
from held.accounts.models import Link
from held.families import inviting
from held.families.models import Member
from held.lib.clock import now
from held.place.models import Place
from held.stories.models import Publication
from tests import cast as people


@pytest.fixture
def hilde(cast, signed_in):
    return signed_in(cast.hilde)


def test_only_the_host_can_open_the_hosts_desk(cast, signed_in, anyone):
    assert signed_in(cast.hilde).get("/host/").status_code == 200
    assert signed_in(cast.ana, key=True).get("/host/").status_code == 404
    assert anyone.get("/host/")["Location"] == "/entrance/?next=/host/"


def test_the_hosts_desk_shows_no_sign_of_any_story(cast, hilde):
    before = hilde.get("/host/").content
    story = people.write_story(cast)
    people.open_to(story, Publication.Circle.LINK, by=cast.ana)
    after = hilde.get("/host/").content
    assert without_form_tokens(before) == without_form_tokens(after)


def test_the_desk_lists_families_and_who_has_signed_in(cast, hilde):
    _family, _link, token = inviting.begin_family(label="the blue door", by=cast.hilde)
    page = hilde.get("/host/").content.decode()
    assert "the blue door" in page
    assert page.count("has not signed in yet") >= 1
    waiting = page.count("Make the first link again")
    one_time_links.use_link(token)
    page = hilde.get("/host/").content.decode()
    assert page.count("Make the first link again") == waiting - 1
    assert "Ask for a new link" in page


def test_each_family_is_named_once_above_its_people(cast, hilde):
    _family, _link, token = inviting.begin_family(label="the blue door", by=cast.hilde)
    first = one_time_links.use_link(token).account
    inviting.invite_parent(_family, by=first)
    page = hilde.get("/host/").content.decode()
    names = re.findall(r'<h3 class="desk-name">\s*(.*?)\s*</h3>', page, re.DOTALL)
    assert names.count('<bdi translate="no">the blue door</bdi>') == 1
    ours = [part for part in page.split('<section class="household">') if '<bdi translate="no">the blue door' in part]
    assert [part.partition("</section>")[0].count("<li") for part in ours] == [2]


def test_the_desk_tells_the_disk_and_the_version(cast, hilde):
    page = " ".join(hilde.get("/host/").content.decode().split())
    assert f"<dd>held {VERSION}</dd>" in page
    assert re.search(r"[\d.]+.[GM]B of [\d.]+.GB left", page)


def test_once_somebody_is_in_the_family_makes_the_links_of_the_others(cast, hilde):
    family, _link, token = inviting.begin_family(label="the blue door", by=cast.hilde)
    first = one_time_links.use_link(token).account
    before = hilde.get("/host/").content.decode()
    inviting.invite_parent(family, by=first)
    page = hilde.get("/host/").content.decode()
    assert page.count("Make the first link again") == before.count("Make the first link again")
    assert page.count("Their family can make this link.") == 1


def test_each_button_names_the_person_it_is_for(cast, hilde):
    family, _link, token = inviting.begin_family(label="the blue door", by=cast.hilde)
    first = one_time_links.use_link(token).account
    one_time_links.use_link(inviting.invite_parent(family, by=first)[1])
    page = " ".join(hilde.get("/host/").content.decode().split())
    for number in (1, 2):
        assert f"for person {number}, <bdi" in page
        assert f"person {number}, who has given no name" in page


def test_what_was_left_for_later_and_that_there_is_no_copy_is_said(cast, hilde):
    page = hilde.get("/host/").content.decode()
    assert "left for later" in page
    assert "There is no backup yet" in page


def test_the_desk_says_where_the_last_copy_is(cast, hilde):
    Place.objects.update(backed_up_at=now(), backed_up_to="/media/second-disk/held")
    assert "/media/second-disk/held" in hilde.get("/host/").content.decode()


def test_a_host_without_a_key_is_warned_and_one_with_a_key_is_not(cast, hilde):
    words = "You have no key: no passkey or paper codes."
    assert words in hilde.get("/host/").content.decode()
    sign_in_keys.write_codes(cast.hilde)
    assert words not in hilde.get("/host/").content.decode()


def test_a_host_makes_a_key_before_restarting_at_the_address(cast, hilde):
    Place.objects.update(address="https://our-place.example")
    assert "so make paper codes first" in hilde.get("/host/").content.decode()
    assert "Please start the program again" not in hilde.get("/host/").content.decode()
    sign_in_keys.write_codes(cast.hilde)
    assert "Please start the program again" in hilde.get("/host/").content.decode()


def test_a_place_for_the_own_family_does_not_offer_to_make_families(cast, signed_in):
    Member.objects.exclude(account=cast.ana).delete()
    people_of = cast.other_family
    people_of.delete()
    Place.objects.update(kept_for="OWN")
    Link.objects.all().delete()
    Member.objects.filter(account=cast.ana).update(account=cast.hilde)
    page = signed_in(cast.hilde).get("/host/").content.decode()
    assert "Make a family" not in page
    assert "Your family" in page


def without_form_tokens(page: bytes) -> list[bytes]:
    return [line for line in page.splitlines() if b"csrfmiddlewaretoken" not in line]
