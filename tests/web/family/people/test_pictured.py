"""Who is in a photograph: named, asked, told; the family sees whether everyone has said yes, and never who has not."""

import re

import pytest

from held.actions.taking_out import take_out
from held.consent import answering
from held.consent.models import Answer, Involvement, ListComplete
from held.consent.states import Event, Status
from held.families.models import Member, Person
from held.stories.models import Leaf, Publication
from held.stories.photographs import add_photograph_leaf
from tests import cast as people
from tests.enveloped import an_envelope, arrived_in
from tests.photographs import arrived_photograph, photograph
from tests.web.reader.asking import at as veil_at

NEW = {"who": "", "name": "Mika", "reach": "the house beside", "in_it": "yes"}
SEEN = re.compile(r'name="seen" value="([0-9a-f]{64})">\s*<input type="hidden" name="placed"')


@pytest.fixture
def leaf(cast, story) -> Leaf:
    return arrived_photograph(cast, story)


@pytest.fixture
def ana(cast, signed_in):
    return signed_in(cast.ana, key=True)


def at(leaf, rest: str = "") -> str:
    return f"/family/photographs/{leaf.pk}/people/{rest}"


def page_of(browser, leaf) -> str:
    return browser.get(at(leaf)).content.decode()


def naming_page(browser, leaf) -> str:
    """The page of the photograph, on which people are named."""
    return browser.get(f"/family/photographs/{leaf.pk}/").content.decode()


def confirm_list(browser, leaf, **given: str) -> str:
    """They read who is named, and say that these are all; returns the target."""
    seen = SEEN.findall(naming_page(browser, leaf))[0]
    return browser.post(at(leaf, "everybody"), {"seen": seen, **given})["Location"]


def test_a_person_in_a_photo_can_be_named(ana, leaf):
    assert ana.post(at(leaf, "naming"), NEW)["Location"].endswith("said=part-named")
    involvement = Involvement.objects.get()
    assert (involvement.person.name, involvement.person.reach, involvement.in_it, involvement.took_it) == (
        "Mika",
        "the house beside",
        True,
        False,
    )
    page = page_of(ana, leaf)
    assert "Mika" in page
    assert "Not asked yet." in page


def test_somebody_named_before_is_chosen_for_another(ana, cast, story, leaf):
    ana.post(at(leaf, "naming"), NEW)
    other = arrived_photograph(cast, story)
    mika = Person.objects.get(account_hash=None)
    ana.post(at(other, "naming"), {"who": str(mika.pk), "took_it": "yes"})
    assert Person.objects.filter(account_hash=None).count() == 1
    assert Involvement.objects.filter(person=mika).count() == 2


@pytest.mark.parametrize(
    ("given", "words"),
    [({"name": " "}, "Please say who it is."), ({"in_it": ""}, "whether they’re in it, or took it")],
)
def test_what_is_missing_is_asked_for_and_nothing_is_changed(ana, leaf, given, words):
    assert words in ana.post(at(leaf, "naming"), NEW | given).content.decode()
    assert not Involvement.objects.exists()


def test_a_person_of_another_family_cannot_be_named(ana, cast, leaf):
    stranger = Person(family=cast.other_family)
    stranger.name = "Omar"
    stranger.save()
    assert ana.post(at(leaf, "naming"), {"who": str(stranger.pk), "in_it": "yes"}).status_code == 404


def test_the_other_parent_is_offered_by_name_and_is_one_person(ana, cast, story, leaf):
    ben = Member.objects.get(account=cast.ben)
    assert "Ben" in naming_page(ana, leaf)
    ana.post(at(leaf, "naming"), {"who": f"parent-{ben.pk}", "in_it": "yes"})
    assert Involvement.objects.get().person.account == cast.ben
    other = arrived_photograph(cast, story)
    assert f"parent-{ben.pk}" not in naming_page(ana, other)
    ana.post(at(other, "naming"), {"who": str(Involvement.objects.get().person_id), "in_it": "yes"})
    assert Person.objects.count() == 1
    assert Involvement.objects.count() == 2


@pytest.mark.parametrize("number", ["", "9" * 30, "\u0663", "-1", "one"])
def test_an_invalid_parent_number_names_nobody(ana, leaf, number):
    assert ana.post(at(leaf, "naming"), {"who": f"parent-{number}", "in_it": "yes"}).status_code == 404
    assert not Involvement.objects.exists()


@pytest.mark.parametrize("who", ["Otto", "Gwen", "nobody"])
def test_nobody_else_is_a_parent_of_this_family(ana, cast, leaf, who):
    people.friend(cast, "Gwen", Member.Role.GUARDIAN)
    there = next((one.pk for one in Member.objects.all() if one.account.name == who), 0)
    assert ana.post(at(leaf, "naming"), {"who": f"parent-{there}", "in_it": "yes"}).status_code == 404
    assert not Involvement.objects.exists()


def test_the_senders_words_are_shown_beside_the_names(ana, cast, story):
    envelope, _token = an_envelope(story, cast.ana)
    sent = arrived_in(envelope)
    sent.write({"name": "IMG_9.HEIC", "took": "Grandpa", "who": "Ben, at the window"})
    sent.save()
    page = page_of(ana, take_out(sent, by=cast.ana))
    assert "Grandpa" in page
    assert "Ben, at the window" in page


def test_a_parent_alone_names_themselves_answers_and_it_opens(ana, cast, story, anyone):
    placed = photograph(cast, story)
    Involvement.objects.all().delete()
    ListComplete.objects.all().delete()
    people.open_to(story, Publication.Circle.EVERYONE, by=cast.ana, wished="noor")
    ana.post(at(placed.leaf, "naming"), {"who": "me", "took_it": "yes"})
    confirm_list(ana, placed.leaf)
    own = Involvement.objects.get()
    ana.post(f"/family/parts/{own.pk}/own-asking", {"scope": ["public"]})
    assert anyone.get(veil_at(placed)).status_code == 404
    ana.post(f"/family/parts/{own.pk}/own-answer", {"scope": "public", "answer": "yes"})
    assert anyone.get(veil_at(placed)).status_code == 200
    assert "Everyone has said yes." in page_of(ana, placed.leaf)
    ana.post(f"/family/parts/{own.pk}/own-answer", {"scope": "public", "answer": "no"})
    assert anyone.get(veil_at(placed)).status_code == 404


def test_ones_own_yes_needs_a_key_and_ones_own_no_does_not(ana, cast, signed_in, leaf):
    ana.post(at(leaf, "naming"), {"who": "me", "took_it": "yes"})
    own, by_link = Involvement.objects.get(), signed_in(cast.ana)
    by_link.post(f"/family/parts/{own.pk}/own-asking", {"scope": ["public"]})
    yes = by_link.post(f"/family/parts/{own.pk}/own-answer", {"scope": "public", "answer": "yes"})
    assert yes["Location"].startswith("/entrance/show-key/")
    by_link.post(f"/family/parts/{own.pk}/own-answer", {"scope": "public", "answer": "no"})
    assert Answer.objects.get().status == Status.DECLINED


def test_nobody_answers_for_another_parent(ana, cast, leaf, signed_in):
    ana.post(at(leaf, "naming"), {"who": "me", "took_it": "yes"})
    own = Involvement.objects.get()
    for account in (cast.ben, cast.otto):
        answer = signed_in(account, key=True).post(f"/family/parts/{own.pk}/own-answer", {"scope": "public"})
        assert answer.status_code == 404


def test_asking_gives_a_link_once_and_the_family_sees_no_answer(ana, cast, story):
    leaf = photograph(cast, story).leaf
    ana.post(at(leaf, "naming"), NEW)
    mika = Involvement.objects.get(person__account_hash=None)
    page = ana.post(f"/family/parts/{mika.pk}/asking/", {"scope": ["public"], "once": "form"}).content.decode()
    link = re.search(r"/c/a/[\w-]{43}", page)[0]
    assert "the house beside" in page
    seen = page_of(ana, leaf)
    assert "Asked." in seen
    assert link not in seen
    for event in (Event.DECLINE, Event.NOT_NOW, Event.DECLINE):
        answering.answer(mika, "public", event, language="en")
        assert page_of(ana, leaf).split("csrf")[0] == seen.split("csrf")[0]
        assert "Not everyone has said yes" in page_of(ana, leaf)
    answering.let_family_see(mika)
    assert "Everyone: no" in re.sub(r"\s+", " ", page_of(ana, leaf))


def test_nothing_chosen_or_not_described_and_nobody_is_asked(ana, cast, leaf, story):
    ana.post(at(leaf, "naming"), NEW)
    mika = Involvement.objects.get()
    asking = f"/family/parts/{mika.pk}/asking/"
    assert "Please first say what it shows" in ana.post(asking, {"scope": ["public"]}).content.decode()
    described = photograph(cast, story).leaf
    ana.post(at(described, "naming"), {"who": str(mika.person_id), "in_it": "yes"})
    asking = f"/family/parts/{Involvement.objects.get(picture=described.picture, person=mika.person).pk}/asking/"
    assert "Please choose what to ask for" in ana.post(asking, {}).content.decode()
    assert "This name is too long" in ana.post(asking, {"outlet": "x" * 41}).content.decode()
    assert not Answer.objects.filter(involvement__person=mika.person).exists()


def test_a_person_can_be_asked_twice_but_not_three_times(ana, cast, story):
    leaf = photograph(cast, story).leaf
    ana.post(at(leaf, "naming"), NEW)
    mika = Involvement.objects.get(person__account_hash=None)
    ana.post(f"/family/parts/{mika.pk}/asking/", {"scope": ["public"], "once": "form"})
    assert "nobody is asked a third time" in ana.get(f"/family/parts/{mika.pk}/asking-once-more/").content.decode()
    page = ana.post(f"/family/parts/{mika.pk}/asking-once-more/", {"once": "again"}).content.decode()
    assert re.search(r"/c/a/[\w-]{43}", page)
    assert "Ask them once more" not in page_of(ana, leaf)
    third = ana.post(f"/family/parts/{mika.pk}/asking-once-more/", {"once": "third"})
    assert third["Location"].endswith("said=asked-twice")


def test_a_helper_names_and_a_parent_says_that_it_is_everybody_and_asks(cast, signed_in, leaf):
    ida = signed_in(people.friend(cast, "Ida", Member.Role.HELPER), key=True)
    ida.post(at(leaf, "naming"), NEW)
    involvement = Involvement.objects.get()
    assert ida.post(at(leaf, "everybody")).status_code == 404
    assert ida.post(at(leaf, "everybody/ending")).status_code == 404
    assert ida.get(f"/family/parts/{involvement.pk}/asking/").status_code == 404
    assert "A parent says when that’s everyone." in naming_page(ida, leaf)
    ida.post(f"/family/parts/{involvement.pk}/taking-out")
    assert not Involvement.objects.exists()


def test_a_person_who_was_asked_cannot_be_taken_out(ana, cast, story):
    leaf = photograph(cast, story).leaf
    ana.post(at(leaf, "naming"), NEW)
    mika = Involvement.objects.get(person__account_hash=None)
    ana.post(f"/family/parts/{mika.pk}/asking/", {"scope": ["public"], "once": "form"})
    assert ana.post(f"/family/parts/{mika.pk}/taking-out")["Location"].endswith("said=part-asked-already")


def test_everybody_is_said_and_taken_back(ana, leaf):
    assert confirm_list(ana, leaf).endswith("said=nobody-named")
    ana.post(at(leaf, "naming"), NEW)
    confirm_list(ana, leaf, with_baby="yes")
    assert ListComplete.objects.get().with_baby
    assert "Answers for the baby" in page_of(ana, leaf)
    ana.post(at(leaf, "everybody/ending"))
    assert not ListComplete.objects.exists()


@pytest.mark.parametrize("given", [{}, {"seen": ""}, {"seen": "0" * 64}])
def test_a_page_that_lists_nobody_cannot_confirm_everybody(ana, leaf, given):
    ana.post(at(leaf, "naming"), NEW)
    assert ana.post(at(leaf, "everybody"), given)["Location"].endswith("said=named-meanwhile")
    assert not ListComplete.objects.exists()


def test_an_outdated_page_cannot_confirm_everybody(ana, leaf):
    ana.post(at(leaf, "naming"), {"who": "me", "took_it": "yes"})
    seen = SEEN.findall(naming_page(ana, leaf))[0]
    ana.post(at(leaf, "naming"), NEW)
    assert ana.post(at(leaf, "everybody"), {"seen": seen})["Location"].endswith("said=named-meanwhile")
    assert not ListComplete.objects.exists()


def test_a_helper_who_takes_a_name_out_opens_nothing(ana, cast, signed_in, story, anyone):
    placed = photograph(cast, story)
    people.open_to(story, Publication.Circle.EVERYONE, by=cast.ana, wished="noor")
    ana.post(at(placed.leaf, "naming"), NEW)
    confirm_list(ana, placed.leaf)
    assert anyone.get(veil_at(placed)).status_code == 404
    ida = signed_in(people.friend(cast, "Ida", Member.Role.HELPER))
    ida.post(f"/family/parts/{Involvement.objects.get(person__account_hash=None).pk}/taking-out")
    assert anyone.get(veil_at(placed)).status_code == 404
    assert "Until a parent does, readers can’t ask for it." in page_of(ana, placed.leaf)
    confirm_list(ana, placed.leaf)
    assert anyone.get(veil_at(placed)).status_code == 200


def test_a_reconfirmation_is_mentioned_only_after_all_said_yes(ana, cast, story):
    placed = photograph(cast, story)
    ana.post(at(placed.leaf, "naming"), NEW)
    mika = Involvement.objects.get(person__account_hash=None)
    ana.post(f"/family/parts/{mika.pk}/asking/", {"scope": ["public"], "once": "form"})
    confirm_list(ana, placed.leaf)
    Answer.objects.filter(scope="public").exclude(involvement=mika).update(status=Status.CONFIRMING)
    assert "in the first weeks" not in page_of(ana, placed.leaf)
    answering.answer(mika, "public", Event.AGREE, language="en")
    assert "in the first weeks" in page_of(ana, placed.leaf)


def test_a_photo_in_two_stories_can_be_answered_completely(ana, cast, story, leaf):
    other = people.write_story(cast)
    add_photograph_leaf(other, leaf.picture, by=cast.ana)
    ana.post(at(leaf, "naming"), {"who": "me", "took_it": "yes"})
    own = Involvement.objects.get()
    ana.post(f"/family/parts/{own.pk}/own-asking", {"scope": ["public"]})
    assert ana.post(f"/family/parts/{own.pk}/own-answer", {"scope": "public", "answer": "no"}).status_code == 303
    assert Answer.objects.get().status == Status.DECLINED
    ana.post(at(leaf, "naming"), NEW)
    mika = Involvement.objects.get(person__account_hash=None)
    assert ana.get(f"/family/parts/{mika.pk}/asking/").status_code == 200
    assert ana.post(f"/family/parts/{mika.pk}/taking-out")["Location"].endswith("said=part-taken-out")


def test_name_and_address_are_corrected(ana, leaf, signed_in, cast):
    ana.post(at(leaf, "naming"), NEW)
    mika = Person.objects.get(account_hash=None)
    ana.post(f"/family/persons/{mika.pk}/", {"name": "Mika", "reach": "the school"})
    assert "the school" in ana.get(f"/family/persons/{mika.pk}/").content.decode()
    assert signed_in(cast.otto, key=True).get(f"/family/persons/{mika.pk}/").status_code == 404


def test_the_album_says_calmly_that_it_stays_private(ana, cast, story):
    leaf = photograph(cast, story).leaf
    people.open_to(story, Publication.Circle.EVERYONE, by=cast.ana, wished="noor")
    ana.post(at(leaf, "naming"), NEW)
    page = ana.get(f"/family/stories/{story.pk}/photographs/").content.decode()
    assert "Not everyone has said yes" in page
    assert "Readers may ask for it" not in page
