"""The addresses of an opened story."""

import pytest

from held.publishing.addresses import (
    SLUG,
    AddressTaken,
    NotAnAddress,
    addresses_of,
    give_address,
    lookup_of,
    read_address,
)
from held.publishing.models import Address
from held.publishing.publication import narrow, take_back
from held.stories.models import Publication
from tests import cast as people

LINK, EVERYONE = Publication.Circle.LINK, Publication.Circle.EVERYONE


def test_a_link_is_a_secret_of_128_bits_and_never_the_same(cast):
    given = {read_address(give_address(people.write_story(cast), LINK), story_of()) for _ in range(5)}
    assert len(given) == 5
    assert all(len(address) == 22 for address in given)


def story_of():
    return Address.objects.order_by("pk").select_related("story").latest("story_id").story


def test_a_public_address_says_nothing_about_the_story(cast):
    story = people.write_story(cast)
    address = read_address(give_address(story, EVERYONE), story)
    assert SLUG.fullmatch(address)
    assert not {"tuesday", "ana", "noor"} & set(address.split("-"))


def test_what_the_family_writes_is_its_address(cast):
    story = people.write_story(cast)
    assert read_address(give_address(story, EVERYONE, " Noor-2024 "), story) == "noor-2024"


@pytest.mark.parametrize(
    "wished", ["ab", "a" * 61, "noor and ana", "noor_", "-noor", "noor--ana", "ноор", "noor/ana", "…"]
)
def test_an_invalid_wished_address_is_refused(cast, wished):
    with pytest.raises(NotAnAddress):
        give_address(people.write_story(cast), EVERYONE, wished)
    assert not Address.objects.exists()


def test_two_stories_are_not_found_at_one_address(cast):
    give_address(people.write_story(cast), EVERYONE, "noor")
    with pytest.raises(AddressTaken):
        give_address(people.write_story(cast), EVERYONE, "noor")
    assert Address.objects.count() == 1


def test_an_address_is_not_stored_readably(cast):
    story = people.write_story(cast)
    address = give_address(story, EVERYONE, "noor-of-the-quince")
    assert "noor" not in address.lookup
    assert b"noor" not in bytes(address.sealed)
    assert Address.objects.get(lookup=lookup_of("noor-of-the-quince")) == address


def test_the_family_is_told_the_addresses_that_open_now(cast):
    story = people.write_story(cast)
    assert addresses_of(story) == {}
    people.open_to(story, LINK, by=cast.ana)
    link = addresses_of(story)
    assert list(link) == [LINK]
    people.open_to(story, EVERYONE, by=cast.ana, wished="noor")
    assert addresses_of(story) == {EVERYONE: "noor", **link}
    narrow(story, Publication.Circle.LINK, by=cast.ana)
    assert list(addresses_of(story)) == [LINK]
    assert addresses_of(story) != link
    take_back(story, by=cast.ana)
    assert addresses_of(story) == {}
