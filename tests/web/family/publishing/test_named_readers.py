"""The family names people, hands each a link, sees only whether it was used, and takes one back."""

import re

import pytest

from held.families.models import Answering, Member
from held.publishing import named_readers, publication
from held.publishing.audience_limits import limit_of
from held.publishing.fingerprint import fingerprint_of
from held.publishing.models import NamedReader
from held.stories.models import Publication
from tests import cast as people


@pytest.fixture
def story(cast):
    return people.write_story(cast)


@pytest.fixture
def ana(cast, signed_in):
    return signed_in(cast.ana, key=True)


def at(story, rest: str = "named/") -> str:
    return f"/family/stories/{story.pk}/{rest}"


def sent(story, shown: list[str]) -> dict[str, object]:
    """What the current page sends."""
    return {"shown": shown, "standing": fingerprint_of(story)}


def test_somebody_is_named_by_a_link_shown_once(ana, story, anyone):
    page = ana.post(at(story, "named/new/"), {"name": "Nele", "once": "form"}).content.decode()
    link = re.search(r"/n/[\w-]{43}", page)[0]
    assert "A link for Nele" in page
    assert link in ana.post(at(story, "named/new/"), {"name": "Nele", "once": "form"}).content.decode()
    page = ana.get(at(story)).content.decode()
    assert "Nele" in page
    assert "Not used yet." in page
    assert link not in page
    assert NamedReader.objects.count() == 1


def test_a_name_is_asked_for_and_nothing_is_made_without(ana, story):
    page = ana.post(at(story, "named/new/"), {"name": "  ", "once": "form"}).content.decode()
    assert "No link is made yet." in page
    assert not NamedReader.objects.exists()


def test_naming_a_reader_needs_a_shown_key(signed_in, cast, story):
    answer = signed_in(cast.ana).post(at(story, "named/new/"), {"name": "Nele"})
    assert answer["Location"].startswith("/entrance/show-key/")


def test_the_family_sees_only_that_a_link_was_used(ana, cast, story):
    person, _token = named_readers.name_reader(story, "Nele", by=cast.ana)
    named_readers.mark_used(person.pk)
    page = ana.get(at(story)).content.decode()
    assert "Their link was used." in page


def test_one_is_taken_back_by_either_parent_and_by_no_stranger(ana, cast, story, signed_in):
    person, _token = named_readers.name_reader(story, "Nele", by=cast.ana)
    ending = f"/family/named/{person.pk}/ending"
    assert signed_in(cast.otto, key=True).post(ending).status_code == 404
    assert signed_in(cast.ben).post(ending)["Location"].endswith("said=named-ended")
    assert not NamedReader.objects.exists()


def test_opened_step_by_step_and_narrowed_again(ana, story):
    form = ana.get(at(story, "circle/named/")).content.decode()
    assert "Only the people you name, each with their own link." in form
    shown = re.findall(r'name="shown" value="([^"]+)"', form)
    assert ana.post(at(story, "circle/named/"), sent(story, shown))["Location"].endswith("said=opened-named")
    assert publication.circle_of(story) == Publication.Circle.NAMED
    assert "Each reads with their own link." in ana.get(at(story, "")).content.decode()
    ana.post(at(story, "circle/link/"), sent(story, shown))
    assert ana.post(at(story, "narrowing/named"))["Location"].endswith("said=narrowed-named")
    assert publication.circle_of(story) == Publication.Circle.NAMED


def test_a_narrower_limit_of_the_other_parent_holds_and_names_nobody(ana, cast, story, signed_in):
    people.open_to(story, Publication.Circle.LINK, by=cast.ana)
    assert signed_in(cast.ben).post(at(story, "wishing"), {"circle": "NAMED"}).status_code == 303
    assert publication.circle_of(story) == Publication.Circle.NAMED
    page = ana.get(at(story, "circle/")).content.decode()
    assert "narrowest choice counts" in page
    assert "Ben" not in page
    shown = re.findall(r'name="shown" value="([^"]+)"', ana.get(at(story, "circle/link/")).content.decode())
    refused = ana.post(at(story, "circle/link/"), sent(story, shown))
    assert refused.status_code == 409
    assert "Nothing was opened or changed." in refused.content.decode()


def test_a_limit_can_be_taken_back_and_opens_nothing(cast, story, signed_in):
    ben = signed_in(cast.ben, key=True)
    ben.post(at(story, "wishing"), {"circle": ""})
    assert limit_of(story, cast.ben) is None
    ben.post(at(story, "wishing"), {"circle": "EVERYONE"})
    assert limit_of(story, cast.ben) == Publication.Circle.EVERYONE
    assert publication.circle_of(story) is None


def test_an_unknown_limit_about_readers_is_404(cast, story, signed_in):
    assert signed_in(cast.ben).post(at(story, "wishing"), {"circle": "ALL"}).status_code == 404


def test_who_answers_those_who_ask_is_said_and_a_parent_can_join_in(ana, cast, story):
    people.open_to(story, Publication.Circle.NAMED, by=cast.ana)
    assert "so nobody can ask" in ana.get(at(story)).content.decode()
    assert ana.post(at(story, "named/answering"), {"too": "yes"})["Location"].endswith("said=answers")
    page = ana.get(at(story)).content.decode()
    assert "See who is asking" in page
    assert "/stories/" in page
    ana.post(at(story, "named/answering"), {"too": "no"})
    assert not Answering.objects.exists()


def test_a_friend_who_reads_first_is_named_so(ana, cast, story):
    people.friend(cast, "Gwen", Member.Role.GUARDIAN)
    page = ana.get(at(story)).content.decode()
    assert "Gwen" in page
    assert "who reads messages first" in page


def test_a_link_to_read_by_is_not_said_to_work_once(ana, story):
    page = ana.post(at(story, "named/new/"), {"name": "Nele", "once": "form"}).content.decode()
    assert "It works until the family takes it back" in page
    assert "can sign in, once" not in page


def test_a_link_made_before_the_story_is_open_says_when_it_opens(ana, cast, story):
    told, way = "It works after you open the story to them.", f'href="{at(story, "circle/named/")}"'
    page = ana.post(at(story, "named/new/"), {"name": "Nele", "once": "closed"}).content.decode()
    assert told in page
    assert way in page
    people.open_to(story, Publication.Circle.NAMED, by=cast.ana)
    page = ana.post(at(story, "named/new/"), {"name": "Mika", "once": "open"}).content.decode()
    assert told not in page
    assert way not in page


def test_a_limit_is_narrowed_without_a_key_and_widened_with_one(cast, story, signed_in):
    ben = signed_in(cast.ben)
    ben.post(at(story, "wishing"), {"circle": ""})
    assert ben.post(at(story, "wishing"), {"circle": "LINK"})["Location"].startswith("/entrance/show-key/")
    assert limit_of(story, cast.ben) is None


def test_a_parent_needs_a_key_to_get_access_requests(cast, story, signed_in):
    answer = signed_in(cast.ana).post(at(story, "named/answering"), {"too": "yes"})
    assert answer["Location"].startswith("/entrance/show-key/")
    assert not Answering.objects.exists()


def test_a_name_that_does_not_open_keeps_no_link_from_being_taken_back(ana, cast, story):
    person, _token = named_readers.name_reader(story, "Nele", by=cast.ana)
    NamedReader.objects.update(sealed_name=b"HLD1" + bytes(60))
    page = ana.get(at(story)).content.decode()
    assert "Somebody whose name we can’t open just now" in page
    assert f"/family/named/{person.pk}/ending" in page
